import { createReadStream, createWriteStream } from "node:fs";
import { stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { readMapping } from "@accord/intake";
import { AccordError } from "@accord/vocabulary";
import type { Command } from "commander";
import type { ApiClient } from "../api-client.ts";
import { nodeFolder } from "../config/folder.ts";
import { fingerprintsStream } from "../imports/folder-archive.ts";
import type { ImportEvent } from "../imports/import-event.ts";
import { type NodeOptions, nodeCommand, nodeRoot, withNode } from "./command.ts";
import { EXIT, type Finish } from "./exit-code.ts";
import { usageError } from "./failure.ts";
import { progressView } from "./progress.ts";
import { count, print, printJson, styled } from "./terminal.ts";

type Finished = Extract<ImportEvent, { kind: "finished" }>;
interface ImportOptions extends NodeOptions {
  readonly rejects?: string;
}

interface FingerprintImportOptions extends ImportOptions {
  readonly pattern: string;
  readonly issuer?: string;
  readonly dpi?: string;
}

export function importCommands(root: Command, finish: Finish): void {
  const group = nodeCommand(
    root,
    "import",
    "bring persons and households in from a file, or fingerprints from templates or images",
    "accord import registrations.csv --mapping brave --rejects rejects.csv --node ./iom\naccord import fingerprints ./prints --pattern '{identifier}_{position}.iso' --node ./iom",
  )
    .argument("<file>", "CSV or XLSX")
    .option(
      "--mapping <mapping>",
      "how its columns are to be read: brave, scope, febrl, or the path of a mapping (required)",
    )
    .option(
      "--rejects <file>",
      "where to write the rows that were not taken, with line, column, problem and remedy",
    )
    .action(async (file: string, options: ImportOptions & { mapping?: string }) => {
      if (options.mapping === undefined) {
        throw usageError(
          "mapping_needed",
          "a file of persons is imported by a mapping",
          "Give --mapping; `accord mapping suggest FILE` proposes one.",
        );
      }
      await requireFile(file);
      const mapping = await readMapping(options.mapping);
      const result = await withNode(options, async (client) => {
        const { sendTo } = await client.post<{ sendTo: string }>("/api/imports", {
          fileName: basename(file),
          mapping,
        });
        const events = client.upload<ImportEvent>(sendTo, createReadStream(file));
        const finished = await followImport(events, "rows", await rowsIn(file));
        return { ...finished, rejects: await keepRejects(client, options, finished) };
      });
      tellImport(result, options, "rows");
      if (result.summary.rejected > 0) finish(EXIT.unfinished);
    });

  nodeCommand(
    group,
    "fingerprints <path>",
    "attach fingerprints, as templates or as images, in a folder or a ZIP archive to the persons whom their names say",
    "accord import fingerprints ./prints --pattern '{identifier}_{position}.iso' --issuer IOM --node ./iom",
  )
    .requiredOption(
      "--pattern <pattern>",
      "how a file's name holds identifier and finger; parts: {identifier}, {position}, {impression}, {any}",
    )
    .option("--issuer <issuer>", "who issued the identifiers, where more than one did")
    .option(
      "--dpi <number>",
      "resolution of images in dots per inch, where their files do not say it or say it wrongly",
    )
    .option("--rejects <file>", "where to write the files that were not taken, with problem and remedy")
    .action(async (path: string, options: FingerprintImportOptions) => {
      const query = new URLSearchParams({
        pattern: options.pattern,
        ...(options.issuer === undefined ? {} : { issuer: options.issuer }),
        ...(options.dpi === undefined ? {} : { dotsPerInch: options.dpi }),
      });
      let files: number | undefined;
      const content = await fingerprintsStream(path, (packed) => {
        files = packed;
      });
      const result = await withNode(options, async (client) => {
        const events = client.upload<ImportEvent>(`/api/imports/fingerprints?${query}`, content);
        const finished = await followImport(events, "files", () => files);
        return { ...finished, rejects: await keepRejects(client, options, finished) };
      });
      tellImport(result, options, "fingerprints");
      if (result.summary.rejected > 0) finish(EXIT.unfinished);
    });
}

async function requireFile(path: string): Promise<void> {
  if ((await stat(path)).isFile()) return;
  throw new AccordError("file.not_usable", "this is no file", {
    where: path,
    remedy: "Give a CSV or XLSX file; fingerprints come in with `accord import fingerprints`.",
  });
}

async function followImport(
  events: AsyncGenerator<ImportEvent>,
  unit: string,
  total: () => number | undefined,
): Promise<Finished> {
  const progress = progressView("importing", unit);
  try {
    for await (const event of events) {
      if (event.kind === "finished") return event;
      progress.update(event.rows, total());
    }
  } finally {
    progress.stop();
  }
  throw new AccordError("import.cut_short", "the node ended before it told what came of the import", {
    remedy: "Import the file again: what was taken already is not taken twice.",
  });
}

/** About how many rows a CSV has, by its line ends; of other files it is not known beforehand. */
async function rowsIn(path: string): Promise<() => number | undefined> {
  if (!/\.(csv|tsv|txt)$/i.test(path)) return () => undefined;
  let lines = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    const buffer = chunk as Buffer;
    for (let at = buffer.indexOf(10); at !== -1; at = buffer.indexOf(10, at + 1)) lines += 1;
  }
  return () => Math.max(1, lines - 1);
}

/** Where the rejects are, if any: in the file that was asked for, or in the node's folder. */
async function keepRejects(
  client: ApiClient,
  options: ImportOptions,
  { id, summary }: Finished,
): Promise<string | undefined> {
  if (summary.rejected === 0 && summary.warnings === 0) return undefined;
  if (options.rejects === undefined) return join(nodeFolder(nodeRoot(options)).rejects, `${id}.csv`);
  await pipeline(
    Readable.from(client.stream(`/api/imports/${id}/rejects`)),
    createWriteStream(options.rejects, { mode: 0o600 }),
  );
  return options.rejects;
}

function tellImport(
  result: Finished & { rejects: string | undefined },
  options: NodeOptions,
  unit: string,
): void {
  const { summary, seen, rejects } = result;
  if (options.json) {
    const { id } = result;
    printJson({ id, seen, ...summary, ...(rejects === undefined ? {} : { rejects }) });
    return;
  }
  const changed = summary.created + summary.updated;
  if (changed === 0 && summary.rejected === 0) {
    print(
      seen
        ? `This file was imported before: all ${count(summary.rows)} ${unit} are as they were, and nothing was changed.`
        : `All ${count(summary.rows)} ${unit} were known already, and nothing was changed.`,
    );
    return;
  }
  if (seen) print("This file was imported before.");
  print(
    `${count(summary.rows)} ${unit}: ${count(summary.created)} new, ${count(summary.updated)} updated, ${count(summary.unchanged)} unchanged`,
  );
  if (summary.warnings > 0)
    print(`${count(summary.warnings)} values were not taken and are kept as not known`);
  if (summary.rejected > 0) print(styled("yellow", `${count(summary.rejected)} ${unit} were not taken`));
  if (rejects !== undefined) print(`See ${rejects}: line, column, problem and remedy of each`);
}
