import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { columnNamed, columnsOf, LinkageError, type Source, sourceOfFile } from "@accord/linkage";

/** The tables of a command: one to look for duplicates in, or two to link. */
export interface Input {
  readonly left: InputFile;
  readonly right: InputFile | undefined;
}

export interface InputFile {
  /** As the command was given it. */
  readonly path: string;
  readonly source: Source;
  readonly columns: readonly string[];
}

/** Opens the tables; a missing file ends the command before anything is computed. */
export async function openInput(left: string, right: string | undefined): Promise<Input> {
  return { left: await openFile(left), right: right === undefined ? undefined : await openFile(right) };
}

async function openFile(path: string): Promise<InputFile> {
  const absolute = resolve(path);
  await stat(absolute);
  const source = sourceOfFile(absolute);
  return { path, source, columns: await columnsOf(source) };
}

export const filesOf = ({ left, right }: Input): readonly InputFile[] =>
  right === undefined ? [left] : [left, right];

export const sourcesOf = ({ left, right }: Input): { left: Source; right?: Source } =>
  right === undefined ? { left: left.source } : { left: left.source, right: right.source };

/** The columns of the files that a name means, in any case; the name must mean one in `all` of them, or in any. */
export function columnsNamed(input: Input, name: string, where: "all" | "any"): string[] {
  const found = filesOf(input).map((file) => ({ file, column: columnNamed(file.columns, name) }));
  const lacking = found.find(({ column }) => column === undefined);
  const none = found.every(({ column }) => column === undefined);
  if (lacking !== undefined && (where === "all" || none)) {
    throw new LinkageError("linkage.column-missing", {
      message: `there is no column ${name}`,
      where: lacking.file.path,
      remedy: `Name one of its columns: ${lacking.file.columns.slice(0, 40).join(", ")}.`,
    });
  }
  return [...new Set(found.flatMap(({ column }) => (column === undefined ? [] : [column])))];
}
