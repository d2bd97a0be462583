import { usageError } from "./failure.ts";

/** An option's value as a whole number from 0. */
export function wholeNumber(text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && Number.isSafeInteger(value) && value >= 0) return value;
  throw usageError("number", "a whole number is needed", "Give a number such as 20.");
}
