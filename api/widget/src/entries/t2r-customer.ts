import { T2rCalls } from "../calls/element.js";
import { define } from "../core/define.js";
import { T2rCustomer } from "../customer/element.js";

export { clientOf } from "../core/client.js";
export { contextOf } from "../core/context.js";
export { T2rCustomer };

define("t2r-customer", T2rCustomer);
define("t2r-calls", T2rCalls);
