import type { Template } from "../template.ts";
import { fromTwoDegrees } from "./angle-units.ts";
import type { ExtendedBlock } from "./extended-data.ts";
import { cardTemplate, type ImpressionContext, type TemplateColumns, xytTemplate } from "./headerless.ts";
import { type Impression, plainImpression } from "./impression.ts";
import type { MinutiaColumns } from "./minutia-columns.ts";
import type { AccordRecord, FingerprintRecord, FingerView, ImageGeometry } from "./record.ts";
import type { SingularPoints } from "./singular-points.ts";

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

function templateColumns(
  { count, x, y, angle, kind, quality }: MinutiaColumns,
  isAnsi: boolean,
): TemplateColumns {
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
  const { position, quality, width, height, resolution, patternClass, cores, deltas } = record;
  const points: SingularPoints = { kind: "singular-points", cores, deltas };
  return {
    ...plainImpression({
      position,
      quality,
      width,
      height,
      resolution,
      ...templateColumns(record.minutiae, false),
    }),
    ...(patternClass === undefined ? {} : { patternClass }),
    extended: cores.length + deltas.length > 0 ? [points] : [],
  };
}
