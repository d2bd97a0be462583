import type { Template } from "../template.ts";
import { writeAccord } from "./accord.ts";
import { writeAnsi2004 } from "./ansi-378-2004.ts";
import { writeAnsi2009 } from "./ansi-378-2009.ts";
import { writeCard } from "./card.ts";
import { plainImpressions } from "./impression.ts";
import { writeIso2005 } from "./iso-19794-2-2005.ts";
import { writeIso2011 } from "./iso-19794-2-2011.ts";
import type { FingerprintRecord, TemplateFormat } from "./record.ts";
import { recordOf } from "./record-of.ts";
import { writeXyt } from "./xyt.ts";

/**
 * Writes templates as one file, each as a live plain impression without extended data.
 *
 *     writeTemplates([rightIndex, leftIndex], "ansi-378-2004");
 *
 * @throws FingerprintFormatError `fingerprint.format.unwritable` where they do not fit the format; see {@link recordOf}
 */
export function writeTemplates(
  templates: readonly Template[],
  format: TemplateFormat = "iso-19794-2-2005",
): Uint8Array {
  return writeRecord(recordOf(plainImpressions(templates), format));
}

/**
 * The bytes of a record. A record that was read is written back byte for byte, and what is written is read back the same.
 *
 * @throws FingerprintFormatError `fingerprint.format.unwritable` where a field does not fit the format; `where` is the offset the
 * field would have had
 */
export function writeRecord(record: FingerprintRecord): Uint8Array {
  switch (record.format) {
    case "iso-19794-2-2005":
      return writeIso2005(record);
    case "iso-19794-2-2011":
      return writeIso2011(record);
    case "ansi-378-2004":
      return writeAnsi2004(record);
    case "ansi-378-2009":
    case "ansi-378-2009-am1":
      return writeAnsi2009(record);
    case "iso-card-normal":
    case "iso-card-compact":
      return writeCard(record);
    case "accord":
      return writeAccord(record);
    case "xyt":
      return writeXyt(record);
  }
}
