import { T2rAssist } from "../assist/element.js";
import { define } from "../core/define.js";

export { clientOf } from "../core/client.js";
export { contextOf } from "../core/context.js";
export { T2rAssist };

define("t2r-assist", T2rAssist);
