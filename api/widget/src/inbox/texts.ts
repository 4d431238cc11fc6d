import { Translations } from "../core/translations.js";
import { editor, en } from "./texts.en.js";

export const texts = new Translations(en, { hi: async () => (await import("./texts.hi.js")).hi });
export const editorTexts = new Translations(editor, { hi: async () => (await import("./texts.hi.js")).editor });
