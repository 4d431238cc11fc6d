import { define } from "../core/define.js";
import { T2rFrame } from "../frame/element.js";

export { T2rFrame };

define("t2r-frame", T2rFrame);
