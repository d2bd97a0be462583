// Builds the console: the client's types from the node's own OpenAPI description, the check of types, the bundle, and
// each file compressed once for slow networks. Done again only where something that goes into it has changed.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const home = dirname(fileURLToPath(import.meta.url));
const root = join(home, "../..");
const built = join(home, "dist");
const stamp = join(built, "built-from");

const from = digestOf(
  [join(home, "src"), join(home, "public"), join(root, "apps/node/src/api")],
  [join(home, "index.html"), join(home, "vite.config.ts"), join(home, "package.json")],
);
if (!process.argv.includes("--force") && existsSync(stamp) && readFileSync(stamp, "utf8") === from)
  process.exit(0);

console.error("Building the console …");
await describeApi();
run("node_modules/typescript/bin/tsc", ["-p", "apps/console"]);
run("node_modules/vite/bin/vite.js", [
  "build",
  home,
  "--config",
  join(home, "vite.config.ts"),
  "--logLevel",
  "warn",
]);
compress(built);
writeFileSync(stamp, from);

/** Writes the types of the API, as a node that holds nothing describes it. */
async function describeApi() {
  const { initNode, serveNode } = await import(join(root, "apps/node/dist/index.js"));
  const { default: openapi, astToString } = await import("openapi-typescript");
  const folder = mkdtempSync(join(tmpdir(), "accord-console-"));
  const node = join(folder, "node");
  await initNode(node, { id: "console", name: "Console", profile: "plain", staffPort: 0, exchangePort: 0 });
  const serving = await serveNode(node, { logLevel: "silent" });
  try {
    const description = await (await fetch(`${serving.staffAddress}/openapi.json`)).json();
    writeFileSync(join(home, "src/api/openapi.ts"), astToString(await openapi(description)));
  } finally {
    await serving.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(script, parameters) {
  const { status } = spawnSync(process.execPath, [join(root, script), ...parameters], {
    cwd: root,
    stdio: "inherit",
  });
  if (status !== 0) process.exit(status ?? 1);
}

/** Brotli and gzip beside each file that gains by it; the node sends what the browser takes. */
function compress(folder) {
  for (const path of filesIn(folder)) {
    if (!/\.(js|css|svg|html|webmanifest)$/.test(path)) continue;
    const bytes = readFileSync(path);
    writeFileSync(
      `${path}.br`,
      brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
    );
    writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
  }
}

function digestOf(folders, files) {
  const hash = createHash("sha256");
  for (const path of [...folders.flatMap(filesIn), ...files].sort()) {
    if (path.endsWith("openapi.ts")) continue;
    hash.update(path.slice(root.length)).update(readFileSync(path));
  }
  return hash.digest("hex");
}

function filesIn(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}
