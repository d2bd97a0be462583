/** Quality of the image in cells of a grid (ISO/IEC 19794-2:2005 clause 7.5.4, :2011 clause 8.5.4). */
export interface ZonalQuality {
  readonly kind: "zonal-quality";
  /** Who computed it, and how; ISO/IEC 19794-2:2011 only. */
  readonly vendor?: number;
  readonly algorithm?: number;
  /** Pixels, 1 to 255. */
  readonly cellWidth: number;
  readonly cellHeight: number;
  /** Bits a cell takes in the record, 1 to 8. */
  readonly depth: number;
  /** One value a cell, rows from the top; 0 worst, 2^depth - 1 best. */
  readonly cells: Uint8Array;
}

interface ImageSize {
  readonly width: number;
  readonly height: number;
}

/** Undefined where the data is not exactly the bits that cells of this size over the image need. */
export function decodeZonalQuality(
  data: Uint8Array,
  layout: "2005" | "2011",
  image: ImageSize,
): ZonalQuality | undefined {
  const head = layout === "2011" ? 4 : 0;
  if (data.length < head + 3) return undefined;
  const [cellWidth, cellHeight, depth] = [data[head]!, data[head + 1]!, data[head + 2]!];
  if (cellWidth === 0 || cellHeight === 0 || depth === 0 || depth > 8) return undefined;
  const count = cellsOver(image, cellWidth, cellHeight);
  const packed = data.subarray(head + 3);
  if (packed.length !== Math.ceil((count * depth) / 8)) return undefined;
  const cells = new Uint8Array(count);
  for (let cell = 0; cell < count; cell++) {
    let value = 0;
    for (let bit = cell * depth; bit < (cell + 1) * depth; bit++) {
      value = (value << 1) | ((packed[bit >> 3]! >> (7 - (bit & 7))) & 1);
    }
    cells[cell] = value;
  }
  return {
    kind: "zonal-quality",
    ...(layout === "2011" ? { vendor: data[0]! * 256 + data[1]!, algorithm: data[2]! * 256 + data[3]! } : {}),
    cellWidth,
    cellHeight,
    depth,
    cells,
  };
}

/** Undefined where the cells are not those of the image, or do not fit their depth. */
export function encodeZonalQuality(
  zones: ZonalQuality,
  layout: "2005" | "2011",
  image: ImageSize,
): Uint8Array | undefined {
  const { cellWidth, cellHeight, depth, cells, vendor = 0, algorithm = 0 } = zones;
  const head = layout === "2011" ? 4 : 0;
  if (!(cellWidth >= 1 && cellWidth <= 255 && cellHeight >= 1 && cellHeight <= 255)) return undefined;
  if (!(depth >= 1 && depth <= 8) || cells.length !== cellsOver(image, cellWidth, cellHeight))
    return undefined;
  const data = new Uint8Array(head + 3 + Math.ceil((cells.length * depth) / 8));
  if (layout === "2011") data.set([vendor >> 8, vendor & 0xff, algorithm >> 8, algorithm & 0xff]);
  data.set([cellWidth, cellHeight, depth], head);
  for (let cell = 0; cell < cells.length; cell++) {
    if (cells[cell]! >> depth !== 0) return undefined;
    for (let bit = 0; bit < depth; bit++) {
      const to = cell * depth + bit;
      if ((cells[cell]! >> (depth - 1 - bit)) & 1) data[head + 3 + (to >> 3)]! |= 0x80 >> (to & 7);
    }
  }
  return data;
}

function cellsOver(image: ImageSize, cellWidth: number, cellHeight: number): number {
  return Math.ceil(image.width / cellWidth) * Math.ceil(image.height / cellHeight);
}
