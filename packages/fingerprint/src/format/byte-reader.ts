import { FingerprintFormatError } from "./format-error.ts";

export const ASK_AGAIN = "Ask the sender for the whole file as its device wrote it, without conversion.";

/**
 * Reads big-endian fields one after the other and never past `end`; all length checks of the readers are these. What
 * is handed out as bytes is copied, so that a record does not keep a large file alive.
 */
export class ByteReader {
  readonly bytes: Uint8Array;
  readonly end: number;
  at: number;
  readonly #view: DataView;

  constructor(bytes: Uint8Array, at = 0, end = bytes.length) {
    // Not the caller's subclass: slice() of Node's Buffer shares memory instead of copying.
    this.bytes = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.at = at;
    this.end = end;
  }

  get left(): number {
    return this.end - this.at;
  }

  /** @throws FingerprintFormatError `fingerprint.format.truncated` where fewer than `length` bytes are left */
  need(length: number): void {
    if (length <= this.end - this.at) return;
    throw new FingerprintFormatError(
      "fingerprint.format.truncated",
      "the record ends too early",
      this.end,
      ASK_AGAIN,
    );
  }

  byte(): number {
    this.need(1);
    return this.#view.getUint8(this.at++);
  }

  short(): number {
    this.need(2);
    this.at += 2;
    return this.#view.getUint16(this.at - 2);
  }

  long(): number {
    this.need(4);
    this.at += 4;
    return this.#view.getUint32(this.at - 4);
  }

  take(length: number): Uint8Array {
    this.need(length);
    this.at += length;
    return this.bytes.slice(this.at - length, this.at);
  }

  /** A reader of the next `length` bytes alone; this one goes on behind them. */
  part(length: number): ByteReader {
    this.need(length);
    this.at += length;
    return new ByteReader(this.bytes, this.at - length, this.at);
  }
}
