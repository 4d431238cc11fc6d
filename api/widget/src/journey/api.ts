// Journeys as the server gives them.

import type { CaseRead } from "../core/api.js";

/** A property of a form's JSON Schema, as far as it is drawn. */
export interface FieldSchema {
  type?: string;
  title?: string;
  description?: string;
  enum?: (string | number)[];
  const?: unknown;
  format?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
}

export interface Journey {
  journey: string;
  title: string;
  sends: string;
  needs_verification: boolean;
  form: { required?: string[]; properties: Record<string, FieldSchema> };
}

export interface Field {
  field: string;
  title: string;
  value: unknown;
  source: string | null;
  confidence: number | null;
  hidden: boolean;
}

export interface Filled {
  journey: string;
  case: number;
  customer: string | null;
  verified: boolean;
  needs_verification: boolean;
  hint: string;
  fields: Field[];
  diff: { field: string; filled: unknown; given: unknown }[];
  problems: { field: string; message: string }[];
}

export interface Submitted {
  case_id: number;
  journey: string;
  event_id: string;
  event_type: string;
  changed: string[];
  by: string;
  at: string;
}

export interface Proposed {
  journey: string;
  title: string;
  why: string;
}

/** A case with the forms that it calls for. */
export type CaseWithJourneys = CaseRead & { journeys?: Proposed[] };
