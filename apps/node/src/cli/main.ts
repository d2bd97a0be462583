import { EXIT, type ExitCode } from "./exit-code.ts";
import { tellFailure } from "./failure.ts";
import { program } from "./program.ts";

/**
 * Runs the command line. Commands set their exit code by `finish`; what they throw is told on the standard error.
 * @param argv as `process.argv`: the program's own two entries first
 */
export async function main(argv: readonly string[]): Promise<ExitCode> {
  let outcome: ExitCode = EXIT.ok;
  try {
    await program((code) => {
      outcome = code;
    }).parseAsync([...argv]);
    return outcome;
  } catch (error) {
    return tellFailure(error, argv.includes("--json"));
  }
}
