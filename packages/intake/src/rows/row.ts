import type { Readable } from "node:stream";
import type { Problem } from "../problem.ts";

/**
 * What a file yields, in order: one header, then rows, each with as many cells as the header has columns, or rows that
 * cannot be read. Cells are text as written, trimmed; an XLSX date becomes `YYYY-MM-DD` or an ISO date and time.
 */
export type FileRow =
  | { readonly kind: "header"; readonly line: number; readonly columns: readonly string[] }
  | { readonly kind: "row"; readonly line: number; readonly cells: readonly string[] }
  | { readonly kind: "unreadable"; readonly line: number; readonly reject: readonly Problem[] };

/** A path; or a path or bytes that arrive, with the file's name as messages shall give it. */
export type RowInput =
  | string
  | { readonly name: string; readonly path: string }
  | { readonly name: string; readonly stream: Readable };
