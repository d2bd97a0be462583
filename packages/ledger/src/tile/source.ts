import { joined } from "../bytes.ts";
import { LedgerError } from "../errors.ts";
import { HASH_BYTES } from "../merkle/hash.ts";
import { HashTree } from "../merkle/hash-tree.ts";
import { parseBundle } from "./bundle.ts";
import { TILE_WIDTH, type TileName, tileNames, tilePath } from "./path.ts";

/** Where a log's resources are read, by their path below the log's prefix: a folder, or a node over HTTP. */
export interface TileSource {
  /** Undefined where there is no such resource. */
  read(path: string): Promise<Uint8Array | undefined>;
}

/**
 * The entries of a log of `size` entries, bundle by bundle, in order.
 *
 * @throws LedgerError `ledger.tile_missing`, `ledger.tile_malformed`
 */
export async function* entriesOf(source: TileSource, size: number): AsyncGenerator<Uint8Array> {
  for (const name of tileNames(size)) {
    if (name.level !== "entries") continue;
    const entries = parseBundle(await readTile(source, name));
    if (entries.length < name.width) throw malformed(name);
    yield* entries.slice(0, name.width);
  }
}

/** A tile of hashes as it must be, from a tree that holds at least its entries. */
export function tileOf(tree: HashTree, { level, index, width }: TileName & { level: number }): Uint8Array {
  const row = level * Math.log2(TILE_WIDTH);
  const start = index * TILE_WIDTH;
  return joined(...Array.from({ length: width }, (_, offset) => tree.node(row, start + offset)));
}

/**
 * The tree over the first `size` entries, from the tiles of level 0 alone: 32 bytes an entry are read, and none of the
 * entries. Compare its root with a checkpoint's before anything is taken from it.
 *
 * @throws LedgerError `ledger.tile_missing`, `ledger.tile_malformed`
 */
export async function treeFromTiles(source: TileSource, size: number): Promise<HashTree> {
  const tree = new HashTree();
  for (const name of tileNames(size)) {
    if (name.level !== 0) continue;
    const bytes = await readTile(source, name);
    if (bytes.length < name.width * HASH_BYTES) throw malformed(name);
    for (let at = 0; at < name.width; at++) tree.append(bytes.slice(at * HASH_BYTES, (at + 1) * HASH_BYTES));
  }
  return tree;
}

/**
 * A tile or bundle. Where a partial one is gone the full one is read: a log may delete a partial tile once it is full.
 *
 * @throws LedgerError `ledger.tile_missing`
 */
export async function readTile(source: TileSource, name: TileName): Promise<Uint8Array> {
  const found =
    (await source.read(tilePath(name))) ?? (await source.read(tilePath({ ...name, width: TILE_WIDTH })));
  if (found !== undefined) return found;
  throw new LedgerError("ledger.tile_missing", "The log lacks a tile that its checkpoint needs.", {
    where: tilePath(name),
    remedy: "Export the ledger anew, whole; if it is still missing, entries were removed: tell the partner.",
  });
}

function malformed(name: TileName): LedgerError {
  return new LedgerError("ledger.tile_malformed", "A tile of the log is too short.", {
    where: tilePath(name),
    remedy: "Fetch the tile again, unchanged.",
  });
}
