// How a customer stands: the risk that they leave and why, offers, loyalty.

import { html, nothing, type TemplateResult } from "lit";
import { type Format, titled, words } from "../core/format.js";
import type { Offer, Retention } from "./api.js";
import type { CustomerTexts } from "./texts.en.js";

const MOST_REASONS = 5;
const WORTH_TELLING = 0.05; // log-odds

export interface Ways {
  mayChange: boolean;
  verified: boolean;
  make(code: string, why: string): void;
  answer(offer: Offer, accepted: boolean): void;
  reward(points: number, reason: string): void;
}

export function riskCard(
  { risk, at_risk, reasons, unknown, trained_on, lifetime_value }: Retention,
  w: CustomerTexts,
  format: Format,
): TemplateResult {
  const telling = reasons.filter(({ weight }) => Math.abs(weight) >= WORTH_TELLING).slice(0, MOST_REASONS);
  return html`<section class="card" part="retention" aria-labelledby="risk-title">
    <h3 id="risk-title">${w.retention} <span class="trail">${w.within}</span></h3>
    <p class="row">
      <span class="tag" data-tone=${at_risk ? "bad" : "good"}>${at_risk ? w.atRisk : w.notAtRisk}</span>
      <b>${format.percent(risk)}</b>
      <meter min="0" max="1" low="0.15" high="0.3" optimum="0" value=${risk} aria-label=${w.retention}></meter>
    </p>
    ${
      telling.length
        ? html`<ul class="reasons" aria-label=${w.reasons}>
            ${telling.map(
              ({ title, value, weight }) => html`<li data-way=${weight > 0 ? "up" : "down"}>
                <span aria-hidden="true">${weight > 0 ? "▲" : "▼"}</span> <span lang="en">${titled(title)}: ${format.number(value, 1)}</span>
                <span class="unseen">${weight > 0 ? w.raises : w.lowers}</span>
              </li>`,
            )}
          </ul>`
        : nothing
    }
    ${unknown.length ? html`<p class="trail">${w.notKnown(unknown.join(", "))}</p>` : nothing}
    ${lifetime_value === null ? nothing : html`<p class="trail">${w.worth(format.number(lifetime_value))}</p>`}
    <p class="trail" lang="en">${trained_on}</p>
  </section>`;
}

export function offersCard(
  { proposed, offers }: Retention,
  ways: Ways,
  w: CustomerTexts,
  format: Format,
): TemplateResult {
  const isOpen = ({ state }: Offer) => state === "made";
  return html`<section class="card" part="offers" aria-labelledby="offers-title">
    <h3 id="offers-title">${w.offers}</h3>
    ${proposed.length || offers.length ? nothing : html`<p class="trail">${w.noOffers}</p>`}
    <ul class="list">
      ${proposed.map(
        ({ code, title, why }) => html`<li>
          <p class="row"><b lang="en">${title}</b> <span class="tag" data-tone="accent">${w.proposedOffer}</span></p>
          <p class="trail" lang="en">${titled(why)}</p>
          ${ways.mayChange ? html`<button type="button" class="secondary" @click=${() => ways.make(code, why)}>${w.makeOffer}<span class="unseen">: ${title}</span></button>` : nothing}
        </li>`,
      )}
      ${offers.map(
        (offer) => html`<li>
          <p class="row">
            <b lang="en">${offer.title}</b>
            <span class="tag" data-tone=${{ accepted: "good", declined: "warn" }[offer.state] ?? "accent"}>${w.offerState[offer.state] ?? words(offer.state)}</span>
            <span class="trail">${isOpen(offer) ? w.validUntil(format.day(offer.valid_until)) : format.day(offer.answered_at ?? offer.made_at)}</span>
          </p>
          ${
            isOpen(offer) && ways.mayChange
              ? html`<p class="ways">
                  <button type="button" class="secondary" ?disabled=${!ways.verified} title=${ways.verified ? nothing : w.acceptHint} @click=${() => ways.answer(offer, true)}>${w.accepts}<span class="unseen">: ${offer.title}</span></button>
                  <button type="button" class="secondary" @click=${() => ways.answer(offer, false)}>${w.declines}<span class="unseen">: ${offer.title}</span></button>
                  ${ways.verified ? nothing : html`<span class="trail">${w.acceptHint}</span>`}
                </p>`
              : nothing
          }
        </li>`,
      )}
    </ul>
  </section>`;
}

export function loyaltyCard(
  { points, tier, loyalty }: Retention,
  ways: Ways,
  w: CustomerTexts,
  format: Format,
): TemplateResult {
  const submit = (event: Event) => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const given = new FormData(form);
    ways.reward(Number(given.get("points")), String(given.get("reason")).trim());
    form.reset();
  };
  return html`<section class="card" part="loyalty" aria-labelledby="loyalty-title">
    <h3 id="loyalty-title">${w.loyalty}</h3>
    <p class="row"><b>${w.points(format.number(points))}</b> <span class="trail">${tier ? w.tier(words(tier)) : w.noTier}</span></p>
    <ul class="list plain">
      ${loyalty.map(({ points: given, reason, at }) => html`<li class="trail">${given > 0 ? "+" : "−"}${format.number(Math.abs(given))} · <span lang="en">${words(reason)}</span> · ${format.day(at)}</li>`)}
    </ul>
    ${
      ways.mayChange
        ? html`<details>
            <summary>${w.givePoints}</summary>
            <form class="ways" @submit=${submit}>
              <input name="points" type="number" required min="-100000" max="100000" step="1" aria-label=${w.amount} placeholder=${w.amount} class="short" />
              <input name="reason" required maxlength="200" aria-label=${w.what} placeholder=${w.what} />
              <button class="secondary">${w.give}</button>
            </form>
          </details>`
        : nothing
    }
  </section>`;
}
