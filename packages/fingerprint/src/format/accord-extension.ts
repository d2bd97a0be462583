import { checked, refuse } from "./accord-check.ts";
import { unwritable } from "./byte-writer.ts";
import type { AccordExtension, AccordRecord, SingularPoint } from "./record.ts";

const PATTERN_CLASS = 1;
const CORES = 2;
const DELTAS = 3;
const POINT_BYTES = 6;

/** What stands behind the minutiae of our own form: entries of type, length and data, types ascending. */
interface Extension {
  readonly patternClass: number;
  readonly cores: readonly SingularPoint[];
  readonly deltas: readonly SingularPoint[];
  readonly other: readonly AccordExtension[];
}

export function readExtension(input: DataView, start: number, end: number): Extension {
  let patternClass = 0;
  const points: SingularPoint[][] = [[], []];
  const other: AccordExtension[] = [];
  let last = 0;
  for (let at = start; at < end; ) {
    const type = input.getUint8(at);
    const length = at + 2 <= end ? input.getUint8(at + 1) : 256;
    const known =
      type === PATTERN_CLASS ? length === 1 : type > DELTAS || (length > 0 && length % POINT_BYTES === 0);
    if (type <= last || at + 2 + length > end || !known)
      refuse("fingerprint.format.extended", "the extension block is not as it must be", at);
    if (type === PATTERN_CLASS) {
      patternClass = input.getUint8(at + 2);
      if (patternClass === 0)
        refuse("fingerprint.format.extended", "the extension block is not as it must be", at);
    } else if (type <= DELTAS) {
      for (let point = at + 2; point < at + 2 + length; point += POINT_BYTES)
        points[type - CORES]!.push(readPoint(input, point));
    } else {
      const from = input.byteOffset + at + 2;
      other.push({ type, data: new Uint8Array(input.buffer.slice(from, from + length)) });
    }
    last = type;
    at += 2 + length;
  }
  return { patternClass, cores: points[0]!, deltas: points[1]!, other };
}

/** x, y, angle, and whether the angle is known. */
function readPoint(input: DataView, at: number): SingularPoint {
  const [x, y] = [input.getUint16(at, true), input.getUint16(at + 2, true)];
  const [angle, known] = [input.getUint8(at + 4), input.getUint8(at + 5)];
  if (known > 1 || (known === 0 && angle !== 0))
    refuse("fingerprint.format.extended", "the extension block is not as it must be", at);
  return known === 1 ? { x, y, angle } : { x, y };
}

export function extensionOf({ patternClass, cores, deltas, other }: AccordRecord): Uint8Array {
  const entries: [type: number, data: readonly number[]][] = [];
  if (patternClass !== 0)
    entries.push([PATTERN_CLASS, [checked("the pattern class", patternClass, 1, 255, 14)]]);
  if (cores.length > 0) entries.push([CORES, cores.flatMap(pointBytes)]);
  if (deltas.length > 0) entries.push([DELTAS, deltas.flatMap(pointBytes)]);
  for (const { type, data } of other)
    entries.push([checked("an extension's type", type, DELTAS + 1, 255, 14), [...data]]);
  const bytes = entries.flatMap(([type, data], index) => {
    if (index > 0 && entries[index - 1]![0] >= type) unwritable("the extension's types do not ascend", 14);
    return [type, checked("the length of an extension's entry", data.length, 0, 255, 14), ...data];
  });
  return Uint8Array.from(bytes);
}

function pointBytes({ x, y, angle }: SingularPoint): number[] {
  checked("a singular point's x", x, 0, 0xffff, 14);
  checked("a singular point's y", y, 0, 0xffff, 14);
  const known = angle !== undefined;
  if (known) checked("a singular point's angle", angle, 0, 255, 14);
  return [x & 0xff, x >> 8, y & 0xff, y >> 8, angle ?? 0, known ? 1 : 0];
}
