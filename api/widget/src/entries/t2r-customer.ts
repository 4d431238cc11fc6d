import { define } from "../core/define.js";
import { T2rCustomer } from "../customer/element.js";
import "./t2r-calls.js";

export { clientOf } from "../core/client.js";
export { contextOf } from "../core/context.js";
export { T2rCustomer };

define("t2r-customer", T2rCustomer);
