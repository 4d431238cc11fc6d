// The texts of one element, for those that the others need not load.

/** English is always there; another language is loaded when somebody reads it. */
export class Translations<T> {
  readonly #loaded: Map<string, T>;

  constructor(
    private readonly en: T,
    private readonly others: Record<string, () => Promise<T>>,
  ) {
    this.#loaded = new Map([["en", en]]);
  }

  /** The texts of a language: English until they are there, then `ready` is called. */
  of(language: string, ready: () => void): T {
    const found = this.#loaded.get(language);
    if (found) return found;
    this.others[language]?.().then(
      (texts) => {
        this.#loaded.set(language, texts);
        ready();
      },
      () => undefined, // the server is away: English goes on
    );
    return this.en;
  }
}
