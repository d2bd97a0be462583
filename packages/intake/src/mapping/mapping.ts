import type { z } from "zod";
import { mappingFaults } from "./check-mapping.ts";
import { MappingDocument } from "./mapping-document.ts";

export type { CsvFormat, XlsxFormat } from "./mapping-document.ts";

/**
 * How the columns of one data source become registrations: a document that is written once, kept with the node, and
 * says everything, so that the same file gives the same registrations at any time. Parsing checks besides the shape
 * that each converter fits its attribute, that each value it may give is one of the attribute's, and that formats and
 * patterns can be read.
 */
export const Mapping = MappingDocument.superRefine((mapping, context) => {
  for (const { path, message } of mappingFaults(mapping)) {
    context.addIssue({ code: "custom", path: [...path], message });
  }
});
export type Mapping = z.infer<typeof Mapping>;
