import { define } from "../core/define.js";
import { T2rWorkspace } from "../workspace/element.js";
import "./t2r-assist.js";
import "./t2r-badges.js";
import "./t2r-calls.js";
import "./t2r-flow.js";
import "./t2r-knowledge.js";
import "./t2r-timeline.js";

export { clientOf } from "../core/client.js";
export { contextOf } from "../core/context.js";
export { T2rWorkspace };

define("t2r-workspace", T2rWorkspace);
