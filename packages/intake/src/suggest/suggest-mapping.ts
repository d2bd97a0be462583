import { basename } from "node:path";
import { columnsUsed } from "../mapping/columns-used.ts";
import { Mapping } from "../mapping/mapping.ts";
import { assembleMapping } from "./assemble-mapping.ts";
import { assigned, type Candidate, candidatesOf, sampledColumns } from "./columns.ts";
import { sampleFile } from "./sample-file.ts";
import type { ColumnSuggestion, MappingSuggestion } from "./suggestion.ts";

/**
 * Proposes a mapping from a file's headers and first rows, for a person to check. Headers are known in English, French
 * and Arabic; values count where headers say nothing, and against headers that they contradict. Nothing in the answer
 * holds a value of a person, save the words of the header. `name` is the file's, for the mapping and for messages.
 *
 * @throws AccordError as reading the file does
 */
export async function suggestMapping(path: string, name = basename(path)): Promise<MappingSuggestion> {
  const sample = await sampleFile(path, name);
  const columns = sampledColumns(sample);
  const chosen = assigned(candidatesOf(columns.filter(({ column }) => column !== "")));
  const { document, questions } = assembleMapping(sample, columns, chosen);
  const mapping = Mapping.parse(document);
  const used = new Set(columnsUsed(mapping));
  const suggestions = columns.map((column): ColumnSuggestion => {
    const { filled, distinct } = column;
    const choice = chosen.find((candidate) => candidate.column === column);
    if (!used.has(column.column)) {
      return {
        column: column.column,
        target: undefined,
        confidence: 0,
        reason:
          choice === undefined ? "neither header nor values are known" : "other columns say this already",
        filled,
        readable: 0,
        distinct,
      };
    }
    return {
      column: column.column,
      target: choice?.target ?? "person.key",
      confidence: choice?.confidence ?? 0.3,
      reason: choice?.reason ?? "each row has another value here",
      filled,
      readable: choice?.readable ?? filled,
      distinct,
    };
  });
  return {
    mapping,
    columns: suggestions,
    ignored: suggestions.filter(({ target }) => target === undefined).map(({ column }) => column),
    questions: [...sample.questions, ...questions, ...unreadable(chosen, used)],
    sampledRows: sample.rows.length,
  };
}

/** Asks about columns of which some cells cannot be read as proposed; the row would be rejected for them. */
function unreadable(chosen: readonly Candidate[], used: ReadonlySet<string>): string[] {
  return chosen
    .filter(({ column, readable }) => used.has(column.column) && readable < column.texts.length)
    .map(({ column, readable }) => {
      const missed = column.texts.length - readable;
      return `${missed} of ${column.texts.length} sampled cells of ${column.column} cannot be read as proposed.`;
    });
}
