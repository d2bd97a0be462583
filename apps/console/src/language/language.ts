import i18next from "i18next";
import { initReactI18next } from "react-i18next";

export const LANGUAGES = {
  en: { name: "English", direction: "ltr" },
  fr: { name: "Français", direction: "ltr" },
  ar: { name: "العربية", direction: "rtl" },
} as const;
export type Language = keyof typeof LANGUAGES;

const KEPT = "accord.language";

const isLanguage = (text: string | null | undefined): text is Language =>
  text !== null && text !== undefined && Object.hasOwn(LANGUAGES, text);

/** The language chosen here before; else the browser's, where it is one of ours; else English. */
function startingLanguage(): Language {
  const kept = localStorage.getItem(KEPT);
  if (isLanguage(kept)) return kept;
  const [wanted] = navigator.language.split("-");
  return isLanguage(wanted) ? wanted : "en";
}

export const directionOf = (language: string): "ltr" | "rtl" =>
  isLanguage(language) ? LANGUAGES[language].direction : "ltr";

function showIn(language: string): void {
  document.documentElement.lang = language;
  document.documentElement.dir = directionOf(language);
}

export function chooseLanguage(language: Language): void {
  localStorage.setItem(KEPT, language);
  void i18next.changeLanguage(language);
}

i18next.on("languageChanged", showIn);
/** Words are added by the screens that use them (words.ts), so that each loads its own. */
void i18next.use(initReactI18next).init({
  lng: startingLanguage(),
  fallbackLng: "en",
  resources: {},
  initAsync: false,
  interpolation: { escapeValue: false }, // React escapes
  returnNull: false,
});
showIn(i18next.language);
