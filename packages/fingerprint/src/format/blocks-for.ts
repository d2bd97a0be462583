import { toTwoDegrees } from "./angle-units.ts";
import type { ExtendedBlock } from "./extended-data.ts";
import type { Impression } from "./impression.ts";
import { turned } from "./impressions-of.ts";
import type { ImageGeometry } from "./record.ts";

/** Extended data as ISO takes it; zones name who computed them since 2011. */
export function isoBlocks(extended: readonly ExtendedBlock[], is2011: boolean): ExtendedBlock[] {
  return extended.filter(isVendorsOrTyped).map((block) => {
    if (block.kind !== "zonal-quality") return block;
    const { vendor = 0, algorithm = 0, ...zones } = block;
    return is2011 ? { ...zones, vendor, algorithm } : zones;
  });
}

/** Zones are cells of the record's image; those of a smaller image do not fit under a header for larger ones. */
export function zonesOver(
  { template, extended }: Impression,
  { width, height }: ImageGeometry,
): readonly ExtendedBlock[] {
  if (template.width === width && template.height === height) return extended;
  return extended.filter(({ kind }) => kind !== "zonal-quality");
}

/** ANSI has no zones, and says for all cores or none, all deltas or none, that they have angles. */
export function ansiBlocks(extended: readonly ExtendedBlock[]): ExtendedBlock[] {
  return extended
    .filter((block) => isVendorsOrTyped(block) && block.kind !== "zonal-quality")
    .map((block) => {
      if (block.kind !== "singular-points") return block;
      const cores = block.cores.every(({ angle }) => angle !== undefined)
        ? block.cores
        : block.cores.map(({ x, y }) => ({ x, y }));
      const deltas = block.deltas.every(({ angles }) => angles !== undefined)
        ? block.deltas
        : block.deltas.map(({ x, y }) => ({ x, y }));
      return turned({ kind: "singular-points", cores, deltas }, toTwoDegrees);
    });
}

/** Blocks of a standard's type in a form the standard does not know mean nothing in another format. */
function isVendorsOrTyped(block: ExtendedBlock): boolean {
  return block.kind !== "opaque" || block.type >= 0x0100;
}
