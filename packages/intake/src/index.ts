import { AccordError } from "@accord/vocabulary";
import type { Mapping } from "./mapping/mapping.ts";
import type { RowOutcome } from "./registration.ts";
import type { FileRow, RowInput } from "./rows/row.ts";
import type { MappingSuggestion } from "./suggest/suggestion.ts";
import type { TemplateOutcome } from "./templates/template-file.ts";

export { LIMITS } from "./limits.ts";
export { Converter } from "./mapping/converter.ts";
export { Mapping } from "./mapping/mapping.ts";
export type { Problem } from "./problem.ts";
export type { RegisteredConsent, RegisteredIdentifier, Registration, RowOutcome } from "./registration.ts";
export type { FileRow, RowInput } from "./rows/row.ts";
export type { ColumnSuggestion, MappingSuggestion } from "./suggest/suggestion.ts";
export type { TemplateFile, TemplateOutcome } from "./templates/template-file.ts";

const unbuilt = (): never => {
  throw new AccordError("INTAKE_UNBUILT", "this part of the room is not built yet");
};

export const parseMapping = (_text: string, _where: string): Mapping => unbuilt();
/** A path, or the name of a shipped mapping: `brave`, `scope`, `febrl`. */
export const readMapping = (_pathOrName: string): Promise<Mapping> => unbuilt();
export const readRows = (_input: RowInput, _mapping: Mapping): AsyncGenerator<FileRow> => unbuilt();
export const registrationsFrom = (
  _rows: AsyncIterable<FileRow>,
  _mapping: Mapping,
): AsyncGenerator<RowOutcome> => unbuilt();
/** The rejects file's lines as CSV text, the header first; empty rows of outcome give nothing. */
export const rejectsFileLines = (_outcomes: AsyncIterable<RowOutcome>): AsyncGenerator<string> => unbuilt();
/** CSV lines for one outcome: none for a row without problem. */
export const rejectsFileHeader = (): string => unbuilt();
export const rejectsFileRows = (_outcome: RowOutcome | TemplateOutcome): string => unbuilt();
export const suggestMapping = (_path: string): Promise<MappingSuggestion> => unbuilt();
export const readTemplateFiles = (_path: string, _pattern: string): AsyncGenerator<TemplateOutcome> =>
  unbuilt();
