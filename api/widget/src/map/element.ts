// `<t2r-map>`: what is true of the network, on a map and in a table: a layer at a time, at a moment, around the customer's place.

import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { query, state } from "lit/decorators.js";
import { type BadgeKind, may } from "../core/api.js";
import { T2rElement } from "../core/element.js";
import { words } from "../core/format.js";
import { keep, kept } from "../core/keep.js";
import { theme } from "../core/theme.js";
import { type Box, type Feature, KINDS, type Layer, type MapRead, type Point } from "./api.js";
import { Drawing, vendor } from "./drawing.js";
import { around, badness, direction, distance, middle, roomy, serves, WORLD, widened } from "./geometry.js";
import { mapStyles } from "./styles.js";
import type { MapTexts } from "./texts.en.js";
import { texts } from "./texts.js";

const WAIT = 250; // ms without a move before a layer is asked for
const ANEW = 60_000; // ms until it is asked for again
const MARGIN = 0.04; // of the view, around it: hexagons whose middle is outside reach in
const HOURS = 24; // to both sides of now
const HOUR = 3_600_000;
const ROWS = 50;
const NEAR = 0.2; // km within which a thing is where the customer is

export class T2rMap extends T2rElement {
  static override styles = [theme, mapStyles];

  @state() private kind: BadgeKind = "coverage";
  @state() private table = false;
  @state() private hours = 0;
  @state() private layer: Layer | null = null;
  @state() private picked: Feature["properties"] | null = null;
  @state() private place: Point | null = null;
  @state() private homeless = false; // a line whose home is not known
  @state() private rows = ROWS;
  @state() private cannot = "";
  @state() private undrawable = false;
  @state() private problem = "";

  @query(".canvas") private canvas!: HTMLElement | null;

  #drawing: Drawing | null = null;
  #begun: MapRead | null = null;
  #starting: Promise<void> | null = null;
  #line: string | null = null;
  #now: string | null = null; // the network's own clock, as the first answer told it
  #visible = false;
  #isDrawing = false;
  #asking = new AbortController();
  #underWay: Box | null = null; // what is being asked for
  #timer: ReturnType<typeof setTimeout> | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    const { signal } = this.leaving;
    const { kind, table } = kept<{ kind: BadgeKind; table: boolean }>("map", { kind: "coverage", table: false });
    this.kind = KINDS.includes(kind) ? kind : "coverage";
    this.table = table;
    const seen = new IntersectionObserver(([entry]) => this.#seen(entry?.isIntersecting ?? false));
    seen.observe(this);
    const dark = matchMedia("(prefers-color-scheme: dark)");
    dark.addEventListener("change", () => void this.#recolour(), { signal });
    signal.addEventListener("abort", () => {
      seen.disconnect();
      this.#stop();
      this.#drawing?.end();
      this.#drawing = this.#starting = this.#begun = null;
    });
  }

  private get w(): MapTexts {
    return texts.of(this.speaks, () => this.requestUpdate());
  }

  protected override identified(): void {
    if (this.#visible) void this.#show();
  }

  protected override moved(): void {
    if (this.#visible) void this.#show();
  }

  // Nothing is loaded, and nothing asked for, while the map is not seen

  #seen(visible: boolean): void {
    if (visible === this.#visible) return;
    this.#visible = visible;
    if (visible) void this.#show();
    else this.#stop();
  }

  #stop(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = this.#underWay = null;
    this.#asking.abort();
  }

  async #show(): Promise<void> {
    if (!may(this.me, "diagnostics:read")) return;
    await (this.#starting ??= this.#start());
    if (!this.#begun) return;
    this.#drawing?.resize();
    void this.#draw();
    await this.#goHome();
    void this.#read();
  }

  async #start(): Promise<void> {
    try {
      this.#begun = await this.client.get<MapRead>("/v1/map", this.leaving.signal);
      this.problem = "";
    } catch (problem) {
      this.#starting = null;
      if (!this.leaving.signal.aborted) this.problem = this.inWords(problem);
    }
  }

  async #draw(): Promise<void> {
    if (this.table || this.#drawing || this.#isDrawing || this.undrawable || !this.#begun) return;
    this.#isDrawing = true;
    await this.updateComplete;
    const { canvas } = this;
    try {
      if (!canvas) return;
      const drawing = await Drawing.begin(this.client.base, canvas, this.#begun, this.w.map, {
        moved: () => this.#moved(),
        picked: (feature) => {
          this.picked = feature;
          if (feature) this.announce(feature.text);
        },
        failed: (message) => {
          this.cannot = message;
        },
      });
      if (this.leaving.signal.aborted) drawing.end();
      else this.#drawing = drawing;
      this.#drawing?.goTo(this.place, this.w.home);
      this.#drawing?.show(this.layer);
      this.#later(WAIT);
    } catch (problem) {
      this.undrawable = this.table = true;
      this.cannot = problem instanceof Error ? webgl(problem.message) : "";
    } finally {
      this.#isDrawing = false;
    }
  }

  /** The customer's place, where a line is picked and its home is known. */
  async #goHome(): Promise<void> {
    const line = this.context.msisdn;
    if (line === this.#line) return;
    this.#line = line;
    this.place = null;
    this.homeless = false;
    if (line) {
      const found = await this.client
        .get<{ place: Point | null }>(`/v1/diagnostics?msisdn=${encodeURIComponent(line)}`, this.leaving.signal)
        .catch(() => null);
      if (line !== this.context.msisdn) return;
      this.place = found?.place ?? null;
      this.homeless = this.place === null;
    }
    this.#drawing?.goTo(this.place, this.w.home);
  }

  /** Another view is asked for, unless what is being asked for serves it too: a bar that says that the server is slow moves the map. */
  #moved(): void {
    if (!this.#underWay || !this.#drawing || !serves(this.#underWay, this.#drawing.box)) this.#later(WAIT);
  }

  #later(ms: number): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#read(), ms);
  }

