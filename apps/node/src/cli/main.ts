import { EXIT, type ExitCode } from "./exit-code.ts";
import { tellFailure } from "./failure.ts";
import { program } from "./program.ts";

/**
 * Runs the command line. Commands set their exit code by `finish`; what they throw is told on the standard error.
 * @param argv as `process.argv`: the program's own two entries first
 */
export async function main(argv: readonly string[]): Promise<ExitCode> {
  let outcome: ExitCode = EXIT.ok;
  process.stdout.once("error", endQuietly);
  try {
    const commands = await program((code) => {
      outcome = code;
    }, argv[2]);
    await commands.parseAsync([...argv]);
    return outcome;
  } catch (error) {
    return tellFailure(error, argv.includes("--json"));
  }
}

/** Who read the output has had enough, as `head` does: that is no failure. */
function endQuietly(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
  process.exit(EXIT.ok);
}
