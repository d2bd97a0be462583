// Prepares a bare clone (dependencies, build) and runs one of the project's commands. Plain JavaScript, because it
// must run before anything is installed.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [command, ...rest] = process.argv.slice(2);
const COMMANDS = {
  demo: ["apps/node/dist/demo/main.js"],
  febrl: ["apps/node/dist/demo/febrl.js"],
  bench: ["bench/dist/main.js"],
  simulate: ["simulation/dist/main.js"],
  test: ["node_modules/vitest/vitest.mjs", "run"],
};

/** What shows the console, or tests it. */
const NEEDS_CONSOLE = new Set(["demo", "test"]);

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  fail(
    `Accord needs Node 20.19 or newer; this is ${process.versions.node}. Install it from https://nodejs.org, then run this again.`,
  );
}
if (!Object.hasOwn(COMMANDS, command))
  fail(`usage: node scripts/run.mjs ${Object.keys(COMMANDS).join("|")} [options]`);

installIfMissing();
run(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-b"], "the build");
if (NEEDS_CONSOLE.has(command))
  run(process.execPath, [join(root, "apps/console/build.mjs")], "the console's build");
const [script, ...options] = COMMANDS[command];
process.exit(
  spawnSync(process.execPath, [join(root, script), ...options, ...rest], { cwd: root, stdio: "inherit" })
    .status ?? 1,
);

function installIfMissing() {
  if (existsSync(join(root, "node_modules/typescript"))) return;
  console.error("Installing dependencies (once) …");
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  run(npm, ["ci", "--no-audit", "--no-fund", "--loglevel=error"], "the installation");
}

function run(program, parameters, what) {
  const { status, error } = spawnSync(program, parameters, {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
  });
  if (status !== 0) fail(`${what} failed${error ? `: ${error.message}` : ""}`);
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
