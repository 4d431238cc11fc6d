// What the workspace says of the parts that are loaded later, in Hindi.

import type { WorkspaceTexts } from "./texts.en.js";

export const hi: WorkspaceTexts = {
  places: "जगहें",
  place: { desk: "डेस्क", board: "बोर्ड", inbox: "इनबॉक्स", reports: "रिपोर्ट" },
  view: { customer: "ग्राहक", journey: "फ़ॉर्म", order: "ऑर्डर", map: "नक्शा" },
  keyCustomer: "ग्राहक दिखाएँ",
  keyJourney: "फ़ॉर्म दिखाएँ",
  keyOrder: "ऑर्डर दिखाएँ",
  keyMap: "नक्शा दिखाएँ",
  keyDesk: "डेस्क पर वापस",
  keyBoard: "बोर्ड दिखाएँ",
  keyInbox: "ज्ञान इनबॉक्स दिखाएँ",
  keyReports: "मूल्यांकन रिपोर्ट दिखाएँ",
};
