// What is asked when a case is closed, in English.

export const en = {
  satisfied: "How satisfied is the customer?",
  notAsked: "not asked",
  levels: ["1, not at all", "2", "3", "4", "5, very"],
  agrees: "The customer says that it works again",
  comment: "What they say (optional)",
};

export type ClosingTexts = typeof en;
