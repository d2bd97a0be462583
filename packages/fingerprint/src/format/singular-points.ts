/** A core: pixels, and the direction of its ridges in the format's unit of angle where the record has one. */
export interface Core {
  readonly x: number;
  readonly y: number;
  readonly angle?: number;
}

/** A delta and the directions of its three ridge flows. */
export interface Delta {
  readonly x: number;
  readonly y: number;
  readonly angles?: readonly [number, number, number];
}

/** Cores and deltas (ISO/IEC 19794-2:2005 clause 7.5.3, ANSI/INCITS 378-2004 clause 6.6.3). */
export interface SingularPoints {
  readonly kind: "singular-points";
  readonly cores: readonly Core[];
  readonly deltas: readonly Delta[];
}

const HAS_ANGLE_ISO = 0x4000;
const HAS_ANGLE_ANSI = 0x40;

/** ISO says at each point whether it has angles; ANSI once for all cores and once for all deltas, beside their count. */
export function decodeSingularPoints(data: Uint8Array, layout: "iso" | "ansi"): SingularPoints | undefined {
  const input = new DataView(data.buffer, data.byteOffset, data.byteLength);
  let at = 0;
  const points = (angles: 1 | 3): { x: number; y: number; angles: number[] | undefined }[] | undefined => {
    if (at >= data.length) return undefined;
    const head = input.getUint8(at++);
    const count = layout === "iso" ? head : head & 0x0f;
    const found = [];
    for (let point = 0; point < count; point++) {
      if (at + 4 > data.length) return undefined;
      const flagged = input.getUint16(at);
      const has = layout === "iso" ? (flagged & HAS_ANGLE_ISO) !== 0 : (head & HAS_ANGLE_ANSI) !== 0;
      const place = { x: flagged & 0x3fff, y: input.getUint16(at + 2) & 0x3fff };
      at += 4;
      if (has && at + angles > data.length) return undefined;
      found.push({ ...place, angles: has ? [...data.subarray(at, at + angles)] : undefined });
      if (has) at += angles;
    }
    return found;
  };
  const cores = points(1);
  const deltas = cores && points(3);
  if (deltas === undefined || cores === undefined || at !== data.length) return undefined;
  return {
    kind: "singular-points",
    cores: cores.map(({ x, y, angles }) => (angles ? { x, y, angle: angles[0]! } : { x, y })),
    deltas: deltas.map(({ x, y, angles }) =>
      angles ? { x, y, angles: [angles[0]!, angles[1]!, angles[2]!] as const } : { x, y },
    ),
  };
}

/** Undefined where the points do not fit the layout: more than 15, beyond 16,383 pixels, or for ANSI angles at some only. */
export function encodeSingularPoints(points: SingularPoints, layout: "iso" | "ansi"): Uint8Array | undefined {
  const data: number[] = [];
  const groups = [
    points.cores.map(({ x, y, angle }) => ({ x, y, angles: angle === undefined ? [] : [angle] })),
    points.deltas.map(({ x, y, angles }) => ({ x, y, angles: angles ?? [] })),
  ];
  for (const group of groups) {
    const withAngles = group.filter(({ angles }) => angles.length > 0).length;
    if (group.length > (layout === "iso" ? 255 : 15)) return undefined;
    if (layout === "ansi" && withAngles > 0 && withAngles < group.length) return undefined;
    data.push(layout === "ansi" && withAngles > 0 ? group.length | HAS_ANGLE_ANSI : group.length);
    for (const { x, y, angles } of group) {
      if (!isWithin(x, 0x3fff) || !isWithin(y, 0x3fff) || !angles.every((angle) => isWithin(angle, 0xff)))
        return undefined;
      const flagged = x | (layout === "iso" && angles.length > 0 ? HAS_ANGLE_ISO : 0);
      data.push(flagged >> 8, flagged & 0xff, y >> 8, y & 0xff, ...angles);
    }
  }
  return Uint8Array.from(data);
}

function isWithin(value: number, most: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= most;
}
