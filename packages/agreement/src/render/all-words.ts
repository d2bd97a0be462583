import { arabic } from "./ar.ts";
import { english } from "./en.ts";
import { french } from "./fr.ts";
import type { Language, Words } from "./words.ts";

export const WORDS: Readonly<Record<Language, Words>> = { en: english, fr: french, ar: arabic };