  get #box(): Box {
    if (this.#drawing && !this.table) return widened(this.#drawing.box, MARGIN);
    if (this.place) return around(this.place);
    return roomy(this.#begun?.bounds ?? WORLD);
  }

  /** Ask for what is in view, and once more after a while. */
  async #read(): Promise<void> {
    this.#stop();
    if (!this.#visible || !this.#begun) return;
    const asking = (this.#asking = new AbortController());
    const box = (this.#underWay = this.#box);
    const asked = new URLSearchParams({ bbox: box.join(",") });
    if (this.hours && this.#now)
      asked.set("at", new Date(new Date(this.#now).getTime() + this.hours * HOUR).toISOString());
    try {
      const layer = await this.client.get<Layer>(`/v1/map/${this.kind}?${asked}`, asking.signal);
      if (asking.signal.aborted) return;
      this.#underWay = null;
      if (!this.hours) this.#now = layer.at;
      this.layer = layer;
      this.problem = "";
      await this.#drawing?.recolour();
      this.#drawing?.show(layer);
    } catch (problem) {
      if (asking.signal.aborted) return;
      this.#underWay = null;
      this.layer = null;
      this.#drawing?.show(null);
      this.problem = this.inWords(problem);
    }
    if (!this.#timer) this.#later(ANEW); // whoever asked for another view meanwhile does not wait that long
  }

  async #recolour(): Promise<void> {
    if (await this.#drawing?.recolour()) this.#drawing?.show(this.layer);
  }

  #choose(kind: BadgeKind): void {
    this.kind = kind;
    this.picked = null;
    this.rows = ROWS;
    this.#keep();
    void this.#read();
  }

  #look(table: boolean): void {
    this.table = table;
    this.#keep();
    void this.updateComplete.then(() => this.#show());
  }

  #keep(): void {
    keep("map", { kind: this.kind, table: this.table });
  }

  #turn(hours: number): void {
    this.hours = hours;
    this.picked = null;
    this.#later(WAIT);
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    // Only then: a map that takes its size on anew has moved, and what is in view is asked for again.
    if (changed.has("table") && !this.table) this.#drawing?.resize();
  }

  // What is shown

  protected override view(): TemplateResult {
    const { t, w } = this;
    if (this.me && !may(this.me, "diagnostics:read"))
      return html`<p class="empty">${t.notAllowed("diagnostics:read")}</p>`;
    return html`<link rel="stylesheet" href="${vendor(this.client.base)}maplibre-gl.css" />
      <div class="top" part="head">
        <h2 class=${this.plain ? "unseen" : ""}>${w.map}</h2>
        <fieldset class="kinds">
          <legend class="unseen">${w.layers}</legend>
          ${KINDS.map(
            (kind) =>
              html`<label><input type="radio" name="kind" value=${kind} .checked=${kind === this.kind} @change=${() => this.#choose(kind)} /><span>${t.kind[kind]}</span></label>`,
          )}
        </fieldset>
        <div class="ways">
          <button type="button" class="quiet" aria-pressed=${!this.table} ?disabled=${this.undrawable} @click=${() => this.#look(false)}>${w.asMap}</button>
          <button type="button" class="quiet" aria-pressed=${this.table} @click=${() => this.#look(true)}>${w.asTable}</button>
        </div>
      </div>
      <div class="canvas" part="map" ?hidden=${this.table}></div>
      ${this.table ? this.#tableView() : nothing}
      <div class="below" part="below">
        ${this.#slider()} ${this.#legend()} ${this.table ? nothing : this.#facts()}
        <p class="trail ${this.problem ? "problem" : ""}" role="status">${this.#state()}</p>
      </div>`;
  }

  #state(): string {
    const { w, format, layer } = this;
    if (this.problem) return this.problem;
    if (!layer) return w.loading;
    return [
      w.inView[layer.kind](format.number(layer.features.length), format.clock(layer.at)),
      layer.left_out ? w.leftOut(format.number(layer.left_out)) : "",
      layer.unheard ? w.unheard(layer.unheard) : "",
      this.homeless ? w.noHome : "",
      this.undrawable || this.cannot ? w.cannotDraw(this.cannot) : "",
    ]
      .filter(Boolean)
      .join(" ");
  }

  #slider(): TemplateResult {
    const { w, format, hours } = this;
    const at =
      this.#now === null ? "" : format.clock(new Date(new Date(this.#now).getTime() + hours * HOUR).toISOString());
    return html`<div class="time">
      <label for="hours">${w.time}</label>
      <input id="hours" type="range" min=${-HOURS} max=${HOURS} step="1" .value=${String(hours)} aria-valuetext=${hours ? at : w.now} ?disabled=${this.#now === null}
        @input=${(event: Event) => this.#turn(Number((event.target as HTMLInputElement).value))} />
      <output for="hours">${hours ? at : w.now}</output>
      ${hours ? html`<button type="button" class="quiet" @click=${() => this.#turn(0)}>${w.now}</button>` : nothing}
    </div>`;
  }

  #legend(): TemplateResult | typeof nothing {
    const { w, format, layer } = this;
    if (!layer) return nothing;
    const counts = new Map<string, number>();
    for (const { properties } of layer.features) counts.set(properties.class, (counts.get(properties.class) ?? 0) + 1);
    return html`<ul class="legend" aria-label=${w.legend}>
      ${layer.legend.map(
        (entry) =>
          html`<li lang="en"><span class="swatch" .style=${`background: ${entry.colour}`}></span>${entry.label} <b>${format.number(counts.get(entry.class) ?? 0)}</b></li>`,
      )}
    </ul>`;
  }

  #facts(): TemplateResult {
    const { w, picked } = this;
    if (!picked) return html`<p class="trail">${w.pickHint}</p>`;
    return html`<section class="facts" part="facts" aria-label=${w.picked}>
      <p><span class="swatch" .style=${`background: ${picked.colour}`}></span> <b lang="en">${picked.text}</b></p>
      <dl>${this.#details(picked).map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
    </section>`;
  }

  #details(properties: Feature["properties"]): [string, string][] {
    const { w, format } = this;
    const shown = (name: string, value: unknown): string => {
      if (name === "since" || name === "until") return format.clock(String(value));
      if (name === "cause") return words(String(value));
      if (name === "barring_factor") return format.percent(Number(value));
      return typeof value === "number" ? format.number(value, 1) : String(value);
    };
    return Object.entries(w.details)
      .filter(([name]) => ![undefined, null, "", "null"].includes(properties[name] as string))
      .map(([name, label]) => [label, shown(name, properties[name])]);
  }

  #tableView(): TemplateResult {
    const { w, t, layer, format } = this;
    if (!layer) return html`<div class="table"><p class="empty">${this.problem ? nothing : w.loading}</p></div>`;
    const worst = badness(layer);
    const from = this.place;
    const rows = layer.features
      .map((feature) => ({ feature, at: middle(feature), bad: worst(feature) }))
      .map((row) => ({ ...row, far: from ? distance(from, row.at) : 0 }))
      .sort((one, other) => other.bad - one.bad || one.far - other.far);
    const rest = rows.length - this.rows;
    return html`<div class="table" tabindex="0" role="region" aria-label="${w.map}: ${t.kind[layer.kind]}">
      ${
        rows.length
          ? html`<table>
              <thead><tr><th scope="col">${w.what}</th><th scope="col">${w.where}</th></tr></thead>
              <tbody>
                ${rows.slice(0, this.rows).map(
                  ({ feature, at, far }) => html`<tr>
                    <td lang="en"><span class="swatch" .style=${`background: ${feature.properties.colour}`}></span> ${feature.properties.text}
                      <p class="trail">${this.#details(feature.properties)
                        .map(([name, value]) => `${name} ${value}`)
                        .join(" · ")}</p></td>
                    <td>${this.#where(from, at, far)}</td>
                  </tr>`,
                )}
              </tbody>
            </table>
            ${rest > 0 ? html`<p class="empty"><button type="button" class="secondary" @click=${() => (this.rows += ROWS)}>${w.showMore(format.number(Math.min(rest, ROWS)))}</button></p>` : nothing}`
          : html`<p class="empty">${w.nothing}</p>`
      }
    </div>`;
  }

  #where(from: Point | null, at: Point, far: number): string {
    const { w, format } = this;
    if (!from) return `${at.latitude.toFixed(4)}, ${at.longitude.toFixed(4)}`;
    if (far < NEAR) return w.here;
    return w.place(w.km(format.number(far, 1)), w.directions[direction(from, at)] ?? "");
  }
}

/** MapLibre tells a missing WebGL as JSON. */
function webgl(message: string): string {
  try {
    return String((JSON.parse(message) as { message?: string }).message ?? message);
  } catch {
    return message;
  }
}
