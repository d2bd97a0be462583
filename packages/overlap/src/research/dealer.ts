import { OverlapError } from "../errors.ts";
import { Stream } from "../set/stream.ts";

/** What one probe against one gallery is compared by. */
export interface Terms {
  /** Bits of a code. */
  readonly bits: number;
  /** Codes in the gallery. */
  readonly gallery: number;
  /** Most bits that may differ. */
  readonly threshold: number;
}

/** A side's correlated randomness for one probe: of use once. */
export interface Dealt {
  /** The own mask: `bits` numbers for the probe, `bits` for each code of the gallery. */
  readonly mask: Uint16Array;
  /** Share of the product of both masks, for each comparison. */
  readonly product: Uint16Array;
  /** Share of the offset under which the distance is opened. */
  readonly offset: Uint16Array;
  /** Share of the truth table, turned by the offset: a bit to a byte, `modulus` for each comparison. */
  readonly table: Uint8Array;
}

/** The power of two in which distances are counted: greater than any. */
export const modulusOf = ({ bits }: Terms): number => 2 ** Math.ceil(Math.log2(bits + 1));

/**
 * Deals the randomness of one probe: products of random vectors (Beaver 1991) and one-time truth tables (Ishai and others
 * 2013). The dealer must collude with neither side, and forget it.
 *
 * @param seeds 32 secret bytes for each side and for the dealer
 */
export function deal(
  terms: Terms,
  seeds: { readonly probe: Uint8Array; readonly gallery: Uint8Array; readonly dealer: Uint8Array },
): { readonly probe: Dealt; readonly gallery: Dealt } {
  if (terms.bits < 1 || terms.bits > 32_767)
    throw new OverlapError("overlap.set_malformed", "a code has 1 to 32,767 bits");
  const modulus = modulusOf(terms);
  const { bits, gallery, threshold } = terms;
  const streams = {
    probe: new Stream(seeds.probe),
    gallery: new Stream(seeds.gallery),
    dealer: new Stream(seeds.dealer),
  };
  const numbers = (stream: Stream, count: number) => {
    const bytes = stream.bytes(count * 2);
    return new Uint16Array(bytes.buffer, 0, count).map((value) => value % modulus);
  };
  const mask = { probe: numbers(streams.probe, bits), gallery: numbers(streams.gallery, bits * gallery) };
  const product = { probe: numbers(streams.probe, gallery), gallery: new Uint16Array(gallery) };
  const offset = { probe: numbers(streams.dealer, gallery), gallery: numbers(streams.dealer, gallery) };
  const table = { probe: streams.probe.bytes(gallery * modulus), gallery: new Uint8Array(gallery * modulus) };
  for (let code = 0; code < gallery; code++) {
    let dot = 0;
    for (let bit = 0; bit < bits; bit++)
      dot += (mask.probe[bit] ?? 0) * (mask.gallery[code * bits + bit] ?? 0);
    product.gallery[code] = (((dot - (product.probe[code] ?? 0)) % modulus) + modulus) % modulus;
    const turn = ((offset.probe[code] ?? 0) + (offset.gallery[code] ?? 0)) % modulus;
    for (let opened = 0; opened < modulus; opened++) {
      const at = code * modulus + opened;
      const share = (table.probe[at] ?? 0) & 1;
      const distance = (opened - turn + modulus) % modulus;
      table.probe[at] = share;
      table.gallery[at] = share ^ (distance <= threshold ? 1 : 0);
    }
  }
  return {
    probe: { mask: mask.probe, product: product.probe, offset: offset.probe, table: table.probe },
    gallery: { mask: mask.gallery, product: product.gallery, offset: offset.gallery, table: table.gallery },
  };
}
