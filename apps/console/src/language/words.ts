import i18next from "i18next";
import { useTranslation } from "react-i18next";
import "./language.ts";
import type { Language } from "./language.ts";

type Table = Readonly<Record<string, string>>;
/** `people_one`, `people_other` … stand for one word that is asked for as `people` with a count. */
type Asked<Key> = Key extends `${infer Word}_${"zero" | "one" | "two" | "few" | "many" | "other"}`
  ? Word
  : Key;

export interface Words<English extends Table> {
  readonly name: string;
  readonly tables: Readonly<Record<Language, Table>>;
  /** For types alone. */
  readonly english: English;
}

/**
 * The words of one screen or part in every language of the console. French and Arabic must say whatever English says;
 * a plural may have other forms there (CLDR), its word alone must stand.
 */
export function defineWords<const English extends Table>(
  name: string,
  tables: {
    readonly en: English;
    readonly fr: Readonly<Record<Exclude<keyof English, `${string}_${"one" | "other"}`>, string>> & Table;
    readonly ar: Readonly<Record<Exclude<keyof English, `${string}_${"one" | "other"}`>, string>> & Table;
  },
): Words<English> {
  for (const [language, table] of Object.entries(tables)) i18next.addResourceBundle(language, name, table);
  return { name, tables, english: tables.en };
}

export type Say<English extends Table> = (
  word: Asked<keyof English & string>,
  values?: Readonly<Record<string, string | number>>,
) => string;

export function useWords<English extends Table>(words: Words<English>): Say<English> {
  const { t } = useTranslation(words.name);
  return (word, values) => t(word, (values ?? {}) as never) as unknown as string;
}

/** Says a code of the node's closed lists (a step, a role, an attribute) in words; a code without words as it is. */
export function useTerm<English extends Table>(words: Words<English>): (code: string) => string {
  const { t, i18n } = useTranslation(words.name);
  return (code) => {
    const key = code.replaceAll(".", "/");
    return i18n.exists(key, { ns: words.name }) ? (t(key as never) as unknown as string) : code;
  };
}
