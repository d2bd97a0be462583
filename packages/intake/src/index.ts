/**
 * Files from outside become registrations; nothing here touches a store.
 *
 *     const mapping = await readMapping("brave");
 *     for await (const outcome of registrationsFrom(readRows("brave.csv", mapping), mapping)) {
 *       if (outcome.kind === "registration") store(outcome.registration);
 *       rejects.write(rejectsFileLines(outcome));
 *     }
 */

export { DistributionMapping } from "./distribution/distribution-mapping.ts";
export {
  type DistributionLine,
  type DistributionOutcome,
  distributionLines,
} from "./distribution/lines-from.ts";
export { readDistributionMapping } from "./distribution/read-distribution-mapping.ts";
export type { FingerprintOutcome, ImageFile, TemplateFile } from "./fingerprints/fingerprint-file.ts";
export { readFingerprintFiles } from "./fingerprints/read-fingerprint-files.ts";
export { LIMITS } from "./limits.ts";
export { Converter } from "./mapping/converter.ts";
export { Mapping } from "./mapping/mapping.ts";
export { parseMapping, readMapping, SHIPPED_MAPPINGS, type ShippedMapping } from "./mapping/read-mapping.ts";
export type { Problem } from "./problem.ts";
export type { RegisteredConsent, RegisteredIdentifier, Registration, RowOutcome } from "./registration.ts";
export { registrationsFrom } from "./registrations-from.ts";
export { rejectsFileHeader, rejectsFileLines } from "./rejects-file.ts";
export { readRows } from "./rows/read-rows.ts";
export type { FileRow, RowInput } from "./rows/row.ts";
export { suggestMapping } from "./suggest/suggest-mapping.ts";
export type { ColumnSuggestion, MappingSuggestion } from "./suggest/suggestion.ts";
