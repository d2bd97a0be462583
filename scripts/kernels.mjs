// Compiles each kernel in packages/fingerprint/assembly (AssemblyScript, SIMD) to packages/fingerprint/src/kernel/<kernel>-wasm.ts,
// which holds the module as text, so that it needs no file beside it in Node, in a worker or in a bundle. `--check`
// writes nothing and fails where a kernel is not what its source gives.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const SOURCES = join(root, "packages/fingerprint/assembly");
const KERNELS = join(root, "packages/fingerprint/src/kernel");
const check = process.argv.includes("--check");

const stale = [];
for (const file of readdirSync(SOURCES).filter((name) => name.endsWith(".ts"))) {
  const kernel = file.slice(0, -".ts".length);
  const target = join(KERNELS, `${kernel}-wasm.ts`);
  const text = textOf(kernel, await compile(file));
  if (existsSync(target) && readFileSync(target, "utf8") === text) continue;
  stale.push(kernel);
  if (!check) writeFileSync(target, text);
}
if (check && stale.length > 0) {
  console.error(
    `kernels are not what their sources give: ${stale.join(", ")}. Run: node scripts/kernels.mjs`,
  );
  process.exit(1);
}
console.log(check ? "kernels are up to date" : `kernels written: ${stale.join(", ") || "none had changed"}`);

/** The module's bytes: memory is handed in, nothing is allocated, nothing else imported. */
async function compile(file) {
  let module;
  const options = [
    "--outFile",
    "kernel.wasm",
    "-O3",
    "--runtime",
    "stub",
    "--enable",
    "simd",
    "--importMemory",
  ];
  const { error, stderr } = await asc.main([file, ...options, "--noAssert", "--use", "abort="], {
    readFile: (name, base) => {
      const path = join(SOURCES, base === undefined ? name : join(base, name));
      return existsSync(path) ? readFileSync(path, "utf8") : null;
    },
    writeFile: (_, contents) => {
      module = contents;
    },
    listFiles: () => [],
  });
  if (error) {
    console.error(stderr.toString());
    throw error;
  }
  return module;
}

function textOf(kernel, module) {
  return [
    `/** Compiled from assembly/${kernel}.ts by scripts/kernels.mjs: ${module.length} bytes of WebAssembly. */`,
    `export const WASM =`,
    `  "${Buffer.from(module).toString("base64")}";`,
    "",
  ].join("\n");
}
