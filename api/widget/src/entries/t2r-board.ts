import { T2rBoard } from "../board/element.js";
import { define } from "../core/define.js";

export { clientOf } from "../core/client.js";
export { contextOf } from "../core/context.js";
export { T2rBoard };

define("t2r-board", T2rBoard);
