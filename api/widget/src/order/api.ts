// Orders as the server tells them.

import { titled } from "../core/format.js";

export type OrderState =
  | "acknowledged"
  | "rejected"
  | "pending"
  | "held"
  | "inProgress"
  | "cancelled"
  | "completed"
  | "failed"
  | "partial"
  | "assessingCancellation"
  | "pendingCancellation";

/** An order among others. */
export interface OrderSummary {
  id: number;
  version: number;
  kind: "productOrder" | "serviceOrder" | "resourceOrder";
  state: OrderState;
  reason: string;
  title: string;
  priority: number;
  line: string | null;
  place: string | null;
  case: number | null;
  captured_at: string;
  updated_at: string;
  promised_at: string | null;
}

/** A part of an order; one with a `parent` was taken out of that one. */
export interface Item {
  id: string;
  parent: string | null;
  action: "add" | "modify" | "delete" | "noChange";
  product: string;
  title: string;
  state: OrderState;
  characteristics: Record<string, unknown>;
  reasons: { verdict: string; code: string; reason: string }[];
}

export interface Awaited {
  item: string;
  name: string;
  kind: string;
  message: string | null;
  due: string | null;
}

/** A step that people look after, or that is tried again. */
export interface Fault {
  step: number;
  item: string | null;
  node: string;
  state: string;
  error: string;
  retry_at: string | null;
}

export interface OrderRead extends OrderSummary {
  description: string;
  items: Item[];
  awaited: Awaited[];
  faults: Fault[];
}

/** Something that happened to an order. */
export interface Entry {
  at: string;
  by: string;
  what: string;
  item: string | null;
  node: string | null;
  state: string;
  reason: string;
}

/** The process as BPMN (null before it begins), and ids of its nodes. */
export interface Drawn {
  xml: string | null;
  passed: string[];
  at: string[];
  failed: string[];
}

/** What can be ordered; `needs` is what an order of it has to say. */
export interface Product {
  kind: OrderSummary["kind"];
  name: string;
  needs: string[];
}

const OVER: readonly OrderState[] = ["rejected", "cancelled", "completed", "failed", "partial"];
const LEAVING: readonly OrderState[] = ["assessingCancellation", "pendingCancellation"];

/** Whether nothing follows. */
export const isOver = ({ state }: OrderSummary): boolean => OVER.includes(state);

/** Whether it can be amended or cancelled: it is not over, nor being cancelled. */
export const isOpen = (order: OrderSummary): boolean => !isOver(order) && !LEAVING.includes(order.state);

/** What an item may be given anew: what it was given and what its product needs and the order does not say, as far as it is one value. */
export function askable(item: Item, products: readonly Product[], { kind, line, place }: OrderSummary): string[] {
  const known: Record<string, unknown> = { line, place };
  const needs = products.find((each) => each.kind === kind && each.name === item.product)?.needs ?? [];
  return [...new Set([...needs.filter((name) => !known[name]), ...Object.keys(item.characteristics)])].filter(
    (name) => typeof (item.characteristics[name] ?? "") !== "object",
  );
}

/** What was typed, as a value of the kind that was there before. */
export function asBefore(text: string, before: unknown): unknown {
  if (typeof before === "number" && text.trim() !== "" && Number.isFinite(Number(text))) return Number(text);
  return text.trim();
}

/** What a system refused, its code as words: `OUT_OF_STOCK: …` as "Out of stock: …". */
export const faultInWords = (error: string): string => error.replace(/^[A-Z][A-Z_]+(?=:)/, (code) => titled(code));
