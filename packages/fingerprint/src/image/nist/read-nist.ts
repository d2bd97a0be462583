import type { Template } from "../../template.ts";
import type { FingerImage } from "../finger-image.ts";
import { damaged, truncated } from "../image-error.ts";
import { binaryImage } from "./binary-image.ts";
import type { ListedRecord } from "./listed-record.ts";
import { minutiaeOf } from "./minutiae.ts";
import { taggedImage } from "./tagged-image.ts";
import { TaggedRecord, taggedLength } from "./tagged-record.ts";

/** What an ANSI/NIST-ITL file holds, in its order. */
export type NistRecord =
  | (FingerImage & {
      readonly kind: "image";
      readonly type: number;
      /** Number that joins records of one picture: its pixels and its minutiae. */
      readonly designation: number;
      /** All positions that the picture may show, most likely first. */
      readonly positions: readonly number[];
    })
  | {
      readonly kind: "minutiae";
      readonly type: number;
      readonly designation: number;
      readonly position: number;
      readonly template: Template;
    }
  /** A record that holds no finger (persons' data, faces), or in a form that is not read: only that it is there. */
  | { readonly kind: "other"; readonly type: number; readonly designation: number };

export interface NistFile {
  /** Field 1.002, "0400" for ANSI/NIST-ITL 1-2007. */
  readonly version: string;
  readonly records: readonly NistRecord[];
}

const BINARY_TYPES = new Set([3, 4, 5, 6, 7, 8]);
const TAGGED_IMAGE_TYPES = new Set([13, 14, 15]);
const MINUTIAE_TYPE = 9;

/**
 * Takes an ANSI/NIST-ITL file apart (traditional encoding): pictures of types 4, 13, 14 and 15 and minutiae of type 9,
 * by finger position. Personal data of type 2 are not looked at. Pictures are decoded by their `read()`.
 *
 * @throws FingerprintImageError where the file's list of records or a length in it does not fit its bytes
 */
export function readNist(bytes: Uint8Array, maximumPixels?: number): NistFile {
  const first = taggedLength(bytes, 0);
  const header = new TaggedRecord(bytes.subarray(0, first), 0);
  const perMillimetre = header.number(11) ?? 0;
  const [, ...listed] = header.items(3);
  const found: ListedRecord[] = [];
  let at = first;
  for (const [typeText, designationText] of listed) {
    const type = Number(typeText);
    const designation = Number(designationText);
    if (!Number.isInteger(type) || !Number.isInteger(designation)) {
      throw damaged("the list of records in the ANSI/NIST file", 0);
    }
    const length = BINARY_TYPES.has(type) ? binaryLength(bytes, at) : taggedLength(bytes, at);
    found.push({ type, designation, bytes: bytes.subarray(at, at + length), at });
    at += length;
  }
  return { version: header.text(2) ?? "", records: found.map(recordOf) };

  function recordOf(record: ListedRecord): NistRecord {
    const { type, designation } = record;
    if (type === 4)
      return { kind: "image", type, designation, ...binaryImage(record, perMillimetre, maximumPixels) };
    if (TAGGED_IMAGE_TYPES.has(type)) {
      return { kind: "image", type, designation, ...taggedImage(record, maximumPixels) };
    }
    const template = type === MINUTIAE_TYPE ? minutiaeOf(record, found) : undefined;
    if (template === undefined) return { kind: "other", type, designation };
    return { kind: "minutiae", type, designation, position: template.position, template };
  }
}

function binaryLength(bytes: Uint8Array, at: number): number {
  if (bytes.length - at < 4) throw truncated("a record of the ANSI/NIST file", at);
  const length = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(at);
  if (length < 4) throw damaged("a record of the ANSI/NIST file", at);
  if (length > bytes.length - at) throw truncated("a record of the ANSI/NIST file", at);
  return length;
}
