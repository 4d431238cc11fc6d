// A record of a customer as it is shown, changed and told.

import { describe, expect, it } from "vitest";
import { changesOf, copyOf, inOneLine, kindOf, placeOf } from "../src/customer/record.js";

const RECORD = {
  name: "Asha Rao",
  contactMedium: [
    { mediumType: "phone", preferred: true, characteristic: { phoneNumber: "+919800000001" } },
    { mediumType: "postalAddress", characteristic: { street1: "1 Long Road", postCode: "411001", city: "Pune" } },
  ],
};

describe("a customer's record", () => {
  it("is written in one line a medium, an address in the order of an envelope", () => {
    expect(RECORD.contactMedium.map(inOneLine)).toEqual(["+919800000001", "1 Long Road, 411001, Pune"]);
  });

  it("knows a medium by what it holds, else by its type", () => {
    expect(kindOf({ mediumType: "x", characteristic: { emailAddress: "" } })).toBe("email");
    expect(kindOf({ mediumType: "mobile" })).toBe("phone");
    expect(kindOf({ mediumType: "carrier pigeon" })).toBe("other");
  });

  it("is not changed by opening and saving a form", () => {
    const { name, media } = copyOf(RECORD);
    expect(changesOf(RECORD, name, media)).toEqual({});
  });

  it("tells only what is otherwise, and the media whole, as a merge patch replaces lists", () => {
    const { media } = copyOf(RECORD);
    const [phone] = media;
    if (phone?.characteristic) phone.characteristic.phoneNumber = "+919800000009";
    const changes = changesOf(RECORD, "Asha Rao", [
      ...media,
      { mediumType: "email", characteristic: { emailAddress: "" } },
    ]);
    expect(Object.keys(changes)).toEqual(["contactMedium"]);
    expect(changes.contactMedium).toHaveLength(2); // nothing was typed into the third
    expect(RECORD.contactMedium[0]?.characteristic.phoneNumber).toBe("+919800000001");
  });

  it("finds the field of the form that the server calls wrong", () => {
    expect(placeOf("contactMedium[1].characteristic.emailAddress")).toEqual({ medium: 1, part: "emailAddress" });
    expect(placeOf("name")).toBeNull();
  });
});
