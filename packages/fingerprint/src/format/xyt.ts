import { unwritable } from "./byte-writer.ts";
import { FingerprintFormatError } from "./format-error.ts";
import type { XytRecord } from "./record.ts";

/** mindtct never gives more lines; bozorth3 takes at most 200 of them. */
const LINES_LIMIT = 1000;
const LONGEST_LINE = 40;

/** Whether the bytes are lines of three or four numbers. */
export function isXyt(bytes: Uint8Array): boolean {
  const first = new TextDecoder("latin1").decode(bytes.subarray(0, LONGEST_LINE));
  return /^\s*\d{1,5}[ \t]+\d{1,5}[ \t]+-?\d{1,3}([ \t]+\d{1,3})?[ \t]*(\r?\n|$)/.test(first);
}

/**
 * Reads NBIS's .xyt text: a line a minutia of x, y (from the bottom left corner), direction in degrees
 * counter-clockwise and, where mindtct wrote it, quality 0 to 100. @throws FingerprintFormatError `fingerprint.format.text`
 */
export function readXyt(bytes: Uint8Array): XytRecord {
  const lines = new TextDecoder("latin1").decode(bytes.subarray(0, LINES_LIMIT * LONGEST_LINE)).split("\n");
  const rows: (readonly [number, number, number, number])[] = [];
  let where = 0;
  for (const line of lines) {
    const text = line.trim();
    if (text !== "") {
      const [x, y, degrees, quality = 0, ...rest] = text.split(/\s+/).map(numberOf);
      const fits =
        rest.length === 0 &&
        isWithin(x, 0xffff) &&
        isWithin(y, 0xffff) &&
        isWithin(quality, 100) &&
        degrees !== undefined &&
        Number.isInteger(degrees) &&
        Math.abs(degrees) <= 360;
      if (!fits || rows.length === LINES_LIMIT || bytes.length > LINES_LIMIT * LONGEST_LINE) {
        throw new FingerprintFormatError(
          "fingerprint.format.text",
          "a line is not the x, y, direction and quality of a minutia",
          where,
          "Give the .xyt file as mindtct writes it, at most 1,000 lines.",
        );
      }
      rows.push([x!, y!, (degrees! + 720) % 360, quality]);
    }
    where += line.length + 1;
  }
  return { format: "xyt", rows };
}

export function writeXyt({ rows }: XytRecord): Uint8Array {
  for (const [x, y, degrees, quality] of rows) {
    if (!isWithin(x, 0xffff) || !isWithin(y, 0xffff) || !isWithin(degrees, 359) || !isWithin(quality, 100))
      unwritable("a minutia does not fit a line of text", 0);
  }
  return new TextEncoder().encode(rows.map((row) => `${row.join(" ")}\n`).join(""));
}

/** Zero without a sign. */
function numberOf(text: string): number {
  return Number(text) + 0;
}

function isWithin(value: number | undefined, most: number): boolean {
  return value !== undefined && Number.isInteger(value) && value >= 0 && value <= most;
}
