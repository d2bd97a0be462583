import fc from "fast-check";
import type {
  AccordRecord,
  Ansi2004Record,
  Ansi2009Record,
  CardRecord,
  Delta,
  ExtendedBlock,
  FingerprintRecord,
  ImageGeometry,
  Iso2005Record,
  Iso2011Record,
  MinutiaColumns,
  XytRecord,
} from "../src/index.ts";

/** Arbitrary records of every format, for properties: each field over its whole range, extended data of every kind. */
const byte = fc.nat(255);
const short = fc.nat(0xffff);
const nibble = fc.nat(15);
const quality = fc.nat(100);
const specialQuality = fc.oneof(quality, fc.constantFrom(254, 255));

const geometry: fc.Arbitrary<ImageGeometry> = fc.record({
  width: fc.integer({ min: 1, max: 700 }),
  height: fc.integer({ min: 1, max: 700 }),
  resolutionX: fc.integer({ min: 1, max: 0xffff }),
  resolutionY: fc.integer({ min: 1, max: 0xffff }),
});

interface ColumnRanges {
  readonly x: number;
  readonly y: number;
  readonly angle?: number;
  readonly quality?: fc.Arbitrary<number> | undefined;
  readonly reserved?: boolean;
}

function columns({
  x,
  y,
  angle = 255,
  quality,
  reserved = true,
}: ColumnRanges): fc.Arbitrary<MinutiaColumns> {
  const row = fc.tuple(fc.nat(x), fc.nat(y), fc.nat(angle), fc.nat(2), quality ?? fc.constant(0), fc.nat(3));
  return fc.tuple(fc.array(row, { maxLength: 12 }), fc.boolean()).map(([rows, odd]) => ({
    count: rows.length,
    x: Uint16Array.from(rows, ([value]) => value),
    y: Uint16Array.from(rows, ([, value]) => value),
    angle: Uint8Array.from(rows, ([, , value]) => value),
    kind: Uint8Array.from(rows, ([, , , value]) => value),
    ...(quality === undefined ? {} : { quality: Uint8Array.from(rows, ([, , , , value]) => value) }),
    ...(reserved && odd && rows.some(([, , , , , bits]) => bits !== 0)
      ? { reserved: Uint8Array.from(rows, ([, , , , , bits]) => bits) }
      : {}),
  }));
}

const bytes = (maxLength: number) => fc.uint8Array({ maxLength });
const vendorBlock: fc.Arbitrary<ExtendedBlock> = fc.record({
  kind: fc.constant("opaque" as const),
  type: fc.integer({ min: 0x0100, max: 0xffff }),
  data: bytes(20),
});
const ridgeCounts: fc.Arbitrary<ExtendedBlock> = fc
  .tuple(byte, fc.array(fc.tuple(byte, byte, byte), { maxLength: 9 }))
  .map(([method, rows]) => ({
    kind: "ridge-counts",
    method,
    from: Uint8Array.from(rows, ([value]) => value),
    to: Uint8Array.from(rows, ([, value]) => value),
    ridges: Uint8Array.from(rows, ([, , value]) => value),
  }));
const place = { x: fc.nat(0x3fff), y: fc.nat(0x3fff) };
const delta: fc.Arbitrary<Delta> = fc.oneof(
  fc.record(place),
  fc.record({ ...place, angles: fc.tuple(byte, byte, byte) }),
);
const isoPoints: fc.Arbitrary<ExtendedBlock> = fc.record({
  kind: fc.constant("singular-points" as const),
  cores: fc.array(fc.oneof(fc.record(place), fc.record({ ...place, angle: byte })), { maxLength: 4 }),
  deltas: fc.array(delta, { maxLength: 4 }),
});
const ansiPoints: fc.Arbitrary<ExtendedBlock> = fc.record({
  kind: fc.constant("singular-points" as const),
  cores: fc.oneof(
    fc.array(fc.record(place), { maxLength: 4 }),
    fc.array(fc.record({ ...place, angle: byte }), { maxLength: 4 }),
  ),
  deltas: fc.oneof(
    fc.array(fc.record(place), { maxLength: 4 }),
    fc.array(fc.record({ ...place, angles: fc.tuple(byte, byte, byte) }), { maxLength: 4 }),
  ),
});

