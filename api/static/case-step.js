// The step that comes next: what to ask or do, and the ways to answer it; and how a case is closed.

import { el, words } from "./dom.js";

const RISKS = {
  free: "changes nothing",
  reversible: "can be undone",
  customer_visible: "the customer will notice",
  costs_money: "costs the customer money",
  irreversible: "cannot be undone",
};
const MOST_BUTTONS = 6;

/** The card of a step. `answer(answers, of)`, `act(decision, reason)` and `read()` are its ways out. */
export function StepCard(step, { answer, act, read }) {
  const isAsked = step.kind === "question" || step.kind === "check";
  const card = el(
    "section",
    { className: "step", "data-kind": step.kind, "aria-labelledby": "step-title" },
    el("p", { className: "step-kind" }, kindInWords(step)),
    el("h3", { id: "step-title", className: "step-title", tabIndex: -1 }, step.title),
    step.wording && step.wording !== step.title ? el("p", { className: "wording" }, el("span", {}, step.kind === "tell" || isAsked ? "Say: " : "Tell the customer: "), el("q", {}, step.wording)) : null,
    step.why && step.why !== step.title && step.why !== step.wording ? el("p", { className: "why-step" }, `Because ${words(step.why)}`) : null,
    step.risk ? el("p", { className: "risk", "data-risk": step.risk }, RISKS[step.risk]) : null,
  );
  if (isAsked) {
    const of = step.of === "agent" ? "agent" : "customer";
    const blanks = step.blanks;
    if (step.has_tool) card.append(el("div", { className: "ways" }, way("Read it from the device", () => act("approve"), true)));
    if (blanks.length > 1) card.append(el("p", { className: "or" }, step.has_tool ? "Or say what you know:" : "Say what you know:"));
    card.append(...blanks.map((blank) => inputs(blank, (value) => answer({ [blank.fact]: value }, of), blanks.length > 1)));
    if (step.call !== "flow") card.append(el("div", { className: "ways" }, way("Nobody can tell", () => act("skip", "nobody can tell"))));
    return card;
  }
  const ways = {
    action: [["Approve", "approve", true], ["Skip", "skip"]],
    tell: [["Done", "done", true], ["Could not", "failed"], ["Skip", "skip"]],
    hand_over: [["Hand over", "approve", true], ["Close without", "skip"]],
    reading: [],
  }[step.kind];
  card.append(
    el(
      "div",
      { className: "ways" },
      ...(step.kind === "reading" ? [way("Read it", read, true)] : ways.map(([label, decision, isMain]) => way(label, () => act(decision, ""), isMain))),
    ),
  );
  return card;
}

function kindInWords({ kind, of }) {
  if (kind === "tell") return "The customer does this";
  if (kind === "action") return of === "customer" ? "Next step, on the customer’s device" : "Next step";
  if (kind === "hand_over") return "Nothing is left to try here";
  if (kind === "reading") return "To be read again";
  return of === "agent" ? "A question to you" : "A question to the customer";
}

function way(label, on, isMain = false) {
  return el("button", { type: "button", className: isMain ? "primary" : "secondary", on: { click: on } }, label);
}

/** The inputs for one value; `take(value)` is given what was chosen or typed. */
export function inputs({ fact, type, allowed, unit }, take, isNamed) {
  const name = isNamed ? words(fact) : null;
  if (allowed.length && allowed.length <= MOST_BUTTONS) {
    const labels = { true: "Yes", false: "No" };
    const buttons = allowed.map((value) => way(labels[value] ?? words(String(value)), () => take(value)));
    const group = el("div", { className: "ways", role: "group", "aria-label": words(fact) }, ...buttons);
    return name ? el("div", { className: "blank" }, el("span", { className: "fact" }, name), group) : group;
  }
  const field = allowed.length
    ? el("select", { required: true, "aria-label": words(fact) }, el("option", { value: "" }, "…"), ...allowed.map((value) => el("option", { value }, words(String(value)))))
    : el("input", { required: true, "aria-label": words(fact), maxLength: 500, type: { number: "number", date: "date" }[type] ?? "text", ...(type === "number" && { step: "any" }) });
  const form = el(
    "form",
    {
      className: "ways",
      on: {
        submit: (event) => {
          event.preventDefault();
          take(type === "number" ? Number(field.value) : field.value);
        },
      },
    },
    field,
    unit ? el("span", { className: "unit" }, unit) : null,
    el("button", { type: "submit", className: "secondary" }, "Answer"),
  );
  return name ? el("div", { className: "blank" }, el("span", { className: "fact" }, name), form) : form;
}

/** How a case is closed; `close({ cause, resolution, note })`, and `reopen()` where it may go on. */
export function CloseForm({ causes, resolutions }, { cause, resolution }, { close, reopen }) {
  const select = (name, label, codes, chosen) => {
    const options = Object.entries(codes).map(([value, title]) => el("option", { value, selected: value === chosen }, title));
    return el("label", {}, label, el("select", { name, required: true }, el("option", { value: "" }, "…"), ...options));
  };
  const form = el(
    "form",
    { className: "close-case" },
    select("cause", "What was wrong", causes, cause),
    select("resolution", "How it ended", resolutions, resolution),
    el("label", {}, "Note", el("input", { name: "note", maxLength: 4000, placeholder: "optional" })),
    el(
      "div",
      { className: "ways" },
      el("button", { type: "submit", className: "primary" }, "Close the case"),
      reopen ? way("It does not work after all", reopen) : null,
    ),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    close(Object.fromEntries(new FormData(form)));
  });
  return form;
}
