// Writes docs/reference/errors.md from the sources: every code that a room throws, answers, refuses or halts with, its
// message and its remedy as they stand in the code. `--check` writes nothing and fails where the page is not up to date.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseSync } from "@swc/core";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const PAGE = join(root, "docs/reference/errors.md");
const CODE = /^([a-z]+(\.[a-zA-Z_-]+)+)$/;

/** What codes mean whose message is put together at run time. */
const SAID_AT_RUN_TIME = {
  "intake.pattern": "what is wrong with the pattern for template files",
  "intake.xlsx_hidden": "the header row of the sheet is hidden",
  "exchange.batch_misplaced": "the batch came in the wrong step, from the wrong party or out of order",
  "exchange.not_in_force": "why the agreement grants nothing now",
  "fingerprint.format.unwritable": "what of the record cannot be written in the format",
  "ledger.checkpoint_malformed": "what of the checkpoint cannot be read",
  "ledger.key_malformed": "what of the key cannot be read",
  "ledger.note_malformed": "what of the note cannot be read",
  "ledger.storage_damaged": "which entry of the ledger is not as it was written",
};

/** @type {Map<string, { room: string, messages: Set<string>, remedies: Set<string> }>} */
const errors = new Map();
/** @type {Map<string, { level: string, message: string, remedy: string }>} */
const contradictions = new Map();

const folders = [
  ...readdirSync(join(root, "packages")).map((room) => `packages/${room}/src`),
  "apps/node/src",
];
const files = folders
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true }).map(
      (file) => `${folder}/${String(file).replaceAll("\\", "/")}`,
    ),
  )
  .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
  .sort((a, b) => (a < b ? 1 : -1)); // packages before apps: an error belongs to the room that throws it first
for (const file of files) {
  const room = file.split("/")[1] ?? "";
  const source = readFileSync(join(root, file), "utf8");
  visit(parseSync(source, { syntax: "typescript", target: "es2022" }), (node) =>
    file.includes("/contradictions/") ? takeContradiction(node) : takeError(node, room),
  );
}

const page = pageOf();
if (process.argv.includes("--check")) {
  if (readFileSync(PAGE, "utf8") === page) process.exit(0);
  console.error(
    "docs/reference/errors.md is not what the sources say. Run: node scripts/error-catalogue.mjs",
  );
  process.exit(1);
}
writeFileSync(PAGE, page);
console.log(
  `${errors.size} errors and ${contradictions.size} contradictions written to docs/reference/errors.md`,
);

/** A call or construction with a code, then a message; or an object with `code` and `message` or `reason`. */
function takeError(node, room) {
  if (node.type === "CallExpression" || node.type === "NewExpression") {
    const values = (node.arguments ?? []).map(({ expression }) => expression);
    const name = node.callee?.value ?? node.callee?.property?.value ?? "";
    const at = values.findIndex((value) => isCode(textOf(value)) || name === "usageError");
    if (at === -1) return;
    const [told, ...rest] = values.slice(at + 1);
    const fields = fieldsOf([told, ...rest].find((value) => value?.type === "ObjectExpression"));
    const message = textOf(told) ?? fields.message;
    if (message === undefined && !(name.endsWith("Error") || name === "refuse")) return;
    const code = name === "usageError" ? `usage.${textOf(values[at])}` : textOf(values[at]);
    const plain = rest.map((value) => textOf(value)).filter((text) => text !== undefined);
    add(room, code, message, fields.remedy ?? plain.at(-1));
  } else if (node.type === "ObjectExpression") {
    const { code, message, reason, remedy } = fieldsOf(node);
    if (isCode(code) && (message ?? reason) !== undefined) add(room, code, message ?? reason, remedy);
  } else if (node.type === "ClassProperty" && node.key.value === "code" && isCode(textOf(node.value))) {
    add(room, textOf(node.value), "a search worker stopped before its work was done", undefined);
  }
}

