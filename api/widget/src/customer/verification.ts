// The customer shows who they are: by a code that was sent to them, or by what only they know.

import { html, nothing, type TemplateResult } from "lit";
import type { Format } from "../core/format.js";
import type { Verification } from "./api.js";
import type { CustomerTexts } from "./texts.en.js";

export interface Verifying {
  /** The contact it is for; without one none can be begun. */
  interaction: number | null;
  now: Verification | null;
  /** Whether the last answer was wrong. */
  wrong: boolean;
  busy: boolean;
  problem: string;
  beginContact(): void;
  begin(method: Verification["method"]): void;
  answer(given: { code: string } | { answers: Record<string, string> }): void;
}

export function verificationCard(verifying: Verifying, w: CustomerTexts, format: Format): TemplateResult {
  return html`<section class="card verify" part="verification" aria-labelledby="verify-title">
    <h3 id="verify-title" tabindex="-1">${w.verify}</h3>
    <p class="trail">${w.maskedHint}</p>
    ${verifying.interaction === null ? noContact(verifying, w) : inContact(verifying, w, format)}
    <p class="problem" role="alert">${verifying.problem}</p>
  </section>`;
}

function noContact({ busy, beginContact }: Verifying, w: CustomerTexts): TemplateResult {
  return html`<p>${w.contactFirst}</p>
    <p class="ways"><button type="button" class="primary" ?disabled=${busy} @click=${beginContact}>${w.beginContact}</button></p>`;
}

function inContact(verifying: Verifying, w: CustomerTexts, format: Format): TemplateResult {
  const { now, busy, begin } = verifying;
  if (now?.verdict === "pending") return asked(verifying, now, w, format);
  return html`${now && now.verdict !== "passed" ? html`<p class="notice">${w.over[now.verdict]}</p>` : nothing}
    <p class="ways">
      <button type="button" class="primary" ?disabled=${busy} @click=${() => begin("code")}>${w.sendCode}</button>
      <button type="button" class="secondary" ?disabled=${busy} @click=${() => begin("questions")}>${w.askQuestions}</button>
    </p>`;
}

function asked(verifying: Verifying, now: Verification, w: CustomerTexts, format: Format): TemplateResult {
  const submit = (event: Event) => {
    event.preventDefault();
    const given = Object.fromEntries(new FormData(event.target as HTMLFormElement)) as Record<string, string>;
    verifying.answer(now.method === "code" ? { code: (given.code ?? "").replace(/\D/g, "") } : { answers: given });
  };
  const fields =
    now.method === "code"
      ? html`<p>${w.sentTo(now.sent_to ?? "")}</p>
          <label>${w.code}<input name="code" required inputmode="numeric" autocomplete="one-time-code" pattern="[0-9 ]{6,13}" maxlength="13" class="code" /></label>`
      : html`<p>${w.askThese}</p>
          ${Object.entries(now.questions ?? {}).map(
            ([name, question]) =>
              html`<label lang="en">${question}<input name=${name} required maxlength="200" autocomplete="off" /></label>`,
          )}`;
  return html`<form class="grid" @submit=${submit}>
    ${fields}
    ${verifying.wrong ? html`<p class="notice" role="alert">${w.wrong} ${w.left(now.attempts_left)}</p>` : nothing}
    <p class="ways">
      <button class="primary" ?disabled=${verifying.busy}>${w.check}</button>
      <button type="button" class="quiet" @click=${() => verifying.begin(now.method)}>${w.another}</button>
      <span class="trail">${w.goodUntil(format.clock(now.expires_at))} ${verifying.wrong ? nothing : w.left(now.attempts_left)}</span>
    </p>
  </form>`;
}
