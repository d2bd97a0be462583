import { writeFile } from "node:fs/promises";
import { suggestMapping } from "@accord/intake";
import type { Command } from "commander";
import { command, commandGroup } from "./command.ts";
import { heading, print, printJson, remark, styled, table } from "./terminal.ts";

interface SuggestOptions {
  readonly out?: string;
  readonly json?: true;
}

/** Mappings need no node: the file is read here and nothing of it is kept. */
export function mappingCommands(root: Command): void {
  const group = commandGroup(
    root,
    "mapping",
    "how the columns of a file become persons and households",
    "accord mapping suggest registrations.csv --out registrations.mapping.json",
  );
  command(
    group,
    "suggest <file>",
    "propose a mapping from a file's headers and its first rows",
    "accord mapping suggest registrations.csv --out registrations.mapping.json",
  )
    .option("--out <file>", "where to write the mapping; else it is printed")
    .action(async (file: string, options: SuggestOptions) => {
      const suggestion = await suggestMapping(file);
      const mapping = `${JSON.stringify(suggestion.mapping, null, 2)}\n`;
      if (options.out !== undefined) await writeFile(options.out, mapping);
      if (options.json) {
        printJson(suggestion);
        return;
      }
      const { columns, ignored, questions, sampledRows } = suggestion;
      const tell = options.out === undefined ? remark : print;
      tell(
        table(
          ["column", "is", "sure", "filled", "readable", "distinct", "because"],
          columns.map(({ column, target, confidence, filled, readable, distinct, reason }) => [
            column,
            target ?? "(ignored)",
            `${Math.round(confidence * 100)}%`,
            filled,
            readable,
            distinct,
            reason,
          ]),
        ),
      );
      tell(`\nFrom ${sampledRows} rows.`);
      tell(ignored.length === 0 ? "Every column is used." : `Ignored: ${ignored.join(", ")}`);
      if (questions.length > 0) {
        tell(`\n${heading("To be settled by a person before the mapping is used:")}`);
        for (const question of questions) tell(`  ${styled("yellow", "?")} ${question}`);
      }
      if (options.out === undefined) process.stdout.write(mapping);
      else print(`\nWritten to ${options.out}. Use it: accord import ${file} --mapping ${options.out}`);
    });
}
