import { isAccord } from "./accord.ts";
import { ByteReader } from "./byte-reader.ts";
import { isCardObject } from "./card.ts";
import { FingerprintFormatError } from "./format-error.ts";
import { hasRepresentations } from "./iso-19794-2-2011.ts";
import type { TemplateFormat } from "./record.ts";
import { hasMagic, versionOf } from "./record-head.ts";
import { isXyt } from "./xyt.ts";

/** ISO's format says its length in four bytes, ANSI's in two, or in two zeros and four: neither is shorter than its header. */
const ISO_2005_HEADER = 24;
const ANSI_2004_HEADER = 26;

/**
 * The format of a file by its content. ISO/IEC 19794-2:2005 and ANSI/INCITS 378-2004 begin alike, as do ISO/IEC
 * 19794-2:2011 and ANSI/INCITS 378-2009; lengths tell them apart. Bare card minutiae have no mark of their own.
 *
 * @throws FingerprintFormatError `fingerprint.format.magic` or `fingerprint.format.version`
 */
export function formatOf(bytes: Uint8Array): Exclude<TemplateFormat, "iso-card-normal"> {
  if (isAccord(bytes)) return "accord";
  if (hasMagic(bytes)) return recordFormat(bytes);
  if (isCardObject(bytes)) return "iso-card-compact";
  if (isXyt(bytes)) return "xyt";
  throw new FingerprintFormatError(
    "fingerprint.format.magic",
    "not a fingerprint minutiae record",
    0,
    "Give an ISO/IEC 19794-2 or ANSI/INCITS 378 record; it begins with the letters FMR. For bare card minutiae say the format.",
  );
}

function recordFormat(bytes: Uint8Array): Exclude<TemplateFormat, "iso-card-normal"> {
  new ByteReader(bytes).need(8);
  switch (versionOf(bytes)) {
    case " 20":
    case "020":
      return isAnsi2004(bytes) ? "ansi-378-2004" : "iso-19794-2-2005";
    case "030":
      return hasRepresentations(bytes) ? "iso-19794-2-2011" : likelier2009(bytes);
    case "035":
      return "ansi-378-2009-am1";
    default:
      throw new FingerprintFormatError(
        "fingerprint.format.version",
        "not a version of ISO/IEC 19794-2 or ANSI/INCITS 378 that is known here",
        4,
        "Export templates as ISO/IEC 19794-2:2005 or :2011, or as ANSI/INCITS 378-2004 or -2009.",
      );
  }
}

function isAnsi2004(bytes: Uint8Array): boolean {
  if (bytes.length < 12) return false;
  const high = bytes[8]! * 256 + bytes[9]!;
  const low = bytes[10]! * 256 + bytes[11]!;
  if (high !== 0) return high >= ANSI_2004_HEADER;
  return low < ISO_2005_HEADER;
}

/**
 * A damaged file is of either. A representation begins with its length, so two zero bytes at 15 speak for ISO; in ANSI
 * the capture device stands there, and behind it the number of views.
 */
function likelier2009(bytes: Uint8Array): "iso-19794-2-2011" | "ansi-378-2009" {
  return bytes.length >= 17 && bytes[15] === 0 && bytes[16] === 0 && bytes[12] === 0
    ? "iso-19794-2-2011"
    : "ansi-378-2009";
}
