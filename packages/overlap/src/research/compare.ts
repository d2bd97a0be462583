import { type Dealt, modulusOf, type Terms } from "./dealer.ts";

/** What each side opens first: its code or codes under the dealt mask, uniformly random to the other. */
export function masked(terms: Terms, codes: Uint8Array, { mask }: Dealt): Uint16Array {
  const modulus = modulusOf(terms);
  return mask.map((hidden, index) => ((codes[index] ?? 0) - hidden + modulus) % modulus);
}

/** The probe's share of each distance, under its share of the offset; opened to the other side. */
export function probeShares(
  terms: Terms,
  probe: Uint8Array,
  own: Dealt,
  opened: { readonly probe: Uint16Array; readonly gallery: Uint16Array },
): Uint16Array {
  const { bits, gallery } = terms;
  const ones = weight(probe, 0, bits);
  return sharesOf(terms, own, gallery, (code) => {
    let dot = 0;
    for (let bit = 0; bit < bits; bit++) {
      // (a + d)(b + e): of a e and d e; the other side has d b, and both have shares of a b.
      const known = (own.mask[bit] ?? 0) + (opened.probe[bit] ?? 0);
      dot += known * (opened.gallery[code * bits + bit] ?? 0);
    }
    return ones - 2 * (dot + (own.product[code] ?? 0));
  });
}

/** The gallery's share of each distance, under its share of the offset; opened to the other side. */
export function galleryShares(
  terms: Terms,
  codes: Uint8Array,
  own: Dealt,
  opened: { readonly probe: Uint16Array },
): Uint16Array {
  const { bits, gallery } = terms;
  return sharesOf(terms, own, gallery, (code) => {
    let dot = 0;
    for (let bit = 0; bit < bits; bit++) dot += (opened.probe[bit] ?? 0) * (own.mask[code * bits + bit] ?? 0);
    return weight(codes, code * bits, bits) - 2 * (dot + (own.product[code] ?? 0));
  });
}

/** A side's share of the answer to each comparison, a bit to a byte: both together, by exclusive or, are whether it is near. */
export function answerShares(terms: Terms, own: Dealt, one: Uint16Array, other: Uint16Array): Uint8Array {
  const modulus = modulusOf(terms);
  return Uint8Array.from(
    one,
    (share, code) => own.table[code * modulus + ((share + (other[code] ?? 0)) % modulus)] ?? 0,
  );
}

/** How many codes of the gallery are near; in which order they stood says nothing, as its holder drew it. */
export function countNear(one: Uint8Array, other: Uint8Array): number {
  return one.reduce((count, share, code) => count + (share ^ (other[code] ?? 0)), 0);
}

function sharesOf(
  terms: Terms,
  { offset }: Dealt,
  gallery: number,
  distance: (code: number) => number,
): Uint16Array {
  const modulus = modulusOf(terms);
  return Uint16Array.from({ length: gallery }, (_, code) => {
    const share = (distance(code) + (offset[code] ?? 0)) % modulus;
    return (share + modulus) % modulus;
  });
}

function weight(codes: Uint8Array, from: number, bits: number): number {
  let ones = 0;
  for (let bit = from; bit < from + bits; bit++) ones += codes[bit] ?? 0;
  return ones;
}
