import type { Template } from "../template.ts";
import { readAccord } from "./accord.ts";
import { readAnsi2004 } from "./ansi-378-2004.ts";
import { readAnsi2009 } from "./ansi-378-2009.ts";
import { readCard } from "./card.ts";
import type { ImpressionContext } from "./headerless.ts";
import { impressionsOf } from "./impressions-of.ts";
import { readIso2005 } from "./iso-19794-2-2005.ts";
import { readIso2011 } from "./iso-19794-2-2011.ts";
import { formatOf } from "./recognise.ts";
import type { CardRecord, FingerprintRecord } from "./record.ts";
import { readXyt } from "./xyt.ts";

export interface ReadOptions extends ImpressionContext {
  /** For card minutiae, which do not say their size, and have no mark where they stand bare. */
  readonly card?: CardRecord["format"];
}

export interface TemplateFileContent {
  /** The file with every field of its format. */
  readonly record: FingerprintRecord;
  /** What is compared: one template an impression, in the file's order. */
  readonly templates: readonly Template[];
}

/**
 * Reads a file of fingerprint templates of any known format, recognised by its content; see {@link TemplateFormat}. Lengths are
 * checked against the bytes at hand before anything is allocated, so memory stays within a small multiple of the input.
 *
 *     const { templates: [template] } = readTemplates(bytes);
 *
 * @param bytes the whole file; zero bytes after a record are ignored, because some devices hand over a fixed-size buffer
 * @throws FingerprintFormatError with the byte offset where it stopped
 */
export function readTemplates(bytes: Uint8Array, options: ReadOptions = {}): TemplateFileContent {
  const record = readRecord(bytes, options);
  return { record, templates: impressionsOf(record, options).map(({ template }) => template) };
}

/** The file with every field of its format, in the format's own units. @throws FingerprintFormatError */
export function readRecord(bytes: Uint8Array, { card }: Pick<ReadOptions, "card"> = {}): FingerprintRecord {
  if (card !== undefined) return readCard(bytes, card);
  switch (formatOf(bytes)) {
    case "iso-19794-2-2005":
      return readIso2005(bytes);
    case "iso-19794-2-2011":
      return readIso2011(bytes);
    case "ansi-378-2004":
      return readAnsi2004(bytes);
    case "ansi-378-2009":
    case "ansi-378-2009-am1":
      return readAnsi2009(bytes);
    case "iso-card-compact":
      return readCard(bytes);
    case "accord":
      return readAccord(bytes);
    case "xyt":
      return readXyt(bytes);
  }
}
