// A TMF629 record as it is shown and changed.

import type { ContactMedium, CustomerRecord } from "./api.js";

export type MediumKind = "phone" | "email" | "postalAddress" | "other";

/** The parts of an address in the order they are written. */
export const ADDRESS = ["street1", "street2", "postCode", "city", "stateOrProvince", "country"] as const;

export const LINE = "msisdn";

export function kindOf({ mediumType, characteristic = {} }: ContactMedium): MediumKind {
  if (characteristic.emailAddress !== undefined || /mail/i.test(mediumType)) return "email";
  if (characteristic.phoneNumber !== undefined || /phone|mobile|tel/i.test(mediumType)) return "phone";
  if (ADDRESS.some((part) => characteristic[part] !== undefined) || /address/i.test(mediumType)) return "postalAddress";
  return "other";
}

/** A medium in one line. */
export function inOneLine(medium: ContactMedium): string {
  const { characteristic = {} } = medium;
  switch (kindOf(medium)) {
    case "phone":
      return characteristic.phoneNumber ?? "";
    case "email":
      return characteristic.emailAddress ?? "";
    case "postalAddress":
      return ADDRESS.map((part) => characteristic[part])
        .filter(Boolean)
        .join(", ");
    default:
      return Object.values(characteristic).join(", ");
  }
}

export function characteristic(record: CustomerRecord, name: string): unknown {
  return record.characteristic?.find((each) => each.name === name)?.value;
}

/** Which field of the form a field of the API is about: `contactMedium[1].phoneNumber` is in medium 1. */
export function placeOf(field: string): { medium: number; part: string } | null {
  const [, place] = /^(?:changes\.)?contactMedium\[(\d+)\]/.exec(field) ?? [];
  return place === undefined ? null : { medium: Number(place), part: field.split(".").at(-1) ?? "" };
}

/** A copy that a form may change. */
export const copyOf = (record: CustomerRecord): { name: string; media: ContactMedium[] } => ({
  name: record.name ?? "",
  media: (record.contactMedium ?? []).map((medium) => ({ ...medium, characteristic: { ...medium.characteristic } })),
});

/** What a form comes to: a merge patch of the record, empty where nothing is otherwise. */
export function changesOf(record: CustomerRecord, name: string, media: ContactMedium[]): Record<string, unknown> {
  const filled = media
    .map((medium) => ({ ...medium, characteristic: withoutEmpty(medium.characteristic ?? {}) }))
    .filter(({ characteristic }) => Object.keys(characteristic).length > 0);
  return {
    ...(name.trim() !== (record.name ?? "") && { name: name.trim() }),
    ...(JSON.stringify(filled) !== JSON.stringify(record.contactMedium ?? []) && { contactMedium: filled }),
  };
}

const withoutEmpty = (parts: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(parts).filter(([, value]) => value.trim() !== ""));