function zones(image: ImageGeometry, is2011: boolean): fc.Arbitrary<ExtendedBlock> {
  return fc
    .record({
      cellWidth: fc.integer({ min: 16, max: 255 }),
      cellHeight: fc.integer({ min: 16, max: 255 }),
      depth: fc.integer({ min: 1, max: 8 }),
    })
    .chain((grid) => {
      const length = Math.ceil(image.width / grid.cellWidth) * Math.ceil(image.height / grid.cellHeight);
      return fc.record({
        kind: fc.constant("zonal-quality" as const),
        ...(is2011 ? { vendor: short, algorithm: short } : {}),
        ...Object.fromEntries(Object.entries(grid).map(([key, value]) => [key, fc.constant(value)])),
        cells: fc.uint8Array({ minLength: length, maxLength: length, max: 2 ** grid.depth - 1 }),
      });
    }) as fc.Arbitrary<ExtendedBlock>;
}

/**
 * `extended` and, now and then where there are blocks, lengths that count otherwise than the format. Such an area can fit both
 * readings by chance; a vendor block of no data in front decides it.
 */
function area(
  blocks: fc.Arbitrary<ExtendedBlock>,
  other: "data" | "block",
): fc.Arbitrary<{ extended: ExtendedBlock[]; extendedLength?: "data" | "block" }> {
  const marker: ExtendedBlock = { kind: "opaque", type: 0x0100, data: new Uint8Array(0) };
  return fc
    .tuple(fc.array(blocks, { maxLength: 3 }), fc.nat(9))
    .map(([extended, dice]) =>
      dice === 0 && other === "data"
        ? { extended: [marker, ...extended], extendedLength: other }
        : { extended },
    );
}

const isoBlocks = (image: ImageGeometry, is2011: boolean) =>
  area(fc.oneof(vendorBlock, ridgeCounts, isoPoints, zones(image, is2011)), is2011 ? "data" : "block");
const ansiArea = area(fc.oneof(vendorBlock, ridgeCounts, ansiPoints), "data");

const position = fc.nat(10);
const inside = (image: ImageGeometry, special: boolean) =>
  columns({ x: image.width - 1, y: image.height - 1, quality: special ? specialQuality : quality });
const version = fc.constantFrom(" 20" as const, "020" as const);

export const iso2005: fc.Arbitrary<Iso2005Record> = geometry.chain((image) =>
  fc.record({
    format: fc.constant("iso-19794-2-2005" as const),
    version,
    compliance: nibble,
    sensor: fc.nat(0x0fff),
    image: fc.constant(image),
    reserved: byte,
    views: fc.array(
      fc
        .tuple(
          fc.record({ position, view: nibble, impression: nibble, quality, minutiae: inside(image, false) }),
          isoBlocks(image, false),
        )
        .map(([view, extended]) => ({ ...view, ...extended })),
      { maxLength: 4 },
    ),
  }),
);

export const ansi2004: fc.Arbitrary<Ansi2004Record> = geometry.chain((image) =>
  fc.record({
    format: fc.constant("ansi-378-2004" as const),
    version,
    longLength: fc.boolean(),
    productOwner: short,
    productType: short,
    compliance: nibble,
    sensor: fc.nat(0x0fff),
    image: fc.constant(image),
    reserved: byte,
    views: fc.array(
      fc
        .tuple(
          fc.record({ position, view: nibble, impression: nibble, quality, minutiae: inside(image, false) }),
          ansiArea,
        )
        .map(([view, extended]) => ({ ...view, ...extended })),
      { maxLength: 4 },
    ),
  }),
);

export const ansi2009: fc.Arbitrary<Ansi2009Record> = fc
  .constantFrom("ansi-378-2009" as const, "ansi-378-2009-am1" as const)
  .chain((format) =>
    fc.record({
      format: fc.constant(format),
      productOwner: short,
      productType: short,
      compliance: byte,
      sensor: short,
      reserved: byte,
      views: fc.array(
        geometry.chain((image) =>
          fc
            .tuple(
              fc.record({
                position:
                  format === "ansi-378-2009" ? position : fc.oneof(position, fc.constantFrom(13, 15, 50)),
                view: byte,
                impression: byte,
                quality: specialQuality,
                qualityVendor: short,
                qualityAlgorithm: short,
                image: fc.constant(image),
                minutiae: inside(image, true),
              }),
              ansiArea,
            )
            .map(([view, extended]) => ({ ...view, ...extended })),
        ),
        { maxLength: 4 },
      ),
    }),
  );

const captured = fc.record({
  year: short,
  month: byte,
  day: byte,
  hour: byte,
  minute: byte,
  second: byte,
  millisecond: short,
});
const rated = fc.record({ score: specialQuality, vendor: short, algorithm: short });
const certification = fc.record({ authority: short, scheme: byte });

