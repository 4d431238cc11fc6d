import { define } from "../core/define.js";
import { T2rJourney } from "../journey/element.js";

export { clientOf } from "../core/client.js";
export { contextOf } from "../core/context.js";
export { T2rJourney };

define("t2r-journey", T2rJourney);
