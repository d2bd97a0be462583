import type { PatternClass } from "../extract/pattern-class.ts";
import { checked, refuse } from "./accord-check.ts";
import { unwritable } from "./byte-writer.ts";
import type { AccordExtension, AccordRecord } from "./record.ts";
import type { Core, Delta } from "./singular-points.ts";

/** Types of entries. */
const PATTERN_CLASS = 1;
const CORES = 2;
const DELTAS = 3;

/** Their codes count from 1. */
const PATTERN_CLASSES: readonly PatternClass[] = ["arch", "tentedArch", "leftLoop", "rightLoop", "whorl"];

/** x and y, angles, and whether these are known. */
const POINT_BYTES = { [CORES]: 6, [DELTAS]: 8 } as const;

type Extension = Pick<AccordRecord, "patternClass" | "cores" | "deltas" | "other">;

/** What stands behind the minutiae of our own form: entries of type, length and data, types ascending. */
export function readExtension(input: DataView, start: number, end: number): Extension {
  let patternClass: PatternClass | undefined;
  let cores: readonly Core[] = [];
  let deltas: readonly Delta[] = [];
  const other: AccordExtension[] = [];
  let last = 0;
  for (let at = start; at < end; ) {
    const type = input.getUint8(at);
    const length = at + 2 <= end ? input.getUint8(at + 1) : 256;
    if (type <= last || at + 2 + length > end) refuseAt(at);
    const data = new DataView(input.buffer, input.byteOffset + at + 2, length);
    if (type === PATTERN_CLASS) patternClass = readClass(data, at);
    else if (type === CORES)
      cores = readPoints(data, CORES, at).map(({ x, y, angles }) =>
        angles ? { x, y, angle: angles[0]! } : { x, y },
      );
    else if (type === DELTAS)
      deltas = readPoints(data, DELTAS, at).map(({ x, y, angles }) =>
        angles ? { x, y, angles: [angles[0]!, angles[1]!, angles[2]!] as const } : { x, y },
      );
    else
      other.push({
        type,
        data: new Uint8Array(data.buffer.slice(data.byteOffset, data.byteOffset + length)),
      });
    last = type;
    at += 2 + length;
  }
  return { ...(patternClass === undefined ? {} : { patternClass }), cores, deltas, other };
}

function readClass(data: DataView, where: number): PatternClass {
  const found = data.byteLength === 1 ? PATTERN_CLASSES[data.getUint8(0) - 1] : undefined;
  return found ?? refuseAt(where);
}

function readPoints(
  data: DataView,
  type: typeof CORES | typeof DELTAS,
  where: number,
): { x: number; y: number; angles: number[] | undefined }[] {
  const size = POINT_BYTES[type];
  if (data.byteLength === 0 || data.byteLength % size !== 0) refuseAt(where);
  return Array.from({ length: data.byteLength / size }, (_, point) => {
    const at = point * size;
    const angles = Array.from({ length: size - 5 }, (_angle, index) => data.getUint8(at + 4 + index));
    const known = data.getUint8(at + size - 1);
    if (known > 1 || (known === 0 && angles.some((angle) => angle !== 0))) refuseAt(where);
    return {
      x: data.getUint16(at, true),
      y: data.getUint16(at + 2, true),
      angles: known === 1 ? angles : undefined,
    };
  });
}

function refuseAt(where: number): never {
  return refuse("fingerprint.format.extended", "the extension block is not as it must be", where);
}

export function extensionOf({ patternClass, cores, deltas, other }: Extension): Uint8Array {
  const entries: [type: number, data: readonly number[]][] = [];
  if (patternClass !== undefined) entries.push([PATTERN_CLASS, [1 + PATTERN_CLASSES.indexOf(patternClass)]]);
  if (cores.length > 0)
    entries.push([
      CORES,
      cores.flatMap(({ x, y, angle }) => pointBytes(x, y, angle === undefined ? undefined : [angle], 1)),
    ]);
  if (deltas.length > 0)
    entries.push([DELTAS, deltas.flatMap(({ x, y, angles }) => pointBytes(x, y, angles, 3))]);
  for (const { type, data } of other)
    entries.push([checked("an extension's type", type, DELTAS + 1, 255, 14), [...data]]);
  const bytes = entries.flatMap(([type, data], index) => {
    if (index > 0 && entries[index - 1]![0] >= type) unwritable("the extension's types do not ascend", 14);
    return [type, checked("the length of an extension's entry", data.length, 0, 255, 14), ...data];
  });
  return Uint8Array.from(bytes);
}

function pointBytes(x: number, y: number, angles: readonly number[] | undefined, count: number): number[] {
  checked("a singular point's x", x, 0, 0xffff, 14);
  checked("a singular point's y", y, 0, 0xffff, 14);
  for (const angle of angles ?? []) checked("a singular point's angle", angle, 0, 255, 14);
  const written = angles ?? new Array<number>(count).fill(0);
  return [x & 0xff, x >> 8, y & 0xff, y >> 8, ...written, angles === undefined ? 0 : 1];
}
