import type { Template } from "../template.ts";
import { fromDegrees, fromSixBits } from "./angle-units.ts";
import type { CardRecord, XytRecord } from "./record.ts";

/** What a format without a header does not say: the image its minutiae were found in, and whose finger it was. */
export interface ImpressionContext {
  readonly position?: number;
  /** Pixels; default just large enough to hold the minutiae. */
  readonly width?: number;
  readonly height?: number;
  /** Pixels per centimetre; default 197 (500 dpi). */
  readonly resolution?: number;
}

/** A template's minutiae. */
export type TemplateColumns = Pick<Template, "count" | "x" | "y" | "angle" | "kind" | "minutiaQuality">;

/** Card minutiae on an image: units of length become pixels. */
export function cardTemplate({ format, minutiae }: CardRecord, context: ImpressionContext): Template {
  const resolution = context.resolution ?? 197;
  const unitsPerCentimetre = format === "iso-card-normal" ? 1000 : 100;
  const pixels = (units: number) => Math.round((units * resolution) / unitsPerCentimetre);
  return framed(
    {
      count: minutiae.count,
      x: minutiae.x.map(pixels),
      y: minutiae.y.map(pixels),
      angle: format === "iso-card-normal" ? minutiae.angle : minutiae.angle.map(fromSixBits),
      kind: minutiae.kind,
      minutiaQuality: new Uint8Array(minutiae.count),
    },
    { ...context, resolution },
  );
}

/** NBIS counts y from below and points along the ridge away from where ISO points (lfs2nist against lfs2m1 of mindtct). */
export function xytTemplate({ rows }: XytRecord, context: ImpressionContext): Template {
  const from = context.height ?? Math.max(0, ...rows.map(([, y]) => y));
  const kept = rows.slice(0, 255).filter(([, y]) => y <= from);
  return framed(
    {
      count: kept.length,
      x: Uint16Array.from(kept, ([x]) => x),
      y: Uint16Array.from(kept, ([, y]) => from - y),
      angle: Uint8Array.from(kept, ([, , degrees]) => fromDegrees(degrees + 180)),
      kind: new Uint8Array(kept.length),
      minutiaQuality: Uint8Array.from(kept, ([, , , quality]) => quality),
    },
    context,
  );
}

/** Minutiae beyond the image that the caller names are left out. */
function framed(columns: TemplateColumns, context: ImpressionContext): Template {
  const width = context.width ?? 1 + Math.max(0, ...columns.x);
  const height = context.height ?? 1 + Math.max(0, ...columns.y);
  const inside = Array.from(columns.x.keys()).filter(
    (at) => columns.x[at]! < width && columns.y[at]! < height,
  );
  return {
    position: context.position ?? 0,
    width,
    height,
    resolution: context.resolution ?? 197,
    quality: 0,
    count: inside.length,
    x: Uint16Array.from(inside, (at) => columns.x[at]!),
    y: Uint16Array.from(inside, (at) => columns.y[at]!),
    angle: Uint8Array.from(inside, (at) => columns.angle[at]!),
    kind: Uint8Array.from(inside, (at) => columns.kind[at]!),
    minutiaQuality: Uint8Array.from(inside, (at) => columns.minutiaQuality[at]!),
  };
}
