// What an address leads to: `/#case-12`, `/#order-12`; `/?case=12` where a system cannot write the other.

export interface Link {
  what: "case" | "order";
  id: number;
}

/** The case or order that an address names, if any. */
export function linked({ search, hash }: Pick<Location, "search" | "hash">): Link | null {
  const [, what, id] = /[?&#](case|order)[-=](\d{1,15})(?=&|#|$)/.exec(search + hash) ?? [];
  return what ? { what: what as Link["what"], id: Number(id) } : null;
}
