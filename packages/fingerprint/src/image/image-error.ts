/** Why bytes are not a picture that can be used. Stable: other rooms and the API pass the code on. */
export type FingerprintImageCode =
  | "fingerprint.image.format"
  | "fingerprint.image.truncated"
  | "fingerprint.image.damaged"
  | "fingerprint.image.size"
  | "fingerprint.image.too_large"
  | "fingerprint.image.unsupported"
  | "fingerprint.image.resolution"
  | "fingerprint.image.absent"
  | "fingerprint.image.several";

/** Thrown by every reader of pictures. `where` is the byte offset at which reading stopped making sense. */
export class FingerprintImageError extends Error {
  readonly code: FingerprintImageCode;
  readonly where: number;
  readonly remedy: string;

  constructor(code: FingerprintImageCode, message: string, where: number, remedy: string) {
    super(message);
    this.name = "FingerprintImageError";
    this.code = code;
    this.where = where;
    this.remedy = remedy;
  }

  toJSON(): { code: string; message: string; where: number; remedy: string } {
    return { code: this.code, message: this.message, where: this.where, remedy: this.remedy };
  }
}

export function truncated(what: string, where: number): FingerprintImageError {
  return new FingerprintImageError(
    "fingerprint.image.truncated",
    `${what} ends before it is complete`,
    where,
    "Ask for the file again; it was cut off on its way.",
  );
}

export function damaged(what: string, where: number): FingerprintImageError {
  return new FingerprintImageError(
    "fingerprint.image.damaged",
    `${what} does not decode`,
    where,
    "Ask for the file again as its device wrote it, without conversion.",
  );
}

export function unsupported(what: string, where: number): FingerprintImageError {
  return new FingerprintImageError(
    "fingerprint.image.unsupported",
    `${what} is not read`,
    where,
    "Save the picture as an 8-bit grey PNG or an uncompressed TIFF.",
  );
}
