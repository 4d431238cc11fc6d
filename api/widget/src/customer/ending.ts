// Ending a contract: the reason, the offer that is tried first, what the end means, and once more whether it is meant.

import { html, nothing, type TemplateResult } from "lit";
import { type Format, titled, words } from "../core/format.js";
import type { Texts } from "../core/texts.js";
import type { Leaving, Offer, Termination } from "./api.js";
import type { CustomerTexts } from "./texts.en.js";

/** How far the end has come. */
export interface Ending {
  leaving: Leaving;
  reason: string; // its code; none yet where empty
  confirming: boolean;
}

export interface EndingWays {
  now: Ending | null;
  verified: boolean;
  busy: boolean;
  problem: string;
  offers: Offer[]; // that are made to the customer
  begin(): void;
  choose(reason: string): void;
  make(code: string, why: string): void;
  answer(offer: Offer, accepted: boolean): void;
  confirm(wanted: boolean): void;
  end(): void;
  cancel(): void;
}

/** Whether an agent's offer must have been declined first, and was not. */
export const needsOffer = ({ leaving, reason }: Ending): boolean =>
  leaving.tried === null && leaving.reasons.find(({ code }) => code === reason)?.attempt === "required";

export function endingCard(ways: EndingWays, w: CustomerTexts, t: Texts, format: Format): TemplateResult {
  const { now, verified, problem } = ways;
  return html`<section class="card" part="ending" aria-labelledby="ending-title">
    <h3 id="ending-title" tabindex="-1">${w.ending}</h3>
    ${
      now
        ? now.confirming
          ? confirmation(now, ways, w, t, format)
          : choice(now, ways, w, t, format)
        : html`<p class="ways">
            <button type="button" class="secondary" ?disabled=${!verified || ways.busy} @click=${() => ways.begin()}>${w.beginEnding}</button>
            ${verified ? nothing : html`<span class="trail">${w.endHint}</span>`}
          </p>`
    }
    <p class="problem" role="alert">${problem}</p>
  </section>`;
}

function choice(now: Ending, ways: EndingWays, w: CustomerTexts, t: Texts, format: Format): TemplateResult {
  const { leaving, reason } = now;
  const submit = (event: Event) => {
    event.preventDefault();
    ways.confirm(true);
  };
  const choose = (event: Event) => ways.choose((event.target as HTMLSelectElement).value);
  return html`<form class="grid" @submit=${submit}>
    <label>${w.endReason}
      <select required name="reason" lang="en" @change=${choose}>
        <option value="" ?selected=${!reason}></option>
        ${leaving.reasons.map(({ code, title }) => html`<option value=${code} ?selected=${code === reason}>${title}</option>`)}
      </select>
    </label>
    ${reason ? attempt(now, ways, w, format) : nothing}
    <p class="ways">
      <button class="primary" ?disabled=${!reason || needsOffer(now) || ways.busy}>${w.goOn}</button>
      <button type="button" class="secondary" @click=${() => ways.cancel()}>${t.cancel}</button>
    </p>
  </form>`;
}

