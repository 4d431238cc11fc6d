import { define } from "../core/define.js";
import { T2rOrder } from "../order/element.js";
import { T2rProcess } from "../process/element.js";

export { clientOf } from "../core/client.js";
export { contextOf } from "../core/context.js";
export { T2rOrder, T2rProcess };

define("t2r-process", T2rProcess);
define("t2r-order", T2rOrder);
