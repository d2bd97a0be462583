import { FingerprintFormatError } from "./format-error.ts";

/** Writes big-endian fields into a buffer that grows. Each field says its name and range, so that no value is cut silently. */
export class ByteWriter {
  at = 0;
  #bytes = new Uint8Array(512);
  #view = new DataView(this.#bytes.buffer);

  byte(name: string, value: number, least = 0, most = 0xff): void {
    this.#grow(1);
    this.#view.setUint8(this.at, this.#checked(name, value, least, most));
    this.at += 1;
  }

  short(name: string, value: number, least = 0, most = 0xffff): void {
    this.#grow(2);
    this.#view.setUint16(this.at, this.#checked(name, value, least, most));
    this.at += 2;
  }

  long(name: string, value: number, least = 0, most = 0xffff_ffff): void {
    this.#grow(4);
    this.#view.setUint32(this.at, this.#checked(name, value, least, most));
    this.at += 4;
  }

  put(bytes: Uint8Array): void {
    this.#grow(bytes.length);
    this.#bytes.set(bytes, this.at);
    this.at += bytes.length;
  }

  /** Writes a length over the placeholder at `where`, once it is known. */
  longAt(where: number, value: number): void {
    this.#view.setUint32(where, value);
  }

  shortAt(where: number, name: string, value: number): void {
    this.#view.setUint16(where, this.#checked(name, value, 0, 0xffff));
  }

  taken(): Uint8Array {
    return this.#bytes.slice(0, this.at);
  }

  #checked(name: string, value: number, least: number, most: number): number {
    if (!Number.isInteger(value) || value < least || value > most) {
      unwritable(`${name} must be a whole number from ${least} to ${most}`, this.at);
    }
    return value;
  }

  #grow(length: number): void {
    if (this.at + length <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(2 * this.#bytes.length, this.at + length));
    larger.set(this.#bytes);
    this.#bytes = larger;
    this.#view = new DataView(larger.buffer);
  }
}

/** @param where the offset the field would have had */
export function unwritable(message: string, where: number): never {
  throw new FingerprintFormatError(
    "fingerprint.format.unwritable",
    message,
    where,
    "Correct the record before writing, or write another format; coordinates lie inside the image, counts fit one byte.",
  );
}
