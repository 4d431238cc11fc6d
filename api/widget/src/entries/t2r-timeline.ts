import { define } from "../core/define.js";
import { T2rTimeline } from "../timeline/element.js";

export { clientOf } from "../core/client.js";
export { contextOf } from "../core/context.js";
export { T2rTimeline };

define("t2r-timeline", T2rTimeline);
