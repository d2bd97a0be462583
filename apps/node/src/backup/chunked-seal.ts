import { createCipheriv, createDecipheriv } from "node:crypto";
import { AccordError } from "@accord/vocabulary";

/*
 * A long text in chunks, each under AES-256-GCM with a key that seals this one text: the STREAM construction (Hoang,
 * Reyhanitabar, Rogaway, Vizár 2015), as the age format uses it. The nonce is the chunk's number (11 bytes) and whether
 * it is the last (1 byte), so that chunks cannot be left out, repeated, put in another order or cut off at the end.
 */
const CHUNK_BYTES = 64 * 1024;
const TAG_BYTES = 16;

function nonceOf(chunk: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeBigUInt64BE(BigInt(chunk), 3);
  nonce[11] = last ? 1 : 0;
  return nonce;
}

/** Seals what comes, in chunks of `CHUNK_BYTES`; the last may be shorter. */
export async function* sealChunks(key: Uint8Array, plain: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let chunk = 0;
  let waiting: Buffer = Buffer.alloc(0);
  for await (const piece of plain) {
    waiting = Buffer.concat([waiting, piece]);
    while (waiting.length > CHUNK_BYTES) {
      yield sealed(key, waiting.subarray(0, CHUNK_BYTES), chunk++, false);
      waiting = waiting.subarray(CHUNK_BYTES);
    }
  }
  yield sealed(key, waiting, chunk, true);
}

/** @throws AccordError `backup.damaged` where a byte is another, a chunk is missing or the end is cut off */
export async function* openChunks(key: Uint8Array, text: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  const whole = CHUNK_BYTES + TAG_BYTES;
  let chunk = 0;
  let waiting: Buffer = Buffer.alloc(0);
  for await (const piece of text) {
    waiting = Buffer.concat([waiting, piece]);
    while (waiting.length > whole) {
      yield opened(key, waiting.subarray(0, whole), chunk++, false);
      waiting = waiting.subarray(whole);
    }
  }
  yield opened(key, waiting, chunk, true);
}

function sealed(key: Uint8Array, plain: Uint8Array, chunk: number, last: boolean): Buffer {
  const cipher = createCipheriv("aes-256-gcm", key, nonceOf(chunk, last));
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function opened(key: Uint8Array, text: Uint8Array, chunk: number, last: boolean): Buffer {
  try {
    const decipher = createDecipheriv("aes-256-gcm", key, nonceOf(chunk, last), { authTagLength: TAG_BYTES });
    decipher.setAuthTag(text.subarray(text.length - TAG_BYTES));
    return Buffer.concat([decipher.update(text.subarray(0, text.length - TAG_BYTES)), decipher.final()]);
  } catch (cause) {
    throw new AccordError("backup.damaged", "the backup is damaged or cut off", {
      where: `chunk ${chunk}`,
      remedy: "Take another copy of it, or an earlier backup.",
      cause,
    });
  }
}
