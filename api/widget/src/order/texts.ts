import { Translations } from "../core/translations.js";
import { en } from "./texts.en.js";

export const texts = new Translations(en, { hi: async () => (await import("./texts.hi.js")).hi });
