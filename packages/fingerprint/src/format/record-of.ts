import type { Template } from "../template.ts";
import { toDegrees, toTwoDegrees } from "./angle-units.ts";
import { ansiBlocks, isoBlocks, zonesOver } from "./blocks-for.ts";
import { unwritable } from "./byte-writer.ts";
import { cardMinutiaeOf } from "./card-minutiae.ts";
import { countOf, type Impression } from "./impression.ts";
import type { MinutiaColumns } from "./minutia-columns.ts";
import type {
  AccordRecord,
  Ansi2009View,
  CaptureTime,
  FingerprintRecord,
  FingerView,
  ImageGeometry,
  Iso2011View,
  RatedView,
  TemplateFormat,
} from "./record.ts";

const NOT_RECORDED: CaptureTime = {
  year: 0xffff,
  month: 0xff,
  day: 0xff,
  hour: 0xff,
  minute: 0xff,
  second: 0xff,
  millisecond: 0xffff,
};

/**
 * A record of a format from impressions, with what the format can say of them: {@link convertRecord} tells what it
 * cannot. Impressions with more than 255 minutiae keep the first 255.
 *
 * @throws FingerprintFormatError `fingerprint.format.unwritable` where the impressions cannot stand in one record: several in a
 * card's, our own or text form, or of different resolutions under the one header of the formats of 2004 and 2005
 */
export function recordOf(impressions: readonly Impression[], format: TemplateFormat): FingerprintRecord {
  const first = impressions[0];
  switch (format) {
    case "iso-19794-2-2005":
    case "ansi-378-2004": {
      const isAnsi = format === "ansi-378-2004";
      const image = commonImage(impressions);
      const common = {
        version: " 20",
        compliance: impressions.some(({ certified }) => certified) ? 8 : 0,
        sensor: first !== undefined && first.deviceType <= 0x0fff ? first.deviceType : 0,
        image,
        reserved: 0,
        views: impressions.map((impression) => ratedView(impression, isAnsi, image)),
      } as const;
      return isAnsi ? { format, ...common, ...productOf(first), longLength: false } : { format, ...common };
    }
    case "ansi-378-2009":
    case "ansi-378-2009-am1":
      return {
        format,
        ...productOf(first),
        compliance: impressions.some(({ certified }) => certified) ? 0x80 : 0,
        sensor: first?.deviceType ?? 0,
        reserved: 0,
        views: impressions.map(ansi2009View),
      };
    case "iso-19794-2-2011": {
      const certified = impressions.some(({ certifications }) => certifications.length > 0);
      return {
        format,
        certified,
        views: impressions.map((impression) => iso2011View(impression, certified)),
      };
    }
    case "iso-card-normal":
    case "iso-card-compact": {
      const minutiae = cardMinutiaeOf(only(impressions, format).template, format);
      return { format, carrier: "bare", minutiae, before: [], after: [] };
    }
    case "accord":
      return accordRecord(only(impressions, format));
    case "xyt":
      return { format, rows: xytRows(only(impressions, format).template) };
  }
}

function only(impressions: readonly Impression[], format: TemplateFormat): Impression {
  const [impression, ...others] = impressions;
  if (impression === undefined || others.length > 0) unwritable(`${format} holds exactly one impression`, 0);
  return impression;
}

function productOf(first: Impression | undefined): { productOwner: number; productType: number } {
  return { productOwner: first?.productOwner ?? 0x0103, productType: first?.productType ?? 0 };
}

/** The smallest image that holds all; its resolution must be that of each. */
function commonImage(impressions: readonly Impression[]): ImageGeometry {
  const images = impressions.map(imageOf);
  const [first] = images;
  if (first === undefined) return { width: 1, height: 1, resolutionX: 197, resolutionY: 197 };
  if (
    images.some((image) => image.resolutionX !== first.resolutionX || image.resolutionY !== first.resolutionY)
  )
    unwritable("impressions of different resolutions do not fit one header", 18);
  return {
    width: Math.max(...images.map(({ width }) => width)),
    height: Math.max(...images.map(({ height }) => height)),
    resolutionX: first.resolutionX,
    resolutionY: first.resolutionY,
  };
}

