import { ASK_AGAIN, type ByteReader } from "./byte-reader.ts";
import { FingerprintFormatError } from "./format-error.ts";

/** "FMR" and zero, with which every record format begins. */
export const MAGIC = Uint8Array.of(0x46, 0x4d, 0x52, 0);

export function hasMagic(bytes: Uint8Array): boolean {
  return bytes.length >= 4 && MAGIC.every((byte, at) => bytes[at] === byte);
}

/** The three version digits and the zero behind them as text, " 20" or "030" for instance. */
export function versionOf(bytes: Uint8Array): string {
  return bytes.length >= 8 && bytes[7] === 0 ? String.fromCharCode(...bytes.subarray(4, 7)) : "";
}

/**
 * The length that a record states of itself, from `least`, that of a record without views.
 *
 * @throws FingerprintFormatError `fingerprint.format.truncated` where fewer bytes are there, `fingerprint.format.length`
 */
export function statedLength(input: ByteReader, total: number, least: number, where: number): number {
  if (total >= least && total <= input.end) return total;
  throw new FingerprintFormatError(
    total > input.end ? "fingerprint.format.truncated" : "fingerprint.format.length",
    `the record says it is ${total} bytes long, ${input.end} are there`,
    where,
    ASK_AGAIN,
  );
}

/**
 * What must hold behind the last view: zero bytes are ignored, because some devices hand over a fixed-size buffer; others
 * are not. Some encoders miscount their header: a length that is not where the views end is kept for writing back.
 */
export function atEnd(input: ByteReader, stated: number): { readonly statedLength?: number } {
  if (input.bytes.subarray(input.at, input.end).some((byte) => byte !== 0)) {
    throw new FingerprintFormatError(
      "fingerprint.format.trailing",
      "bytes follow the last finger view",
      input.at,
      ASK_AGAIN,
    );
  }
  return stated === input.at ? {} : { statedLength: stated };
}
