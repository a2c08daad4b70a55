import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { part } from "~/api/parts";

export const LANGUAGES = { en: "English", zh: "中文" } as const;
export type Language = keyof typeof LANGUAGES;

const KEY = "renflow.language";
const catalogs = { en: () => import("./en"), zh: () => import("./zh") };

/** The reader's choice, else the first of the browser's languages that we speak. */
export function preferredLanguage(): Language {
  const chosen = localStorage.getItem(KEY);
  const wishes = [chosen ?? "", ...navigator.languages];
  return wishes.map((wish) => wish.slice(0, 2).toLowerCase()).find(isLanguage) ?? "en";
}

export async function startLanguages(): Promise<void> {
  const language = preferredLanguage();
  await i18next.use(initReactI18next).init({
    lng: language,
    resources: { [language]: { translation: await catalog(language) } },
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  document.documentElement.lang = tag(language);
}

export async function switchLanguage(language: Language): Promise<void> {
  localStorage.setItem(KEY, language);
  if (!i18next.hasResourceBundle(language, "translation")) {
    i18next.addResourceBundle(language, "translation", await catalog(language));
  }
  await i18next.changeLanguage(language);
  document.documentElement.lang = tag(language);
}

async function catalog(language: Language): Promise<Record<string, object>> {
  const { default: files } = await part<{ default: object }>(catalogs[language]);
  return Object.fromEntries(Object.entries(files).map(([file, words]) => [subjectOf(file), words]));
}

/** ./en/common.json → common */
function subjectOf(file: string): string {
  return file.slice(file.lastIndexOf("/") + 1, -".json".length);
}

function isLanguage(word: string): word is Language {
  return word in LANGUAGES;
}

function tag(language: Language): string {
  return language === "zh" ? "zh-CN" : "en";
}
