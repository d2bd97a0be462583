import { readFile } from "node:fs/promises";
import type { Command } from "commander";
import type { Shown } from "../../rights/identify.ts";
import { usageError } from "../failure.ts";
import { readPrivateLine } from "../prompt.ts";

export interface ShownOptions {
  readonly cardStdin?: true;
  readonly fingerprint?: string;
  readonly knownToStaff?: true;
  readonly guardian?: true;
}

/** How the person showed that it is they who ask: one of these must be given. */
export function shownOptions(command: Command): Command {
  return command
    .option("--card-stdin", "read the number of the person's card from the standard input")
    .option("--fingerprint <file>", "compare a template of the person's finger with those on file")
    .option("--known-to-staff", "staff who know the person answer for them: needs no card and no finger")
    .option("--guardian", "a child's guardian asks for them");
}

export async function shownBy(options: ShownOptions): Promise<Shown> {
  const given = [options.cardStdin, options.fingerprint, options.knownToStaff, options.guardian];
  if (given.filter((each) => each !== undefined).length !== 1) {
    throw usageError(
      "how_identified",
      "say how it was made sure who asks",
      "Give one of --card-stdin, --fingerprint FILE, --known-to-staff and --guardian.",
    );
  }
  if (options.cardStdin) return { by: "card", number: await readPrivateLine("Number on the card") };
  if (options.fingerprint !== undefined) {
    return { by: "fingerprint", template: (await readFile(options.fingerprint)).toString("base64") };
  }
  return { by: options.guardian ? "guardian" : "knownToStaff" };
}
