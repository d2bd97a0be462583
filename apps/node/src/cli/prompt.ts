import { createInterface } from "node:readline";
import { confirm, isCancel, password, text } from "@clack/prompts";
import { usageError } from "./failure.ts";

/** Questions are asked on the standard error, so that the standard output stays the command's own. */
const OUTPUT = { output: process.stderr };

export const isInteractive = (): boolean => process.stdin.isTTY === true && process.stderr.isTTY === true;

/** @throws AccordError `usage.confirmation_needed` where nobody can be asked, `usage.not_confirmed` */
export async function requireConfirmation(message: string, flag: string): Promise<void> {
  if (!isInteractive()) {
    throw usageError(
      "confirmation_needed",
      "this asks for a confirmation, and there is no terminal",
      `Give ${flag}.`,
    );
  }
  if ((await confirm({ message, initialValue: false, ...OUTPUT })) !== true) {
    throw usageError(
      "not_confirmed",
      "not confirmed; nothing was changed",
      "Run the command again when ready.",
    );
  }
}

/** @throws AccordError `usage.answer_needed`, `usage.not_confirmed` */
export async function ask(message: string, otherwise: string): Promise<string> {
  if (!isInteractive()) {
    throw usageError("answer_needed", "this asks a question, and there is no terminal", otherwise);
  }
  const answer = await text({ message, ...OUTPUT });
  if (isCancel(answer)) {
    throw usageError("not_confirmed", "no answer; nothing was changed", "Run the command again when ready.");
  }
  return answer.trim();
}

/**
 * One line that must not stand in argv, where every user of the machine could read it: from the standard input, or
 * asked for on a terminal.
 */
export async function readPrivateLine(question: string): Promise<string> {
  const line = isInteractive() ? await ask(question, "") : await firstLine();
  if (line.trim() === "") {
    throw usageError(
      "nothing_to_read",
      "nothing was given on the standard input",
      "Pipe one line into the command.",
    );
  }
  return line.trim();
}

/**
 * Secrets, each unseen: asked for on a terminal, or lines of the standard input, which several calls read on.
 * @throws AccordError `usage.nothing_to_read`, `usage.not_confirmed`
 */
export async function readPrivateLines(...questions: readonly string[]): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const question of questions) {
    const line = isInteractive() ? await askUnseen(question) : await nextLine();
    if (line === undefined || line === "") {
      throw usageError(
        "nothing_to_read",
        `nothing was given for: ${question}`,
        "Give one line for each question on the standard input, or run the command on a terminal.",
      );
    }
    lines.push(line);
  }
  return lines;
}

async function askUnseen(message: string): Promise<string> {
  const answer = await password({ message, ...OUTPUT });
  if (isCancel(answer)) {
    throw usageError("not_confirmed", "no answer; nothing was changed", "Run the command again when ready.");
  }
  return answer;
}

let standardInput: AsyncIterator<string> | undefined;

async function nextLine(): Promise<string | undefined> {
  standardInput ??= createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })[
    Symbol.asyncIterator
  ]();
  const { value, done } = await standardInput.next();
  return done === true ? undefined : value;
}

async function firstLine(): Promise<string> {
  const lines = createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY });
  try {
    for await (const line of lines) return line;
    return "";
  } finally {
    lines.close();
    process.stdin.destroy();
  }
}
