import type { ByteReader } from "./byte-reader.ts";
import type { ByteWriter } from "./byte-writer.ts";
import { type ExtendedDialect, readExtended, writeExtended } from "./extended-data.ts";
import { readPosition, writePosition } from "./geometry.ts";
import { readMinutiae, readQuality, writeMinutiae, writeQuality } from "./minutiae.ts";
import type { ImageGeometry, RatedView } from "./record.ts";

/** The finger view that ISO/IEC 19794-2:2005 (clause 7.4) and ANSI/INCITS 378-2004 (clause 6.5) have in common. */
export function readView(input: ByteReader, image: ImageGeometry, dialect: ExtendedDialect): RatedView {
  const position = readPosition(input);
  const viewAndImpression = input.byte();
  const quality = readQuality(input, false);
  const minutiae = readMinutiae(input, input.byte(), 6, image, false);
  return {
    position,
    view: viewAndImpression >> 4,
    impression: viewAndImpression & 15,
    quality,
    minutiae,
    ...readExtended(input, dialect, image),
  };
}

export function writeView(
  output: ByteWriter,
  view: RatedView,
  image: ImageGeometry,
  dialect: ExtendedDialect,
): void {
  writePosition(output, view.position);
  output.byte(
    "the view's number and the impression type, 0 to 15 each,",
    view.view <= 15 && view.impression <= 15 ? view.view * 16 + view.impression : Number.NaN,
  );
  writeQuality(output, "the finger's quality", view.quality, false);
  output.byte("the number of minutiae", view.minutiae.count);
  writeMinutiae(output, view.minutiae, 6, image, false);
  writeExtended(output, view, dialect, image);
}
