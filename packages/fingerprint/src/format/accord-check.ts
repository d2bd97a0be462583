import { ASK_AGAIN } from "./byte-reader.ts";
import { unwritable } from "./byte-writer.ts";
import { FingerprintFormatError } from "./format-error.ts";

/** The value, where it is a whole number in its range. @throws FingerprintFormatError `fingerprint.format.unwritable` */
export function checked(name: string, value: number, least: number, most: number, where: number): number {
  if (!Number.isInteger(value) || value < least || value > most)
    unwritable(`${name} must be a whole number from ${least} to ${most}`, where);
  return value;
}

export function refuse(code: FingerprintFormatError["code"], message: string, where: number): never {
  throw new FingerprintFormatError(code, message, where, ASK_AGAIN);
}