function takeContradiction(node) {
  const level = node.type === "CallExpression" ? node.callee?.value : undefined;
  if (!["error", "warning", "level"].includes(level)) return;
  const { code, message, remedy } = fieldsOf(node.arguments[0]?.expression);
  if (code !== undefined)
    contradictions.set(code, { level: level === "level" ? "warning or error" : level, message, remedy });
}

function add(room, code, message, remedy) {
  const entry = errors.get(code) ?? { room, messages: new Set(), remedies: new Set() };
  if (message !== undefined) entry.messages.add(message);
  if (remedy !== undefined && remedy !== message) entry.remedies.add(remedy);
  errors.set(code, entry);
}

function isCode(text) {
  return text !== undefined && CODE.test(text) && !text.startsWith("person.name");
}

/** The texts of an object's properties. */
function fieldsOf(object) {
  const fields = {};
  for (const property of object?.properties ?? []) {
    if (property.type === "KeyValueProperty") fields[property.key.value] = textOf(property.value);
  }
  return fields;
}

/** A text in the source, with an ellipsis for what is filled in at run time; undefined where it is none. */
function textOf(node) {
  if (node?.type === "StringLiteral") return node.value;
  if (node?.type === "ParenthesisExpression") return textOf(node.expression);
  if (node?.type === "ConditionalExpression") return textOf(node.consequent) ?? textOf(node.alternate);
  if (node?.type === "BinaryExpression" && node.operator === "??") return textOf(node.right);
  if (node?.type === "TemplateLiteral") return node.quasis.map((quasi) => quasi.cooked).join("…");
  return undefined;
}

function visit(node, take) {
  if (Array.isArray(node)) for (const each of node) visit(each, take);
  else if (typeof node === "object" && node !== null) {
    if (typeof node.type === "string") take(node);
    for (const value of Object.values(node)) visit(value, take);
  }
}

function refusalRules() {
  const source = readFileSync(join(root, "packages/agreement/src/check/refusal.ts"), "utf8");
  const union = source.slice(source.indexOf("RefusalRule ="), source.indexOf("export interface"));
  return [...union.matchAll(/"(\w+)"/g)].map(([, rule]) => rule);
}

function pageOf() {
  const row = (...cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  const sorted = (map) => [...map].sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    "# Error catalogue",
    "",
    "Every error has a stable `code`, a `message`, where it helps a `where` (file, line, field; never a value) and a `remedy`.",
    "The command line prints them on the standard error, the API answers them as JSON, the ledger keeps the codes of refusals",
    "and halts. `…` stands for what is filled in when it happens.",
    "",
    "This page is generated from the sources: `node scripts/error-catalogue.mjs`; `--check` says whether it is up to date.",
    "",
    "| code | room | meaning | remedy |",
    "| --- | --- | --- | --- |",
    ...sorted(errors).map(([code, { room, messages, remedies }]) =>
      row(
        `\`${code}\``,
        room,
        messages.size > 0 ? [...messages].join("; or: ") : (SAID_AT_RUN_TIME[code] ?? ""),
        [...remedies].join(" Or: "),
      ),
    ),
    "",
    "## Refused batches",
    "",
    "A batch that the receiver refuses halts the exchange with `exchange.batch_refused.` and one of the rules of",
    `\`packages/agreement/src/check/refusal.ts\`: ${refusalRules()
      .map((rule) => `\`${rule}\``)
      .join(", ")}. The partner must find`,
    "out why its node sent this; nothing of the batch was kept.",
    "",
    "An agreement that is not in force halts with `agreement.unsigned`, `agreement.not_assessed`, `agreement.denied_recipient`, `agreement.not_yet_valid`, `agreement.suspended`,",
    "`agreement.expired`, `agreement.revoked` or `agreement.superseded`, or with the code of the signature that does not verify.",
    "",
    "## Contradictions in a draft",
    "",
    "Named by `accord agreement draft` and `check`. A draft with an error cannot be signed.",
    "",
    "| code | level | meaning | remedy |",
    "| --- | --- | --- | --- |",
    ...sorted(contradictions).map(([code, { level, message, remedy }]) =>
      row(`\`${code}\``, level, message ?? "", remedy ?? ""),
    ),
    "",
  ].join("\n");
}
