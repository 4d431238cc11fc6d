// What is copied of an answer: for the customer only what may be sent to customers, for the notes all of it with its sources.

import type { Answer, Citation, Sentence } from "../core/api.js";

/** Whether a source may be sent to customers. `undefined`: not yet looked up, or it could not be. */
export type Audience = "customer" | "internal" | undefined;
export type Audiences = ReadonlyMap<string, Audience>;

export interface ForCustomer {
  text: string;
  leftOut: number;
  of: number;
}

/** Only if every source of a sentence may be sent, the sentence may. What is not known may not. */
export const mayBeSent = ({ citations }: Sentence, audiences: Audiences): boolean =>
  citations.every(({ document_id }) => audiences.get(document_id) === "customer");

/** The steps and sentences a customer may see. Steps are numbered anew, so that no gap tells of what was left out. */
export function forCustomer(answer: Answer, audiences: Audiences): ForCustomer {
  const sendable = answer.sentences.filter((sentence) => mayBeSent(sentence, audiences));
  const steps = new Set(steppedSentences(answer));
  let step = 0;
  const lines = sendable.map((sentence) => {
    if (!steps.has(sentence)) return sentence.text;
    step += 1;
    return `${step}. ${sentence.text}`;
  });
  const text = steps.size ? lines.join("\n") : lines.join(" ");
  return { text, leftOut: answer.sentences.length - sendable.length, of: answer.sentences.length };
}

/** The whole answer, how sure it is, and where it is from. */
export function forNotes(answer: Answer, verdict: string, confidence: string): string {
  const cited = new Map<string, Citation>();
  for (const { citations } of answer.sentences) for (const each of citations) cited.set(each.document_id, each);
  const sources = [...cited.values()].map(
    ({ title, document_id, version }) => `- ${title} (${document_id}, v${version})`,
  );
  const parts = [
    `Q: ${answer.question}`,
    `${verdict} (${confidence}):\n${answer.text}`,
    ...(answer.live ? [answer.live.text] : []),
    ...(sources.length ? [sources.join("\n")] : []),
    `[${answer.answer_id}]`,
  ];
  return parts.join("\n\n");
}

/** The sentences that stand in the answer's text as a numbered line of their own. */
export function steppedSentences({ sentences, text }: Answer): Sentence[] {
  const lines = new Set(text.split("\n"));
  let step = 0;
  return sentences.filter((sentence) => {
    if (!lines.has(`${step + 1}. ${sentence.text}`)) return false;
    step += 1;
    return true;
  });
}

/** Put text on the clipboard, also where the page has no leave to use it directly. False if that is not possible. */
export async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = document.createElement("textarea");
    field.value = text;
    field.readOnly = true;
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  }
}
