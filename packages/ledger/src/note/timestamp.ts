import { toUtf8 } from "../bytes.ts";
import { LedgerError } from "../errors.ts";

/** Bytes of the time before a cosignature: u64, big-endian, seconds since 1970 (C2SP tlog-cosignature). */
export const TIMESTAMP_BYTES = 8;

/** @throws LedgerError `ledger.range` for a time that is not a whole number of seconds since 1970 */
export function writeTimestamp(timeSeconds: number): Uint8Array {
  assertTime(timeSeconds);
  const bytes = Buffer.alloc(TIMESTAMP_BYTES);
  bytes.writeBigUInt64BE(BigInt(timeSeconds));
  return bytes;
}

/** Undefined for a time beyond what a number holds exactly, some 285 million years on. */
export function readTimestamp(signature: Uint8Array): number | undefined {
  const time = Buffer.from(signature.buffer, signature.byteOffset, TIMESTAMP_BYTES).readBigUInt64BE();
  return time <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(time) : undefined;
}

/** What a cosignature/v1 signs: a header line, the time, and the whole text of the checkpoint. */
export function cosignedMessage(text: Uint8Array, timeSeconds: number): Uint8Array {
  assertTime(timeSeconds);
  return Buffer.concat([toUtf8(`cosignature/v1\ntime ${timeSeconds}\n`), text]);
}

function assertTime(timeSeconds: number): void {
  if (Number.isSafeInteger(timeSeconds) && timeSeconds >= 0) return;
  throw new LedgerError("ledger.range", "A cosignature's time is a whole number of seconds since 1970.", {
    where: "timeSeconds",
    remedy: "Divide milliseconds by 1000 and round down.",
  });
}
