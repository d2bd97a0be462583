// Writes docs/reference/audit-events.md from the ledger's own definitions: every kind of entry, when it is recorded, its
// fields with their form. `--check` writes nothing and fails where the page is not up to date. The rooms must be built.
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ENTRY_KINDS } from "../packages/ledger/dist/index.js";

const PAGE = join(dirname(dirname(fileURLToPath(import.meta.url))), "docs/reference/audit-events.md");
const EVERY_KIND = ["at", "reference", "subjects"];

const row = (...cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;

function fieldRows({ required, optional }) {
  const rows = (fields, given) =>
    Object.entries(fields)
      .filter(([name]) => !EVERY_KIND.includes(name))
      .map(([name, field]) => row(`\`${name}\``, given, field.form, field.says));
  return [...rows(required, "always"), ...rows(optional, "where known")];
}

const common = ENTRY_KINDS.refusal;
const page = [
  "# Audit events",
  "",
  "What the ledger records, by kind of entry. No field takes free text: a value is a count, a digest, a random identifier or",
  "a term of the agreement or the software, and an entry with anything else is not written. How the ledger is kept, proven",
  "and checked is in [ledger.md](../ledger.md).",
  "",
  "This page is generated from the sources: `node scripts/audit-events.mjs`; `--check` says whether it is up to date.",
  "",
  "Every entry has these:",
  "",
  "| field | given | form | meaning |",
  "| --- | --- | --- | --- |",
  row("`kind`", "always", "one of the headings below", "what happened"),
  ...EVERY_KIND.map((name) => {
    const field = common.required[name] ?? common.optional[name];
    return row(`\`${name}\``, name in common.required ? "always" : "where known", field.form, field.says);
  }),
  "",
  ...Object.keys(ENTRY_KINDS)
    .sort()
    .flatMap((kind) => [
      `## ${kind}`,
      "",
      ENTRY_KINDS[kind].says,
      "",
      "| field | given | form | meaning |",
      "| --- | --- | --- | --- |",
      ...fieldRows(ENTRY_KINDS[kind]),
      "",
    ]),
].join("\n");

if (process.argv.includes("--check")) {
  if (readFileSync(PAGE, "utf8") === page) process.exit(0);
  console.error(
    "docs/reference/audit-events.md is not what the sources say. Run: node scripts/audit-events.mjs",
  );
  process.exit(1);
}
writeFileSync(PAGE, page);
console.log(`${Object.keys(ENTRY_KINDS).length} kinds of entries written to docs/reference/audit-events.md`);
