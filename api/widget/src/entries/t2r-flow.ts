import { define } from "../core/define.js";
import { T2rFlow } from "../flow/element.js";

export { clientOf } from "../core/client.js";
export { contextOf } from "../core/context.js";
export { T2rFlow };

define("t2r-flow", T2rFlow);
