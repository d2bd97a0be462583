/** Why bytes are not a gallery, or a finger cannot be taken into one. Stable: other rooms and the API pass the code on. */
export type FingerprintGalleryCode =
  | "fingerprint.gallery.magic"
  | "fingerprint.gallery.version"
  | "fingerprint.gallery.truncated"
  | "fingerprint.gallery.trailing"
  | "fingerprint.gallery.checksum"
  | "fingerprint.gallery.damaged"
  | "fingerprint.gallery.subject";

/** Thrown where a gallery is built, changed or read. `where` names the part of the file or the entry. */
export class FingerprintGalleryError extends Error {
  readonly code: FingerprintGalleryCode;
  readonly where: string;
  readonly remedy: string;

  constructor(code: FingerprintGalleryCode, message: string, where: string, remedy: string) {
    super(message);
    this.name = "FingerprintGalleryError";
    this.code = code;
    this.where = where;
    this.remedy = remedy;
  }

  toJSON(): { code: string; message: string; where: string; remedy: string } {
    return { code: this.code, message: this.message, where: this.where, remedy: this.remedy };
  }
}
