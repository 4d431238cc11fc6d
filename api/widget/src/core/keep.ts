// What a tab keeps over a reload: drafts, the conversation, what is picked. Nothing outlives the tab.

const PREFIX = "t2r ";

/** Keep a value; undefined forgets it. A page that may store nothing goes on without. */
export function keep(place: string, value: unknown): void {
  try {
    if (value === undefined) sessionStorage.removeItem(PREFIX + place);
    else sessionStorage.setItem(PREFIX + place, JSON.stringify(value));
  } catch {
    // full, or forbidden: it is only kept in memory then
  }
}

/** What was kept, or else `otherwise`. */
export function kept<T>(place: string, otherwise: T): T {
  try {
    const text = sessionStorage.getItem(PREFIX + place);
    return text === null ? otherwise : (JSON.parse(text) as T);
  } catch {
    return otherwise;
  }
}

/** Keep a value, and of all values kept under this `kind` only the last ones: a shift has hundreds of customers. */
export function keepLately(kind: string, place: string, value: unknown, most: number): void {
  const before = kept<string[]>(`lately ${kind}`, []).filter((each) => each !== place);
  const lately = value === undefined ? before : [...before, place];
  for (const old of lately.slice(0, -most)) keep(`${kind} ${old}`, undefined);
  keep(`lately ${kind}`, lately.slice(-most));
  keep(`${kind} ${place}`, value);
}

/** Forget everything: somebody signs out. */
export function forgetAll(): void {
  try {
    for (const place of Object.keys(sessionStorage)) if (place.startsWith(PREFIX)) sessionStorage.removeItem(place);
  } catch {
    // nothing is kept then
  }
}
