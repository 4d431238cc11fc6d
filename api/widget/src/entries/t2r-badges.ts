import { T2rBadges } from "../badges/element.js";
import { define } from "../core/define.js";

export { clientOf } from "../core/client.js";
export { contextOf } from "../core/context.js";
export { T2rBadges };

define("t2r-badges", T2rBadges);
