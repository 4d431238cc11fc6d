// What is asked when a case is closed, in Hindi.

import type { ClosingTexts } from "./texts.en.js";

export const hi: ClosingTexts = {
  satisfied: "ग्राहक कितना संतुष्ट है?",
  notAsked: "नहीं पूछा गया",
  levels: ["1, बिल्कुल नहीं", "2", "3", "4", "5, बहुत"],
  agrees: "ग्राहक कहता है कि अब काम कर रहा है",
  comment: "वे क्या कहते हैं (वैकल्पिक)",
};
