import { define } from "../core/define.js";
import { T2rReports } from "../reports/element.js";

export { clientOf } from "../core/client.js";
export { contextOf } from "../core/context.js";
export { T2rReports };

define("t2r-reports", T2rReports);