function imageOf({ template, resolutionY }: Impression): ImageGeometry {
  return { width: template.width, height: template.height, resolutionX: template.resolution, resolutionY };
}

function ratedView(impression: Impression, isAnsi: boolean, image: ImageGeometry): RatedView {
  const { template } = impression;
  return {
    position: template.position,
    // Four bits each; the contactless and other types of the later formats have no code here.
    view: Math.min(15, impression.view),
    impression: impression.impression <= 15 ? impression.impression : 0,
    quality: template.quality,
    minutiae: columnsOf(template, isAnsi, template.minutiaQuality),
    extended: isAnsi ? ansiBlocks(impression.extended) : isoBlocks(zonesOver(impression, image), false),
  };
}

function ansi2009View(impression: Impression): Ansi2009View {
  const { template } = impression;
  const [quality] = impression.qualities;
  return {
    position: template.position,
    view: impression.view,
    impression: impression.impression,
    quality: quality?.score ?? 254,
    qualityVendor: quality?.vendor ?? 0,
    qualityAlgorithm: quality?.algorithm ?? 0,
    image: imageOf(impression),
    minutiae: columnsOf(template, true, unreported(template)),
    extended: ansiBlocks(impression.extended),
  };
}

function iso2011View(impression: Impression, certified: boolean): Iso2011View {
  const { template } = impression;
  const hasQuality = template.minutiaQuality.subarray(0, template.count).some((quality) => quality > 0);
  const view: FingerView = {
    position: template.position,
    view: impression.view,
    impression: impression.impression,
    minutiae: columnsOf(template, false, hasQuality ? unreported(template) : undefined),
    extended: isoBlocks(impression.extended, true),
  };
  return {
    ...view,
    captured: impression.captured ?? NOT_RECORDED,
    technology: impression.technology,
    deviceVendor: impression.deviceVendor,
    deviceType: impression.deviceType,
    qualities: impression.qualities,
    ...(certified ? { certifications: impression.certifications } : {}),
    image: imageOf(impression),
    endingType: impression.endingType,
  };
}

function columnsOf(template: Template, isAnsi: boolean, quality: Uint8Array | undefined): MinutiaColumns {
  const count = countOf(template);
  const angle = template.angle.subarray(0, count);
  return {
    count,
    x: template.x.subarray(0, count),
    y: template.y.subarray(0, count),
    angle: isAnsi ? angle.map(toTwoDegrees) : angle,
    kind: template.kind.subarray(0, count),
    ...(quality === undefined ? {} : { quality: quality.subarray(0, count) }),
  };
}

/** The standards of 2009 and 2011 have a code for a quality that is not reported; 0 there is the worst. */
function unreported({ minutiaQuality }: Template): Uint8Array {
  return minutiaQuality.map((quality) => (quality === 0 ? 254 : quality));
}

function accordRecord({ template, extended, patternClass }: Impression): AccordRecord {
  const points = extended.find((block) => block.kind === "singular-points");
  return {
    format: "accord",
    position: template.position,
    quality: template.quality,
    width: template.width,
    height: template.height,
    resolution: template.resolution,
    minutiae: columnsOf(template, false, template.minutiaQuality),
    ...(patternClass === undefined ? {} : { patternClass }),
    cores: points?.cores ?? [],
    deltas: points?.deltas ?? [],
    other: [],
  };
}

function xytRows(template: Template): [number, number, number, number][] {
  return Array.from({ length: countOf(template) }, (_, at) => [
    template.x[at]!,
    template.height - template.y[at]!,
    (toDegrees(template.angle[at]!) + 180) % 360,
    template.minutiaQuality[at]!,
  ]);
}
