// The knowledge inbox as the server gives it, and articles as they are written.

import type { Citation } from "../core/api.js";

export const TOPICS = ["gap", "contradiction", "stale", "duplicate", "draft"] as const;
export type Topic = (typeof TOPICS)[number];

/** An article as `POST /v1/articles` takes it. */
export interface Article {
  id: string;
  title: string;
  body: string;
  product: string;
  audience: "internal" | "customer";
  symptoms: string[];
  source: string[];
  version?: number;
  [more: string]: unknown;
}

export interface Item {
  id: string;
  topic: Topic;
  title: string;
  weight: number;
  documents: string[];
  detail: {
    questions?: string[];
    first_asked?: string;
    last_asked?: string;
    cases?: { case_id: string; article_id: string; text: string; citation?: Citation }[];
    reasons?: string[];
    likeness?: number;
    draft?: Partial<Article>;
  };
}

export interface Page {
  total: number;
  items: Item[];
}
