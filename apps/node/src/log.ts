import { type Logger as PinoLogger, pino } from "pino";

/**
 * Log lines say what happened, with codes, counts and opaque identifiers; never a person's value. So that a slip does
 * no harm, the keys below are blotted out wherever they stand.
 */
export type Logger = Pick<PinoLogger, "debug" | "info" | "warn" | "error">;

const NEVER = [
  "name",
  "phone",
  "template",
  "birthDate",
  "states",
  "value",
  "identifier",
  "body",
  "payload",
  "parameters",
];

export function nodeLogger(agency: string, level: string): Logger {
  const redact = { paths: NEVER.flatMap((key) => [key, `*.${key}`]), censor: "[withheld]" };
  // To standard error: standard output is for what a command answers.
  return pino({ level, base: { agency }, redact }, pino.destination({ fd: 2, sync: true }));
}
