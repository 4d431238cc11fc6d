import { html, type TemplateResult } from "lit";
import { T2rElement } from "../core/element.js";
export class T2rInbox extends T2rElement { protected override view(): TemplateResult { return html``; } }
