import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ExportedPerson } from "@accord/registry";
import { ATTRIBUTE_NAMES } from "@accord/vocabulary";
import { type Command, Option } from "commander";
import { type NodeOptions, nodeCommand, withNode } from "./command.ts";
import { stateInWords } from "./person-values.ts";
import { purposeOption } from "./purpose-option.ts";
import { count, printJson, remark } from "./terminal.ts";

interface ExportOptions extends NodeOptions {
  readonly format: "csv" | "jsonl";
  readonly out?: string;
  readonly purpose: string;
  readonly recipient?: string;
}

/** Fingerprints are never exported. */
const COLUMNS = ATTRIBUTE_NAMES.filter(
  (name) => name.startsWith("person.") && name !== "person.fingerprints",
);

export function exportCommand(root: Command): void {
  nodeCommand(
    root,
    "export",
    "write out the current values of all persons; the file holds personal data, and is readable by its owner alone",
    "accord export --format csv --out persons.csv --purpose statistics --node ./iom",
  )
    .addOption(
      new Option("--format <format>", "csv for people, jsonl for machines")
        .choices(["csv", "jsonl"])
        .default("csv"),
    )
    .option("--out <file>", "where to write; else to the standard output")
    .addOption(purposeOption())
    .option(
      "--recipient <name>",
      "for whom it is made, where it leaves the agency; held against the deny list",
    )
    .action(async (options: ExportOptions) => {
      let persons = 0;
      const asked = new URLSearchParams({
        purpose: options.purpose,
        ...(options.recipient === undefined ? {} : { recipient: options.recipient }),
      });
      await withNode(options, async (client) => {
        const lines = counted(linesOf(client.stream(`/api/export?${asked}`)), () => {
          persons += 1;
        });
        const content = Readable.from(options.format === "csv" ? csv(lines) : jsonLines(lines));
        if (options.out === undefined) await pipeline(content, process.stdout, { end: false });
        else await pipeline(content, createWriteStream(options.out, { mode: 0o600 }));
      });
      if (options.json && options.out !== undefined)
        printJson({ persons, format: options.format, file: options.out });
      else
        remark(`${count(persons)} persons${options.out === undefined ? "" : ` written to ${options.out}`}`);
    });
}

async function* counted(lines: AsyncIterable<string>, each: () => void): AsyncGenerator<string> {
  for await (const line of lines) {
    each();
    yield line;
  }
}

async function* linesOf(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = "";
  for await (const chunk of chunks) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    yield* lines.filter((line) => line !== "");
  }
  if (rest !== "") yield rest;
}

async function* jsonLines(lines: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const line of lines) yield `${line}\n`;
}

/** RFC 4180, one person a row; of several identifiers, each as issuer, kind and value. */
async function* csv(lines: AsyncIterable<string>): AsyncGenerator<string> {
  yield row([
    "id",
    "holder",
    "status",
    "externalKey",
    "registeredAt",
    "programme",
    "household",
    "identifiers",
    ...COLUMNS,
  ]);
  for await (const line of lines) {
    const person = JSON.parse(line) as ExportedPerson;
    yield row([
      person.id,
      person.holder,
      person.status,
      person.externalKey,
      person.registeredAt,
      person.programme,
      person.household,
      person.identifiers.map(({ issuer, kind, value }) => `${issuer}:${kind}:${value}`).join(" | "),
      ...COLUMNS.map((name) => {
        const state = person.current[name];
        return state === undefined ? "" : stateInWords(state);
      }),
    ]);
  }
}

function row(cells: readonly (string | undefined)[]): string {
  return `${cells.map((cell) => csvCell(cell ?? "")).join(",")}\r\n`;
}

/**
 * A cell that a spreadsheet would take for a formula is given an apostrophe before it, as OWASP advises: a name must
 * not be able to run anything where the file is opened.
 */
function csvCell(text: string): string {
  const plain = /^[=+\-@\t\r]/.test(text) && !/^\+\d+$/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
