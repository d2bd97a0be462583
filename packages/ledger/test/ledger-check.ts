import { execFile, execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";

const MODULE = join(import.meta.dirname, "go");
const PATH = [process.env.PATH, "/usr/local/go/bin"].join(delimiter);

/**
 * Builds the checker that is written in Go over other implementations (`test/go`). The first build fetches their modules
 * (about 25 s), later ones take Go's cache. Undefined, with a word, where there is no Go, or an older one than the
 * module asks for.
 */
export async function buildLedgerCheck(program: string): Promise<string | undefined> {
  const wanted = versionIn(await readFile(join(MODULE, "go.mod"), "utf8"), /^go (\d+)\.(\d+)/m);
  const env = { ...process.env, PATH, GOFLAGS: "-mod=readonly" };
  let found: number;
  try {
    found = versionIn(execFileSync("go", ["version"], { env }).toString(), /go(\d+)\.(\d+)/);
  } catch {
    found = 0; // no Go here
  }
  if (found < wanted) {
    console.warn(`Go 1.${wanted % 1000} or newer is not here: other implementations are not run.`);
    return undefined;
  }
  await promisify(execFile)("go", ["build", "-buildvcs=false", "-o", program, "."], { cwd: MODULE, env });
  return program;
}

function versionIn(text: string, pattern: RegExp): number {
  const [, major = "0", minor = "0"] = pattern.exec(text) ?? [];
  return Number(major) * 1000 + Number(minor);
}
