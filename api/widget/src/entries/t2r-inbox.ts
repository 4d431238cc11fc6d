import { define } from "../core/define.js";
import { T2rInbox } from "../inbox/element.js";
import "./t2r-knowledge.js";

export { clientOf } from "../core/client.js";
export { contextOf } from "../core/context.js";
export { T2rInbox };

define("t2r-inbox", T2rInbox);
