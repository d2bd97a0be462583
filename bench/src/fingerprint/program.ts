import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../../", import.meta.url));
let isCompiled = false;

/**
 * Runs a benchmark program of the fingerprint room, compiled first: such programs use the room's own test generator or
 * bundle its sources. Gives what it printed.
 */
export function runFingerprintBench(name: string, options: readonly string[] = []): string {
  if (!isCompiled) run(["node_modules/typescript/bin/tsc", "-p", "packages/fingerprint/tsconfig.bench.json"]);
  isCompiled = true;
  return run([`packages/fingerprint/dist/bench/bench/${name}.js`, ...options]);
}

function run(program: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, program, { cwd: root, encoding: "utf8" });
  if (status !== 0) throw new Error(`${program.join(" ")}: ${stderr}`);
  return stdout;
}
