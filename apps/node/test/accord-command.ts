import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

export const ACCORD = fileURLToPath(new URL("../bin/accord.js", import.meta.url));

export interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the built command line with nothing but what it is given: no terminal, no environment of the test's own. */
export function accord(
  args: readonly string[],
  input = "",
  environment: Record<string, string> = {},
): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [ACCORD, ...args], {
      env: { PATH: process.env.PATH ?? "", NO_COLOR: "1", ...environment },
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => err.push(chunk));
    child.on("error", reject);
    child.on("close", (code) =>
      resolve({ code, out: Buffer.concat(out).toString("utf8"), err: Buffer.concat(err).toString("utf8") }),
    );
    child.stdin.end(input);
  });
}
