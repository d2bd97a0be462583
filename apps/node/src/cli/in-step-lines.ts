import type { Mended } from "../in-step/in-step-message.ts";
import type { InStep } from "../in-step/verify.ts";
import { bytes, count, harmless } from "./terminal.ts";

/** A comparison with a partner for people, in counts. */
export function inStepLines({
  partner,
  equal,
  items,
  differences,
  mended,
  questions,
  bytes: sent,
}: InStep): string {
  const cost = `${count(questions)} ${questions === 1 ? "question" : "questions"}, ${bytes(sent)}`;
  const name = harmless(partner);
  if (equal)
    return `Both hold the same: ${count(items.here)} links, assertions and bars in common with ${name} (${cost})`;
  return [
    `Not the same: of ${count(items.here)} here and ${count(items.there)} at ${name}, ${count(differences.here)} here and ${count(differences.there)} there have no counterpart (${cost})`,
    `  here: ${mendedWords(mended.here)}`,
    `  at ${name}: ${mendedWords(mended.there)}`,
  ].join("\n");
}

function mendedWords({ sentAgain, dropped, links, notices }: Mended): string {
  return `${count(sentAgain)} statements are sent again, ${count(dropped)} values taken out, ${count(links)} links told again, ${count(notices)} notices told again`;
}
