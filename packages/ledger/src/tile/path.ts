/** Hashes in a full tile, and entries in a full bundle (C2SP tlog-tiles). */
export const TILE_WIDTH = 256;

/** A tile of hashes at a level, or a bundle of entries. */
export interface TileName {
  readonly level: number | "entries";
  readonly index: number;
  /** 1 to 256; below 256 for a partial one. */
  readonly width: number;
}

/** `tile/<L>/<N>[.p/<W>]`, relative to the log's prefix: index 1234067 is `x001/x234/067`. */
export function tilePath({ level, index, width }: TileName): string {
  const groups =
    String(index)
      .padStart(Math.ceil(String(index).length / 3) * 3, "0")
      .match(/.{3}/g) ?? [];
  const encoded = groups.map((group, at) => (at < groups.length - 1 ? `x${group}` : group)).join("/");
  return `tile/${level}/${encoded}${width === TILE_WIDTH ? "" : `.p/${width}`}`;
}

const PATH =
  /^tile\/(entries|0|[1-9]|[1-5]\d|6[0-3])\/((?:x\d{3}\/){0,4}\d{3})(?:\.p\/([1-9]|[1-9]\d|1\d\d|2[0-4]\d|25[0-5]))?$/;

/** Reads a path in its one form; undefined for any other. */
export function parseTilePath(path: string): TileName | undefined {
  const [, level, encoded, width] = PATH.exec(path) ?? [];
  if (level === undefined || encoded === undefined) return undefined;
  const name: TileName = {
    level: level === "entries" ? level : Number(level),
    index: Number(encoded.replaceAll(/[x/]/g, "")),
    width: width === undefined ? TILE_WIDTH : Number(width),
  };
  return tilePath(name) === path ? name : undefined;
}

/** Every tile and bundle of a log of `size` entries: full ones, and the partial one at each level's end. */
export function* tileNames(size: number): Generator<TileName> {
  yield* across("entries", size);
  for (let level = 0, hashes = size; hashes > 0; level++, hashes = Math.floor(hashes / TILE_WIDTH)) {
    yield* across(level, hashes);
  }
}

function* across(level: TileName["level"], total: number): Generator<TileName> {
  const full = Math.floor(total / TILE_WIDTH);
  for (let index = 0; index < full; index++) yield { level, index, width: TILE_WIDTH };
  if (total % TILE_WIDTH > 0) yield { level, index: full, width: total % TILE_WIDTH };
}
