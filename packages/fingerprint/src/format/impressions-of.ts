import type { Template } from "../template.ts";
import { fromDegrees, fromSixBits, fromTwoDegrees } from "./angle-units.ts";
import type { ExtendedBlock } from "./extended-data.ts";
import { type Impression, plainImpression } from "./impression.ts";
import type { MinutiaColumns } from "./minutia-columns.ts";
import type {
  AccordRecord,
  CardRecord,
  FingerprintRecord,
  FingerView,
  ImageGeometry,
  XytRecord,
} from "./record.ts";
import type { SingularPoints } from "./singular-points.ts";

/** What a format without a header does not say: the image its minutiae were found in, and whose finger it was. */
export interface ImpressionContext {
  readonly position?: number;
  /** Pixels; default just large enough to hold the minutiae. */
  readonly width?: number;
  readonly height?: number;
  /** Pixels per centimetre; default 197 (500 dpi). */
  readonly resolution?: number;
}

/** The impressions of a record in common units. Columns that need no conversion are those of the record, not copies. */
export function impressionsOf(record: FingerprintRecord, context: ImpressionContext = {}): Impression[] {
  switch (record.format) {
    case "iso-19794-2-2005":
    case "ansi-378-2004": {
      const isAnsi = record.format === "ansi-378-2004";
      return record.views.map((view) => ({
        ...ofView(view, record.image, view.quality, isAnsi),
        certified: (record.compliance & 8) !== 0,
        deviceType: record.sensor,
        ...(isAnsi ? { productOwner: record.productOwner, productType: record.productType } : {}),
      }));
    }
    case "ansi-378-2009":
    case "ansi-378-2009-am1":
      return record.views.map((view) => ({
        ...ofView(view, view.image, view.quality, true),
        qualities: [{ score: view.quality, vendor: view.qualityVendor, algorithm: view.qualityAlgorithm }],
        certified: (record.compliance & 0x80) !== 0,
        deviceType: record.sensor,
        productOwner: record.productOwner,
        productType: record.productType,
      }));
    case "iso-19794-2-2011":
      return record.views.map((view) => ({
        ...ofView(view, view.image, view.qualities[0]?.score ?? 0, false),
        qualities: view.qualities,
        captured: view.captured,
        technology: view.technology,
        deviceVendor: view.deviceVendor,
        deviceType: view.deviceType,
        certifications: view.certifications ?? [],
        endingType: view.endingType,
      }));
    case "iso-card-normal":
    case "iso-card-compact":
      return [plainImpression(cardTemplate(record, context))];
    case "accord":
      return [ofAccord(record)];
    case "xyt":
      return [plainImpression(xytTemplate(record, context))];
  }
}

function ofView(view: FingerView, image: ImageGeometry, quality: number, isAnsi: boolean): Impression {
  const template: Template = {
    // Codes above 10 are several fingers at once.
    position: view.position <= 10 ? view.position : 0,
    width: image.width,
    height: image.height,
    resolution: image.resolutionX,
    quality: quality <= 100 ? quality : 0,
    ...templateColumns(view.minutiae, isAnsi),
  };
  return {
    ...plainImpression(template, view.view),
    resolutionY: image.resolutionY,
    impression: view.impression,
    extended: isAnsi ? view.extended.map((block) => turned(block, fromTwoDegrees)) : view.extended,
  };
}

type Columns = Pick<Template, "count" | "x" | "y" | "angle" | "kind" | "minutiaQuality">;

function templateColumns({ count, x, y, angle, kind, quality }: MinutiaColumns, isAnsi: boolean): Columns {
  return {
    count,
    x,
    y,
    angle: isAnsi ? angle.map(fromTwoDegrees) : angle,
    kind,
    minutiaQuality: quality === undefined ? new Uint8Array(count) : reported(quality),
  };
}

/** 254 and 255 are qualities that nobody computed; in a template that is 0. */
function reported(quality: Uint8Array): Uint8Array {
  return quality.some((value) => value > 100) ? quality.map((value) => (value > 100 ? 0 : value)) : quality;
}

/** The same block with its angles in another unit. */
export function turned(block: ExtendedBlock, unit: (angle: number) => number): ExtendedBlock {
  if (block.kind !== "singular-points") return block;
  return {
    kind: "singular-points",
    cores: block.cores.map((core) =>
      core.angle === undefined ? core : { ...core, angle: unit(core.angle) },
    ),
    deltas: block.deltas.map((delta) =>
      delta.angles === undefined
        ? delta
        : {
            ...delta,
            angles: [unit(delta.angles[0]), unit(delta.angles[1]), unit(delta.angles[2])] as const,
          },
    ),
  };
}

function ofAccord(record: AccordRecord): Impression {
  const { position, quality, width, height, resolution, cores, deltas } = record;
  const points: SingularPoints = {
    kind: "singular-points",
    cores,
    deltas: deltas.map(({ x, y }) => ({ x, y })),
  };
  return {
    ...plainImpression({
      position,
      quality,
      width,
      height,
      resolution,
      ...templateColumns(record.minutiae, false),
    }),
    patternClass: record.patternClass,
    extended: cores.length + deltas.length > 0 ? [points] : [],
  };
}

function cardTemplate({ format, minutiae }: CardRecord, context: ImpressionContext): Template {
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
function xytTemplate({ rows }: XytRecord, context: ImpressionContext): Template {
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
function framed(columns: Columns, context: ImpressionContext): Template {
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
