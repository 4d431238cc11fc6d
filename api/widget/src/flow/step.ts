// The step that comes next: what to ask or do, what it does and costs, and the ways to answer it.

import { html, nothing, type TemplateResult } from "lit";
import type { Blank, Step, Value } from "../core/api.js";
import { type Format, titled, words } from "../core/format.js";
import type { Texts } from "../core/texts.js";
import { choiceInWords, factInWords, valueInWords } from "./words.js";

const MOST_BUTTONS = 6;
const CONFIRMED = new Set(["costs_money", "irreversible"]);
const TONES: Record<string, string> = {
  free: "good",
  reversible: "good",
  customer_visible: "warn",
  costs_money: "bad",
  irreversible: "bad",
};

export interface Ways {
  answer(answers: Record<string, Value>, of: "agent" | "customer"): void;
  act(decision: "approve" | "skip" | "done" | "failed", reason: string): void;
  read(): void;
  /** Ask once more, as it costs money or cannot be undone. */
  confirm(wanted: boolean): void;
  confirming: boolean;
}

export function stepCard(step: Step, ways: Ways, t: Texts, format: Format): TemplateResult {
  const isAsked = step.kind === "question" || step.kind === "check";
  const { wording, why, title, risk } = step;
  return html`<section class="step" part="step" data-kind=${step.kind} aria-labelledby="step-title">
    <p class="kind">${kindInWords(step, t)}</p>
    <h3 id="step-title" class="step-title" tabindex="-1" lang="en">${title}</h3>
    ${
      wording && wording !== title
        ? html`<p class="wording"><b>${step.kind === "tell" || isAsked ? t.say : t.tellCustomer}:</b> <q lang="en">${wording}</q></p>`
        : nothing
    }
    ${why && why !== title && why !== wording ? html`<p class="trail" lang="en">${t.because(words(why))}</p>` : nothing}
    ${isAsked ? asked(step, ways, t) : done(step, ways, t, format, risk)}
  </section>`;
}

function kindInWords({ kind, of }: Step, t: Texts): string {
  if (kind === "action") return of === "customer" ? t.stepKind.actionCustomer : t.stepKind.action;
  if (kind === "question" || kind === "check") return of === "agent" ? t.stepKind.toAgent : t.stepKind.toCustomer;
  return t.stepKind[kind];
}

function asked(step: Step, ways: Ways, t: Texts): TemplateResult {
  const of = step.of === "agent" ? "agent" : "customer";
  const many = step.blanks.length > 1;
  const skip = step.call === "flow" ? nothing : way(t.nobodyKnows, () => ways.act("skip", "nobody can tell"), "quiet");
  return html`
    ${step.has_tool ? html`<div class="ways">${way(t.readFromDevice, () => ways.act("approve", ""), "primary")}</div>` : nothing}
    ${many ? html`<p class="trail">${step.has_tool ? t.orSay : t.sayKnown}</p>` : nothing}
    ${step.blanks.map((blank) => inputs(blank, (value) => ways.answer({ [blank.fact]: value }, of), t, many))}
    ${skip === nothing ? nothing : html`<div class="ways">${skip}</div>`}
  `;
}

function done(step: Step, ways: Ways, t: Texts, format: Format, risk: string | null): TemplateResult {
  const told = Object.entries(step.arguments).filter(([, value]) => value !== null && value !== "");
  const effect =
    step.kind === "action" || step.kind === "hand_over"
      ? html`<dl class="effect" aria-label=${t.willDo}>
          ${risk ? html`<dt>${t.willDo}</dt><dd><span class="tag" data-tone=${TONES[risk] ?? "warn"}>${t.risk[risk] ?? words(risk)}</span></dd>` : nothing}
          ${step.tool ? html`<dt>${t.tool}</dt><dd lang="en">${words(step.tool)}</dd>` : nothing}
          ${told.map(([name, value]) => html`<dt lang="en">${titled(name)}</dt><dd lang="en">${valueInWords(value, null, t, format)}</dd>`)}
        </dl>`
      : nothing;
  if (ways.confirming) {
    return html`${effect}
      <div class="confirm notice" role="group" aria-label=${t.approveFor(step.title)}>
        <p>${risk === "costs_money" ? t.confirmMoney : t.confirmFinal}</p>
        <div class="ways">
          ${way(t.agreed, () => ways.act("approve", ""), "primary")} ${way(t.cancel, () => ways.confirm(false), "secondary")}
        </div>
      </div>`;
  }
  const approve = () => (risk && CONFIRMED.has(risk) ? ways.confirm(true) : ways.act("approve", ""));
  const choices: Record<string, TemplateResult[]> = {
    action: [way(t.approve, approve, "primary"), way(t.skip, () => ways.act("skip", ""))],
    tell: [
      way(t.done, () => ways.act("done", ""), "primary"),
      way(t.couldNot, () => ways.act("failed", "")),
      way(t.skip, () => ways.act("skip", ""), "quiet"),
    ],
    hand_over: [way(t.handOver, approve, "primary"), way(t.closeWithout, () => ways.act("skip", ""))],
    reading: [way(t.readIt, () => ways.read(), "primary")],
  };
  return html`${effect}
    <div class="ways">${choices[step.kind]}</div>`;
}

function way(label: string, on: () => void, look = "secondary"): TemplateResult {
  return html`<button type="button" class=${look} @click=${on}>${label}</button>`;
}

/** The ways to give one value; `take` is given what was chosen or typed. */
export function inputs(
  { fact, type, allowed, unit }: Blank,
  take: (value: Value) => void,
  t: Texts,
  isNamed: boolean,
): TemplateResult {
  const name = factInWords(fact, unit);
  const field =
    allowed.length && allowed.length <= MOST_BUTTONS
      ? html`<div class="ways" role="group" aria-label=${name}>
          ${allowed.map((value) => way(choiceInWords(value, t), () => take(value)))}
        </div>`
      : html`<form
          class="ways"
          @submit=${(event: Event) => {
            event.preventDefault();
            const { value } = (event.target as HTMLFormElement).elements.namedItem("value") as HTMLInputElement;
            take(type === "number" ? Number(value) : value);
          }}
        >
          ${
            allowed.length
              ? html`<select name="value" required aria-label=${name}>
                  <option value="">…</option>
                  ${allowed.map((value) => html`<option value=${String(value)}>${choiceInWords(value, t)}</option>`)}
                </select>`
              : html`<input name="value" required maxlength="500" aria-label=${name} step="any"
                  type=${type === "number" ? "number" : type === "date" ? "date" : "text"} />`
          }
          ${unit ? html`<span class="trail">${unit}</span>` : nothing}
          <button class="secondary">${t.answer}</button>
        </form>`;
  return isNamed ? html`<div class="blank"><span class="trail" lang="en">${name}</span>${field}</div>` : field;
}
