import { T2rCalls } from "../calls/element.js";
import { define } from "../core/define.js";

export { clientOf } from "../core/client.js";
export { contextOf } from "../core/context.js";
export { T2rCalls };

define("t2r-calls", T2rCalls);
