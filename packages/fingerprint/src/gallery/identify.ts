import type { Template } from "../template.ts";
import type { Candidate } from "./candidate.ts";
import type { Gallery } from "./gallery.ts";
import { type IdentifyOptions, Search } from "./search.ts";

const searches = new WeakMap<Gallery, Search>();

/**
 * Searches a gallery for the person whose fingers these are. An index over local structures picks the subjects worth
 * comparing, which are then compared exactly; fingers are compared where positions agree (0 agrees with any) and fused.
 *
 * @param probe impressions of one person
 * @returns candidates, best first; a score near 0 means "nobody"
 */
export function identify(
  probe: readonly Template[],
  gallery: Gallery,
  options: IdentifyOptions = {},
): Candidate[] {
  let search = searches.get(gallery);
  if (search === undefined) {
    search = new Search(gallery);
    searches.set(gallery, search);
  }
  return search.identify(probe, options);
}
