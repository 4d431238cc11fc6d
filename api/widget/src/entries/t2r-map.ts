import { define } from "../core/define.js";
import { T2rMap } from "../map/element.js";

export { clientOf } from "../core/client.js";
export { contextOf } from "../core/context.js";
export { T2rMap };

define("t2r-map", T2rMap);
