import { DECLINED, NOT_KNOWN, NOTHING, type Reading } from "./reading.ts";

/** The form in which written words are compared: letters composed, lower case, one space between words. */
export function folded(text: string): string {
  return text.normalize("NFC").trim().replace(/\s+/gu, " ").toLowerCase();
}

/** Arabic-Indic and Persian digits as 0 to 9. */
export function latinDigits(text: string): string {
  return text.replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 0xf));
}

export interface TokenLists {
  readonly declined: readonly string[];
  readonly notKnown: readonly string[];
}

export type ReadCell = (cells: readonly string[]) => string | Reading;

/** Reads one column: its text, or nothing where it is empty, or the state that a token stands for. */
export function cellAt(index: number, tokens: TokenLists): ReadCell {
  const states = new Map<string, Reading>([
    ...tokens.notKnown.map((token): [string, Reading] => [folded(token), NOT_KNOWN]),
    ...tokens.declined.map((token): [string, Reading] => [folded(token), DECLINED]),
  ]);
  const longest = Math.max(0, ...[...states.keys()].map((token) => token.length));
  return (cells) => {
    const text = cells[index]?.trim() ?? "";
    if (text === "") return NOTHING;
    // Folding every cell would cost more than all the converters together; a token is short.
    if (text.length > longest * 2) return text;
    return states.get(folded(text)) ?? text;
  };
}

/** Looks up written words: keys are compared folded. */
export function lookup<T>(values: Readonly<Record<string, T>>): (text: string) => T | undefined {
  const table = new Map(Object.entries(values).map(([written, value]) => [folded(written), value]));
  const exact = new Map(Object.entries(values));
  return (text) => exact.get(text) ?? table.get(folded(text));
}
