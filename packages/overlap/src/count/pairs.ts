import { OverlapError } from "../errors.ts";
import { TAG_BYTES } from "../set/reblind.ts";
import { TagIndex } from "./tag-index.ts";

/** A tuple of the own set and one of the partner's that share keys: each stands in one pair at most. */
export interface TuplePair {
  readonly own: number;
  readonly partner: number;
  /** The slots in which they agree, a bit each. */
  readonly slots: number;
}

/** Slots that fit into a pair's bits, and into anybody's patience. */
export const MOST_SLOTS = 16;

/**
 * Pairs the tuples of two sets that share at least one key, those that share most keys first. Both sides come to the same
 * pairs, in whatever order their tuples stand: pairs that share equally many are taken in the order of their tags.
 *
 * @param own tags of the own set, `slots` in each tuple
 * @throws OverlapError `overlap.point_repeated`, `overlap.set_malformed`
 */
export function pairsOf(own: Uint8Array, partner: Uint8Array, slots: number): readonly TuplePair[] {
  const bytesEach = slots * TAG_BYTES;
  if (slots < 1 || slots > MOST_SLOTS || own.length % bytesEach !== 0 || partner.length % bytesEach !== 0) {
    throw new OverlapError("overlap.set_malformed", "the bytes are no whole number of tuples");
  }
  const tags = Buffer.from(own.buffer, own.byteOffset, own.length);
  const candidates = candidatesOf(tags, partner, slots);
  const tagOf = ({ own: tuple, slots: agreed }: TuplePair) =>
    (tuple * slots + (31 - Math.clz32(agreed & -agreed))) * TAG_BYTES;
  candidates.sort((a, b) => {
    const more = bits(b.slots) - bits(a.slots);
    if (more !== 0) return more;
    const [one, other] = [tagOf(a), tagOf(b)];
    return tags.compare(tags, other, other + TAG_BYTES, one, one + TAG_BYTES);
  });
  const taken = { own: new Set<number>(), partner: new Set<number>() };
  return candidates.filter((pair) => {
    if (taken.own.has(pair.own) || taken.partner.has(pair.partner)) return false;
    taken.own.add(pair.own);
    taken.partner.add(pair.partner);
    return true;
  });
}

function candidatesOf(own: Buffer, partner: Uint8Array, slots: number): TuplePair[] {
  const found = new Map<number, TuplePair>();
  const partners = partner.length / (slots * TAG_BYTES);
  const tuples = own.length / (slots * TAG_BYTES);
  for (let slot = 0; slot < slots; slot++) {
    requireDistinct(own, slots, slot);
    const index = new TagIndex(partner, slots, slot);
    for (let tuple = 0; tuple < tuples; tuple++) {
      const match = index.find(own, (tuple * slots + slot) * TAG_BYTES);
      if (match === -1) continue;
      const key = tuple * partners + match;
      const standing = found.get(key);
      found.set(key, { own: tuple, partner: match, slots: (standing?.slots ?? 0) | (1 << slot) });
    }
  }
  return [...found.values()];
}

/** The own set comes back from the partner, who must not have given one answer twice, either. */
function requireDistinct(own: Buffer, slots: number, slot: number): void {
  void new TagIndex(own, slots, slot);
}

/** How many bits are set. */
export function bits(mask: number): number {
  let count = 0;
  for (let left = mask; left !== 0; left &= left - 1) count += 1;
  return count;
}
