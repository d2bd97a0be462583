/** Why bytes are not a record, or a record cannot be written. Stable: other rooms and the API pass the code on. */
export type FingerprintFormatCode =
  | "fingerprint.format.magic"
  | "fingerprint.format.version"
  | "fingerprint.format.length"
  | "fingerprint.format.truncated"
  | "fingerprint.format.trailing"
  | "fingerprint.format.image"
  | "fingerprint.format.position"
  | "fingerprint.format.quality"
  | "fingerprint.format.kind"
  | "fingerprint.format.coordinate"
  | "fingerprint.format.extended"
  | "fingerprint.format.certified"
  | "fingerprint.format.minutia"
  | "fingerprint.format.card"
  | "fingerprint.format.text"
  | "fingerprint.format.unwritable";

/** Thrown by readers and writers of template formats. `where` is the byte offset at which reading stopped making sense. */
export class FingerprintFormatError extends Error {
  readonly code: FingerprintFormatCode;
  readonly where: number;
  readonly remedy: string;

  constructor(code: FingerprintFormatCode, message: string, where: number, remedy: string) {
    super(message);
    this.name = "FingerprintFormatError";
    this.code = code;
    this.where = where;
    this.remedy = remedy;
  }

  toJSON(): { code: string; message: string; where: number; remedy: string } {
    return { code: this.code, message: this.message, where: this.where, remedy: this.remedy };
  }
}