/** What is tried before the end, as the rules ask for it. */
function attempt(
  { leaving, reason }: Ending,
  ways: EndingWays,
  w: CustomerTexts,
  format: Format,
): TemplateResult | typeof nothing {
  const asked = leaving.reasons.find(({ code }) => code === reason)?.attempt ?? "none";
  if (asked === "none") return nothing;
  const { tried, proposed } = leaving;
  if (tried)
    return html`<p class="trail">${w.triedFirst(format.day(tried.answered_at ?? tried.made_at))} <span lang="en">${tried.title}</span></p>`;
  const open = ways.offers.filter(({ kind, state }) => kind === "retention" && state === "made");
  const left = proposed.filter(({ code }) => !open.some((offer) => offer.code === code));
  const [best] = left;
  if (asked === "offer" && !open.length)
    return html`<p class="trail">${best ? w.goesAlong : w.noOffers} ${best ? html`<span lang="en">${best.title}</span>` : nothing}</p>`;
  return html`<div class="notice calm" role="group" aria-labelledby="attempt-title">
    <h4 id="attempt-title">${asked === "required" ? w.offerFirst : w.offerOpen}</h4>
    ${open.length || left.length ? nothing : html`<p>${w.noOffers}</p>`}
    <ul class="list">
      ${open.map(
        (offer) => html`<li>
          <b lang="en">${offer.title}</b>
          <p class="ways">
            <button type="button" class="secondary" ?disabled=${ways.busy} @click=${() => ways.answer(offer, true)}>${w.accepts}<span class="unseen">: ${offer.title}</span></button>
            <button type="button" class="secondary" ?disabled=${ways.busy} @click=${() => ways.answer(offer, false)}>${w.declines}<span class="unseen">: ${offer.title}</span></button>
          </p>
        </li>`,
      )}
      ${(asked === "required" ? left : []).map(
        ({ code, title, why }) => html`<li>
          <b lang="en">${title}</b>
          <p class="trail" lang="en">${titled(why)}</p>
          <p class="ways"><button type="button" class="secondary" ?disabled=${ways.busy} @click=${() => ways.make(code, why)}>${w.makeOffer}<span class="unseen">: ${title}</span></button></p>
        </li>`,
      )}
    </ul>
  </div>`;
}

function confirmation(
  { leaving, reason }: Ending,
  ways: EndingWays,
  w: CustomerTexts,
  t: Texts,
  format: Format,
): TemplateResult {
  const title = leaving.reasons.find(({ code }) => code === reason)?.title ?? reason;
  const soonest = Object.entries(leaving.erase).filter(([, at]) => new Date(at).getTime() <= Date.now());
  const atOnce = soonest.map(([name]) => w.attributes[name] ?? words(name));
  return html`<div class="notice end" role="group" aria-labelledby="confirm-title">
    <h4 id="confirm-title" tabindex="-1">${w.sure}</h4>
    <ul class="means">
      <li>${w.endReason}: <span lang="en">${title}</span></li>
      <li>${w.servicesEnd}</li>
      ${atOnce.length ? html`<li>${w.erasedAtOnce(atOnce.join(", "))}</li>` : nothing}
      <li>${w.erasedUntil(format.day(leaving.kept_until))}</li>
      <li>${w.isTold} <q lang="en">${leaving.farewell}</q></li>
    </ul>
    <p class="ways">
      <button type="button" class="primary" ?disabled=${ways.busy} @click=${() => ways.end()}>${w.endIt}</button>
      <button type="button" class="secondary" ?disabled=${ways.busy} @click=${() => ways.confirm(false)}>${t.cancel}</button>
    </p>
  </div>`;
}

/** How it ended; the order that ends the services, where it is one of ours, is a click away in the workspace at `home`. */
export function endedCard(
  { reason, words: said, attempt: tried, order, by, at, erase, kept_until }: Termination,
  home: string,
  isPart: boolean,
  w: CustomerTexts,
  format: Format,
): TemplateResult {
  const still = Object.keys(erase).map((name) => w.attributes[name] ?? words(name));
  return html`<section class="card" part="ended" aria-labelledby="ended-title">
    <h3 id="ended-title" tabindex="-1">${w.ended}</h3>
    <dl class="facts">
      <dt>${w.endReason}</dt><dd lang="en">${titled(reason)}${said && said !== reason ? html` <span class="trail">${said}</span>` : nothing}</dd>
      <dt>${w.endedAt}</dt><dd>${format.whole(at)} <span class="trail">${by}</span></dd>
      ${tried ? html`<dt>${w.triedOffer}</dt><dd><span lang="en">${tried.title}</span> <span class="tag">${w.offerState[tried.outcome] ?? words(tried.outcome)}</span></dd>` : nothing}
      ${
        order
          ? html`<dt>${w.ceaseOrder}</dt><dd><a href=${`${home}/#order-${order}`} target=${isPart ? nothing : "_blank"} rel=${isPart ? nothing : "noopener"}>#${order}</a></dd>`
          : nothing
      }
      <dt>${w.stillKept}</dt><dd>${still.length ? `${still.join(", ")} · ${w.validUntil(format.day(kept_until))}` : w.nothingKept}</dd>
    </dl>
  </section>`;
}
