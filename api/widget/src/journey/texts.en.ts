// What `<t2r-journey>` says, in English.

export const en = {
  forms: "Forms",
  noCase: "Pick a case: its forms fill themselves from what is known of it.",
  looking: "Looking…",
  calledFor: "The case calls for",
  otherForms: "Other forms",
  noneCalledFor: "As it stands, the case calls for none.",
  open: "Open the form",
  allForms: "All forms",
  becomes: { troubleTicket: "a trouble ticket", productOrder: "a product order", salesLead: "a sales lead" } as Record<
    string,
    string
  >,
  sentAs: (what: string) => `is sent as ${what}`,
  sent: (by: string, time: string) => `Sent by ${by}, ${time}`,
  sentNow: "Sent.",
  required: "required",
  from: (source: string) => `from ${source}`,
  byYou: "your change",
  certain: "certain",
  sure: (share: string) => `${share} sure`,
  nothingKnown: "nothing is known",
  hidden: "Known; shown once the customer is verified",
  hiddenHint: "Values from the customer’s record are hidden, and are sent all the same.",
  needsVerification: "This form is sent only while the customer is verified in this contact.",
  verify: "Verify the customer",
  changes: "Your changes",
  noChanges: "Nothing is changed: it goes out as it was filled.",
  filled: "Filled",
  given: "Yours",
  undo: "Undo",
  undoOf: (what: string) => `Undo the change of ${what}`,
  toDo: (count: number) => (count === 1 ? "One field is not right yet." : `${count} fields are not right yet.`),
  submit: "Send",
  sending: "Sending…",
  choose: "Choose…",
};

export type JourneyTexts = typeof en;
