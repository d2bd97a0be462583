import { mkdir, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { Command } from "commander";
import { exchange } from "./exchange.ts";
import { fingerprint } from "./fingerprint.ts";
import { importing } from "./import.ts";
import { linkage } from "./linkage.ts";
import { overlap } from "./overlap.ts";
import { prints } from "./prints.ts";
import { protection } from "./protection.ts";
import { synthesis } from "./synthesis.ts";
import { type Bench, render, type Table } from "./table.ts";

const BENCHES: Readonly<Record<string, Bench>> = {
  synthesis,
  import: importing,
  fingerprint,
  prints,
  linkage,
  overlap,
  exchange,
  protection,
};

// The nodes of a benchmark have embedded stores of their own, whatever the environment says.
delete process.env.DATABASE_URL;

const command = new Command("npm run bench --")
  .description("Runs benchmarks; each prints one table a question, with the peer or limit beside it.")
  .argument("[names...]", `which: ${Object.keys(BENCHES).join(", ")}; all where none is named`)
  .option("--smoke", "the short form that CI runs: shows that they run, not how fast")
  .option("--millions", "with a gallery of a million people: half an hour more")
  .option("--plots <folder>", "write plots that a benchmark draws (SVG) into this folder")
  .option(
    "--json <file>",
    "write the tables for machines too: [{name, question, rows: [{what, measured, against}]}]",
  )
  .addHelpText("after", "\nExample:\n  npm run bench -- fingerprint linkage --json bench.json");

command.action(
  async (names: string[], options: { smoke?: true; millions?: true; json?: string; plots?: string }) => {
    const wanted = names.length === 0 ? Object.keys(BENCHES) : names;
    const unknown = wanted.filter((name) => !Object.hasOwn(BENCHES, name));
    if (unknown.length > 0) command.error(`unknown benchmark: ${unknown.join(", ")}`);
    if (options.plots !== undefined) await mkdir(options.plots, { recursive: true });
    const tables: (Table & { name: string })[] = [];
    for (const name of wanted) {
      const made = BENCHES[name]!({
        smoke: options.smoke === true,
        millions: options.millions === true,
        ...(options.plots === undefined ? {} : { plots: resolve(options.plots) }),
      });
      for await (const table of Symbol.asyncIterator in made ? made : [made]) {
        console.log(render(table));
        tables.push({ name, ...table });
      }
    }
    if (options.json !== undefined)
      await writeFile(resolve(options.json), `${JSON.stringify(tables, null, 2)}\n`);
  },
);
await command.parseAsync();
