// Numbers, times and names as the agent reads them.

const formats = new Map<string, Intl.DateTimeFormat | Intl.NumberFormat | Intl.RelativeTimeFormat>();

function cached<T extends Intl.DateTimeFormat | Intl.NumberFormat | Intl.RelativeTimeFormat>(
  key: string,
  make: () => T,
): T {
  const found = (formats.get(key) as T | undefined) ?? make();
  formats.set(key, found);
  return found;
}

/** The reader's own region of a language, if they have one: `en-IN` for `en`. */
function locale(lang: string): string {
  return globalThis.navigator?.languages?.find((each) => each.toLowerCase().startsWith(lang)) ?? lang;
}

/** How one language writes things. */
export class Format {
  readonly #locale: string;

  constructor(readonly lang: string) {
    this.#locale = locale(lang);
  }

  number(value: number, digits = 0): string {
    const make = () => new Intl.NumberFormat(this.#locale, { maximumFractionDigits: digits });
    return cached(`n ${this.#locale} ${digits}`, make).format(value);
  }

  percent(share: number): string {
    const make = () => new Intl.NumberFormat(this.#locale, { style: "percent", maximumFractionDigits: 0 });
    return cached(`p ${this.#locale}`, make).format(share);
  }

  day(text: string): string {
    return this.#date("d", text, { day: "numeric", month: "short", year: "numeric" });
  }

  /** A time of day; with the day, and the year, where it is another one. */
  clock(text: string, now = new Date()): string {
    const at = new Date(text);
    const time = { hour: "2-digit", minute: "2-digit" } as const;
    if (at.toDateString() === now.toDateString()) return this.#date("t", text, time);
    const day = { day: "numeric", month: "short" } as const;
    if (at.getFullYear() === now.getFullYear()) return this.#date("s", text, { ...day, ...time });
    return this.#date("y", text, { ...day, year: "numeric", ...time });
  }

  whole(text: string): string {
    return this.#date("w", text, { dateStyle: "medium", timeStyle: "medium" });
  }

  /** How long ago, as long as that says more than the time. */
  age(text: string, now = Date.now()): string {
    const seconds = Math.max(0, (now - new Date(text).getTime()) / 1_000);
    const make = () => new Intl.RelativeTimeFormat(this.#locale, { numeric: "auto", style: "short" });
    const relative = cached(`r ${this.#locale}`, make);
    if (seconds < 45) return relative.format(0, "second");
    if (seconds < 3_600) return relative.format(-Math.round(seconds / 60), "minute");
    return this.clock(text, new Date(now));
  }

  #date(key: string, text: string, options: Intl.DateTimeFormatOptions): string {
    const make = () => new Intl.DateTimeFormat(this.#locale, options);
    return cached(`${key} ${this.#locale}`, make).format(new Date(text));
  }
}

const SHORT = /\b(apn|dns|imei|ims|imsi|lan|odb|ont|otp|pin|sim|sms|vpn)\b/g; // written in capitals

/** A name of the API as words: `site_down` as "site down", `flowChosen` as "flow chosen". */
export const words = (name: string): string =>
  name
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .replace(/[_-]+/g, " ")
    .toLowerCase()
    .replace(SHORT, (short) => short.toUpperCase());

/** The same with its first letter large. */
export const titled = (name: string): string => {
  const text = words(name);
  return text.charAt(0).toUpperCase() + text.slice(1);
};
