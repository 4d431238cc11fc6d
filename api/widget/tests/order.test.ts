// What a form about an order comes to, what an address leads to, and what markup is let through.

import { render } from "lit";
import { describe, expect, it } from "vitest";
import { isHarmless } from "../src/core/trusted.js";
import { amended, amendForm, type Draft } from "../src/order/acting.js";
import { askable, type Item, isOpen, type OrderRead, type OrderState } from "../src/order/api.js";
import { en } from "../src/order/texts.en.js";
import { linked } from "../src/workspace/link.js";

const item = (id: string, characteristics: Record<string, unknown> = {}): Item => ({
  id,
  parent: null,
  action: "add",
  product: "plan_change",
  title: "Change of plan",
  state: "pending",
  characteristics,
  reasons: [],
});
const order = (...items: Item[]): OrderRead =>
  ({
    kind: "productOrder",
    state: "pending",
    description: "after the talk",
    promised_at: null,
    items,
  }) as unknown as OrderRead;
const products = [{ kind: "productOrder" as const, name: "plan_change", needs: ["line", "plan"] }];

function form(about: OrderRead, draft: Draft = {}, typed: (draft: Draft) => void = () => undefined): HTMLFormElement {
  const root = document.createElement("div");
  render(
    amendForm(
      { w: en, order: about, products, sending: false, refused: "", draft, typed },
      () => undefined,
      () => undefined,
    ),
    root,
  );
  return root.querySelector("form") as HTMLFormElement;
}

const type = (root: HTMLFormElement, selector: string, value: string) => {
  (root.querySelector(selector) as HTMLInputElement).value = value;
};

describe("amending", () => {
  it("says nothing where nothing is changed", () => {
    const about = order(item("1", { line: "91980", quantity: 2, at_counter: true }));
    expect(amended(form(about), about)).toEqual({});
  });

  it("says what is changed and nothing else, numbers as numbers", () => {
    const about = order(item("1", { line: "91980", speed: 2 }), item("2"));
    const root = form(about);
    type(root, "[data-item='1'] [data-name=speed]", "5");
    type(root, "[data-item='1'] [data-name=plan]", " 5G ");
    type(root, "[name=description]", "");
    (root.querySelector("[data-item='2'] [name=without]") as HTMLInputElement).checked = true;
    expect(amended(root, about)).toEqual({ items: { 1: { speed: 5, plan: "5G" } }, without: ["2"], description: "" });
  });

  it("goes on with what was typed before, also for what the product is not known to need", () => {
    const about = order(item("1", { speed: 2, at_counter: true }), item("2"));
    const drafts: Draft[] = [];
    const first = form(about, {}, (draft) => drafts.push(draft));
    type(first, "[data-item='1'] [data-name=speed]", "");
    (first.querySelector("[data-item='1'] [data-name=at_counter]") as HTMLInputElement).checked = false;
    (first.querySelector("[data-item='2'] [name=without]") as HTMLInputElement).checked = true;
    type(first, "[name=promised_at]", "2027-02-01T10:00");
    first.dispatchEvent(new Event("input"));
    const [draft = {}] = drafts;
    const kept = { ...draft, amend: { ...draft.amend, items: { 1: { ...draft.amend?.items?.[1], colour: "red" } } } };
    expect(amended(form(about, kept), about)).toEqual({
      items: { 1: { speed: "", at_counter: false, colour: "red" } },
      without: ["2"],
      promised_at: new Date("2027-02-01T10:00").toISOString(),
    });
  });

  it("asks for what the product needs and what was given, as far as it is one value", () => {
    expect(askable(item("1", { plan: "4G", places: [1] }), products, order())).toEqual(["line", "plan"]);
    expect(askable(item("1"), products, { ...order(), line: "91980" })).toEqual(["plan"]);
    expect(askable(item("1", { plan: "4G" }), products, { ...order(), kind: "serviceOrder" })).toEqual(["plan"]);
  });

  it.each<[OrderState, boolean]>([
    ["acknowledged", true],
    ["held", true],
    ["completed", false],
    ["pendingCancellation", false],
  ])("is there for an order that is %s: %s", (state, open) => {
    expect(isOpen({ ...order(), state })).toBe(open);
  });
});

describe("an address", () => {
  it.each([
    ["", "#case-12", { what: "case", id: 12 }],
    ["", "#order-7", { what: "order", id: 7 }],
    ["?case=12", "", { what: "case", id: 12 }],
    ["?a=1&order=7", "", { what: "order", id: 7 }],
    ["", "#link-used", null],
    ["", "#case-12x", null],
    ["?showcase=12", "", null],
  ])("%j%j leads to %j", (search, hash, link) => {
    expect(linked({ search, hash })).toEqual(link);
  });
});

describe("markup", () => {
  it.each([
    "",
    '<div class="djs-overlays" />',
    '<a href="http://bpmn.io" target="_blank" class="bjs-powered-by" title="Powered by bpmn.io" ><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1" width="5" height="2"><path fill="currentColor" d="M1.8"/></svg></a>',
  ])("%j of bpmn-js is let through", (markup) => {
    expect(isHarmless(markup)).toBe(true);
  });

  it.each([
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    '<div onclick="alert(1)"></div>',
    '<a href="javascript:alert(1)">x</a>',
    '<a href="https://bpmn.io.evil.example">x</a>',
    '<svg><a xlink:href="javascript:alert(1)"></a></svg>',
    '<div style="background: url(//evil.example)"></div>',
    "<div class='x' onclick=alert(1)>",
    "<iframe srcdoc=x></iframe>",
    "<",
  ])("%j is not", (markup) => {
    expect(isHarmless(markup)).toBe(false);
  });
});