export const iso2011: fc.Arbitrary<Iso2011Record> = fc.boolean().chain((certified) =>
  fc.record({
    format: fc.constant("iso-19794-2-2011" as const),
    certified: fc.constant(certified),
    views: fc.array(
      fc.tuple(geometry, fc.boolean()).chain(([image, hasQuality]) =>
        fc
          .tuple(
            fc.record({
              captured,
              technology: byte,
              deviceVendor: short,
              deviceType: short,
              qualities: fc.array(rated, { maxLength: 3 }),
              ...(certified ? { certifications: fc.array(certification, { maxLength: 3 }) } : {}),
              position,
              view: byte,
              image: fc.constant(image),
              impression: byte,
              endingType: nibble,
              minutiae: columns({
                x: image.width - 1,
                y: image.height - 1,
                quality: hasQuality ? specialQuality : undefined,
              }),
            }),
            isoBlocks(image, true),
          )
          .map(([view, extended]) => ({ ...view, ...extended })),
      ),
      { maxLength: 4 },
    ),
  }),
);

const cardObject = fc.record({ tag: fc.constantFrom(0x91, 0x92, 0x5f2e, 0x96), value: bytes(300) });

export const card: fc.Arbitrary<CardRecord> = fc
  .constantFrom("iso-card-normal" as const, "iso-card-compact" as const)
  .chain((format) => {
    const minutiae =
      format === "iso-card-normal"
        ? columns({ x: 0x3fff, y: 0x3fff })
        : columns({ x: 255, y: 255, angle: 63, reserved: false });
    const bare = fc.record({
      format: fc.constant(format),
      carrier: fc.constant("bare" as const),
      minutiae,
      before: fc.constant([]),
      after: fc.constant([]),
    });
    const wrapped = fc.record({
      format: fc.constant(format),
      carrier: fc.constant("data-object" as const),
      tag: fc.constantFrom(0x81, 0x90),
      minutiae,
      before: fc.array(cardObject, { maxLength: 2 }),
      after: fc.array(cardObject, { maxLength: 2 }),
    });
    return fc.oneof(bare, wrapped);
  });

const anywhere = { x: short, y: short };
const accordCore = fc.oneof(fc.record(anywhere), fc.record({ ...anywhere, angle: byte }));
const accordDelta: fc.Arbitrary<Delta> = fc.oneof(
  fc.record(anywhere),
  fc.record({ ...anywhere, angles: fc.tuple(byte, byte, byte) }),
);
const patternClass = fc.constantFrom("arch", "tentedArch", "leftLoop", "rightLoop", "whorl");

/** Minutiae of kind "other" keep a quality only roughly; these have values that survive. */
const ROUGH = [0, 1, 51, 100];

const accordWithoutClass: fc.Arbitrary<AccordRecord> = geometry.chain(({ width, height }) =>
  fc.record({
    format: fc.constant("accord" as const),
    position,
    quality,
    width: fc.constant(width),
    height: fc.constant(height),
    resolution: fc.integer({ min: 1, max: 0xffff }),
    minutiae: columns({ x: width - 1, y: height - 1, quality, reserved: false }).map((minutiae) => ({
      ...minutiae,
      quality: minutiae.quality!.map((value, at) => (minutiae.kind[at] === 0 ? ROUGH[value % 4]! : value)),
    })),
    cores: fc.array(accordCore, { maxLength: 3 }),
    deltas: fc.array(accordDelta, { maxLength: 3 }),
    other: fc
      .uniqueArray(fc.record({ type: fc.integer({ min: 4, max: 255 }), data: bytes(30) }), {
        maxLength: 3,
        selector: ({ type }) => type,
      })
      .map((entries) => entries.toSorted((a, b) => a.type - b.type)),
  }),
);

export const accord: fc.Arbitrary<AccordRecord> = fc
  .tuple(accordWithoutClass, fc.option(patternClass, { nil: undefined }))
  .map(([record, found]) =>
    found === undefined ? record : ({ ...record, patternClass: found } as AccordRecord),
  );

export const xyt: fc.Arbitrary<XytRecord> = fc.record({
  format: fc.constant("xyt" as const),
  rows: fc.array(fc.tuple(fc.nat(999), fc.nat(999), fc.nat(359), quality), { minLength: 1, maxLength: 20 }),
});

export const ANY_RECORD: Readonly<Record<string, fc.Arbitrary<FingerprintRecord>>> = {
  "ISO/IEC 19794-2:2005": iso2005,
  "ISO/IEC 19794-2:2011": iso2011,
  "ANSI/INCITS 378-2004": ansi2004,
  "ANSI/INCITS 378-2009 and its amendment 1": ansi2009,
  "card minutiae": card,
  "our own form": accord,
  "NBIS's text": xyt,
};
