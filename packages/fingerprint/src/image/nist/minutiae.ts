import {
  MINUTIA_BIFURCATION,
  MINUTIA_ENDING,
  MINUTIA_OTHER,
  type Minutia,
  type Template,
  templateOf,
} from "../../template.ts";
import type { ListedRecord } from "./listed-record.ts";
import { TaggedRecord } from "./tagged-record.ts";

/** Templates from records in millimetres are laid on this grid: 500 dots per inch. */
const PIXELS_PER_CENTIMETRE = 197;
const PIXELS_PER_HUNDREDTH_MILLIMETRE = 500 / 2540;

/** Longest side of a template's picture (14 bits). */
const LONGEST_SIDE = 16_383;

/**
 * The minutiae of a record of type 9, from the INCITS 378 block (fields 9.126 to 9.150), the FBI's block (9.013 to 9.030)
 * or the standard's own fields (9.005 to 9.012), in this order; undefined where it has none of them.
 *
 * @param all records of the file: those in millimetres do not say how large their picture is, its record does
 */
export function minutiaeOf(record: ListedRecord, all: readonly ListedRecord[]): Template | undefined {
  const fields = new TaggedRecord(record.bytes, record.at);
  if (fields.bytes(137) !== undefined) return incitsTemplate(fields);
  if (fields.bytes(23) !== undefined) return fbiTemplate(fields, sizeOf(record, all));
  return fields.bytes(12) === undefined ? undefined : standardTemplate(fields, sizeOf(record, all));
}

/** INCITS 378: pixels from the left top corner, angles in steps of 2 degrees, counter-clockwise. */
function incitsTemplate(fields: TaggedRecord): Template {
  const perCentimetre =
    fields.number(130) === 1 ? Math.round((fields.number(131) ?? 500) / 2.54) : fields.number(131);
  const minutiae = fields.items(137).flatMap(([, x, y, angle, kind, quality]) => {
    const minutia = minutiaAt(
      Number(x),
      Number(y),
      Number(angle) * 2,
      incitsKind(kind),
      Number(quality ?? 0),
    );
    return minutia === undefined ? [] : [minutia];
  });
  return templateOf(
    {
      position: fingerPosition(fields.items(134)[0]?.[0]),
      ...within(fields.number(128) ?? 0, fields.number(129) ?? 0, minutiae),
      resolution: perCentimetre || PIXELS_PER_CENTIMETRE,
      quality: percentage(fields.items(135)[0]?.[0]),
    },
    minutiae,
  );
}

const incitsKind = (kind: string | undefined) =>
  kind === "1" ? MINUTIA_ENDING : kind === "2" ? MINUTIA_BIFURCATION : MINUTIA_OTHER;

/** FBI EBTS appendix J: hundredths of a millimetre from the left top corner, whole degrees counter-clockwise. */
function fbiTemplate(fields: TaggedRecord, size: Size | undefined): Template {
  const minutiae = fields.items(23).flatMap(([, place]) => {
    const at = placeOf(place);
    const minutia = at && minutiaAt(at.x, at.y, at.degrees, MINUTIA_OTHER, 0);
    return minutia === undefined ? [] : [minutia];
  });
  return onGrid(fingerPosition(fields.items(14)[0]?.[0]), minutiae, size);
}

/**
 * ANSI/NIST-ITL's own fields: as the FBI's, but from the left bottom corner and with the opposite direction. Without the
 * picture's size the lowest minutia is taken to lie on its last line.
 */
function standardTemplate(fields: TaggedRecord, size: Size | undefined): Template {
  const places = fields.items(12).flatMap(([, place, , kind]) => {
    const at = placeOf(place);
    return at === undefined ? [] : [{ ...at, kind }];
  });
  const bottom = size === undefined ? Math.max(0, ...places.map(({ y }) => y)) : size.height;
  const minutiae = places.flatMap(({ x, y, degrees, kind }) => {
    const code = kind === "A" ? MINUTIA_ENDING : kind === "B" ? MINUTIA_BIFURCATION : MINUTIA_OTHER;
    const minutia = minutiaAt(x, bottom - y, degrees + 180, code, 0);
    return minutia === undefined ? [] : [minutia];
  });
  return onGrid(fingerPosition(fields.items(6)[0]?.[0]), minutiae, size);
}

/** XXXXYYYYTTT in pixels at 500 dots per inch and degrees. */
function placeOf(text: string | undefined): { x: number; y: number; degrees: number } | undefined {
  const match = /^(\d{4})(\d{4})(\d{3})$/.exec(text?.trim() ?? "");
  if (match === null) return undefined;
  return {
    x: Number(match[1]) * PIXELS_PER_HUNDREDTH_MILLIMETRE,
    y: Number(match[2]) * PIXELS_PER_HUNDREDTH_MILLIMETRE,
    degrees: Number(match[3]),
  };
}

function onGrid(position: number, minutiae: Minutia[], size: Size | undefined): Template {
  const { width = 0, height = 0 } = size ?? {};
  return templateOf(
    { position, ...within(width, height, minutiae), resolution: PIXELS_PER_CENTIMETRE, quality: 0 },
    minutiae,
  );
}

function minutiaAt(
  x: number,
  y: number,
  degrees: number,
  kind: number,
  quality: number,
): Minutia | undefined {
  const place = { x: Math.round(x), y: Math.round(y) };
  const inside = place.x >= 0 && place.y >= 0 && place.x < LONGEST_SIDE && place.y < LONGEST_SIDE;
  if (!inside || !Number.isFinite(degrees)) return undefined;
  const angle = Math.round((degrees * 256) / 360) & 0xff;
  return { ...place, angle, kind, quality: quality >= 1 && quality <= 100 ? Math.round(quality) : 0 };
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** A picture at least as large as its minutiae need. */
function within(width: number, height: number, minutiae: readonly Minutia[]): Size {
  const right = minutiae.reduce((most, { x }) => Math.max(most, x + 1), 1);
  const bottom = minutiae.reduce((most, { y }) => Math.max(most, y + 1), 1);
  const side = (given: number, needed: number) => Math.min(LONGEST_SIDE, Math.max(Math.round(given), needed));
  return { width: side(width, right), height: side(height, bottom) };
}

/** Size at 500 dots per inch of the picture that has the same designation. Pictures of type 4 are taken as such. */
function sizeOf(record: ListedRecord, all: readonly ListedRecord[]): Size | undefined {
  const picture = all.find(
    (other) => other.designation === record.designation && (other.type === 4 || other.type === 14),
  );
  if (picture === undefined) return undefined;
  if (picture.type === 4) {
    if (picture.bytes.length < 18) return undefined;
    const input = new DataView(picture.bytes.buffer, picture.bytes.byteOffset, picture.bytes.byteLength);
    return { width: input.getUint16(13), height: input.getUint16(15) };
  }
  const fields = new TaggedRecord(picture.bytes, picture.at);
  const width = fields.number(6);
  const height = fields.number(7);
  const perInch = (fields.number(9) ?? 500) * (fields.number(8) === 2 ? 2.54 : 1);
  if (width === undefined || height === undefined || !(perInch > 0)) return undefined;
  return { width: (width * 500) / perInch, height: (height * 500) / perInch };
}

function fingerPosition(text: string | undefined): number {
  const position = Number(text ?? 0);
  return Number.isInteger(position) && position >= 0 && position <= 10 ? position : 0;
}

function percentage(text: string | undefined): number {
  const quality = Number(text ?? 0);
  return quality >= 0 && quality <= 100 ? Math.round(quality) : 0;
}
