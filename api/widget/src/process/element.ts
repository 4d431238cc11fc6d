// `<t2r-process>`: a process in BPMN, drawn: the way it has come, and where it stands. Part of `<t2r-order>`; what draws is loaded when it is shown.

import { css, html, LitElement, type PropertyValues, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { theme } from "../core/theme.js";
import type { Marks, ProcessDrawing } from "./drawing.js";

export type { Marks };

/** What it says. */
export interface ProcessTexts {
  process: string;
  drawing(name: string, places: string): string;
  larger: string;
  smaller: string;
  whole: string;
  cannotDraw: string;
  retry: string;
}

export class T2rProcess extends LitElement {
  static override styles = [
    theme,
    css`
      figure {
        position: relative;
        border: 1px solid var(--line);
        border-radius: var(--radius);
        overflow: hidden;
      }
      .drawing {
        height: 22rem;
        overflow: hidden;
        resize: vertical;
      }
      .tools {
        position: absolute;
        inset-block-start: 0.5rem;
        inset-inline-end: 0.5rem;
        z-index: 10;
        display: flex;
        gap: 0.25rem;
      }
      .row {
        padding: 0.5rem 0.75rem;
      }
      @container (width < 26rem) {
        .drawing {
          height: 17rem;
        }
      }
    `,
  ];

  @property({ attribute: false }) xml = "";
  @property({ attribute: false }) marks: Marks = { waiting: [], passed: [], failed: [] };
  @property({ attribute: false }) texts!: ProcessTexts;

  @state() private told: [name: string, places: string[]] = ["", []];
  @state() private problem = "";

  @query(".drawing") private box!: HTMLElement;

  #drawing: ProcessDrawing | null = null;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#drawing?.end();
    this.#drawing = null;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has("xml") || changed.has("marks")) void this.#draw();
  }

  /** Draw it. Drawn again with the same `xml`, only the marks change, and what is in view stays. */
  async #draw(): Promise<void> {
    const { xml, marks } = this;
    if (!xml) return;
    const isStale = () => !this.isConnected || xml !== this.xml || marks !== this.marks;
    this.problem = "";
    await this.updateComplete; // what is hidden has no size to fit a diagram into
    try {
      const { ProcessDrawing, processStyles } = await import("./drawing.js");
      if (isStale()) return;
      if (this.#drawing?.xml !== xml) {
        adopt(this.renderRoot as ShadowRoot, processStyles);
        this.#drawing?.end();
        this.#drawing = new ProcessDrawing(this.box, xml);
      }
      const drawing = this.#drawing;
      await drawing.ready;
      if (isStale()) return;
      drawing.mark(marks);
      this.told = drawing.told(marks);
      drawing.name(this.#label);
    } catch (problem) {
      if (isStale()) return;
      this.problem = this.#drawing && problem instanceof Error ? problem.message : this.texts.cannotDraw;
      this.#drawing?.end();
      this.#drawing = null;
    }
  }

  get #label(): string {
    const [name, places] = this.told;
    return this.texts.drawing(name || this.texts.process, places.join("; "));
  }

  protected override render(): TemplateResult {
    const { texts: w, problem } = this;
    const tool = (label: string, sign: string, does: () => void) =>
      html`<button type="button" class="secondary icon" aria-label=${label} title=${label} @click=${does}>${sign}</button>`;
    return html`<figure part="drawing" ?hidden=${problem !== ""} aria-label=${this.#label}>
        <div class="drawing"></div>
        <div class="tools">
          ${tool(w.larger, "+", () => this.#drawing?.larger())}
          ${tool(w.smaller, "−", () => this.#drawing?.smaller())}
          ${tool(w.whole, "⤢", () => this.#drawing?.whole())}
        </div>
      </figure>
      <div class="row" ?hidden=${problem === ""}>
        <p class="problem" role="alert">${problem}</p>
        <button type="button" class="secondary" @click=${() => void this.#draw()}>${w.retry}</button>
      </div>`;
  }
}

/** Give a shadow root these styles too, once. */
function adopt(root: ShadowRoot, styles: readonly { styleSheet?: CSSStyleSheet | undefined }[]): void {
  const sheets = styles.flatMap(({ styleSheet }) => styleSheet ?? []);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets.filter((each) => !sheets.includes(each)), ...sheets];
}
