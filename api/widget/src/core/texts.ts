// The texts of a language. English is always there; the others are loaded when somebody reads them.

import { en, type Texts } from "./texts.en.js";

export type { Texts } from "./texts.en.js";

const languages: Record<string, () => Promise<Texts>> = {
  hi: async () => (await import("./texts.hi.js")).hi,
};
const loaded = new Map<string, Texts>([["en", en]]);

/** The languages there are, each by its own name. */
export const LANGUAGES: Record<string, string> = { en: "English", hi: "हिन्दी" };

/** The language to speak where these are wished for, the first one that there is. */
export function spoken(...wishes: (string | null | undefined)[]): string {
  for (const wish of wishes) {
    const language = wish?.slice(0, 2).toLowerCase();
    if (language && language in LANGUAGES) return language;
  }
  return "en";
}

/** Its texts: English until they are there, then `ready` is called. */
export function textsOf(language: string, ready: () => void): Texts {
  const found = loaded.get(language);
  if (found) return found;
  languages[language]?.().then(
    (texts) => {
      loaded.set(language, texts);
      ready();
    },
    () => undefined, // the server is away: English goes on
  );
  return en;
}
