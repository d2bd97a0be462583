import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toHex } from "../bytes.ts";
import { CompactRange } from "./compact-range.ts";
import { leafHash } from "./hash.ts";
import { HashTree } from "./hash-tree.ts";
import { verifyConsistency, verifyInclusion } from "./verify-proof.ts";

/** The entries and roots of the test vectors that Certificate Transparency's implementations share. */
const KNOWN_ENTRIES = [
  "",
  "00",
  "10",
  "2021",
  "3031",
  "40414243",
  "5051525354555657",
  "606162636465666768696a6b6c6d6e6f",
];
const KNOWN_ROOTS = [
  "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
  "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
  "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
  "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
  "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
  "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
  "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

const LARGEST = 40;
const leaves = Array.from({ length: LARGEST }, (_, index) => leafHash(Buffer.from(`entry ${index}`)));
const tree = new HashTree();
for (const leaf of leaves) tree.append(leaf);

/** RFC 6962 2.1 word for word, on leaf hashes. */
function rootByDefinition(hashes: readonly Uint8Array[]): Uint8Array {
  if (hashes.length === 0) return createHash("sha256").digest();
  if (hashes.length === 1) return hashes[0]!;
  let k = 1;
  while (k * 2 < hashes.length) k *= 2;
  const [left, right] = [rootByDefinition(hashes.slice(0, k)), rootByDefinition(hashes.slice(k))];
  return createHash("sha256").update(Uint8Array.of(1)).update(left).update(right).digest();
}

function flipped(bytes: Uint8Array, bit: number): Uint8Array {
  const copy = bytes.slice();
  copy[bit >> 3]! ^= 1 << (bit & 7);
  return copy;
}

describe("the root", () => {
  test("is the known answer at every size, from the compact range and from the tree", () => {
    const range = new CompactRange();
    const known = new HashTree();
    expect(toHex(range.root())).toBe(KNOWN_ROOTS[0]);
    for (const [index, entry] of KNOWN_ENTRIES.entries()) {
      const leaf = leafHash(Buffer.from(entry, "hex"));
      range.append(leaf);
      known.append(leaf);
      expect(toHex(range.root())).toBe(KNOWN_ROOTS[index + 1]);
    }
    for (const [size, root] of KNOWN_ROOTS.entries()) expect(toHex(known.root(size))).toBe(root);
  });

  test("is what RFC 6962 defines at every small size", () => {
    const range = new CompactRange();
    for (let size = 0; size <= LARGEST; size++) {
      const root = toHex(rootByDefinition(leaves.slice(0, size)));
      expect(toHex(tree.root(size))).toBe(root);
      expect(toHex(range.root())).toBe(root);
      if (size < LARGEST) range.append(leaves[size]!);
    }
  });

  test("of a truncated tree is the root at that size", () => {
    for (let size = 0; size <= LARGEST; size++) expect(tree.truncated(size).root()).toEqual(tree.root(size));
  });
});

describe("an inclusion proof", () => {
  test("shows each entry at its index in each size, and at no other index, size or root", () => {
    for (let size = 1; size <= LARGEST; size++) {
      const root = tree.root(size);
      for (let index = 0; index < size; index++) {
        const claim = { leaf: leaves[index]!, index, size, root, proof: tree.inclusionProof(index, size) };
        expect(verifyInclusion(claim)).toBe(true);
        for (let other = 0; other < size; other++) {
          if (other !== index) expect(verifyInclusion({ ...claim, index: other })).toBe(false);
        }
        expect(verifyInclusion({ ...claim, root: tree.root(size - 1) })).toBe(false);
        expect(verifyInclusion({ ...claim, leaf: leaves[(index + 1) % LARGEST]! })).toBe(false);
      }
    }
  });

  test("is refused with any bit changed, a hash dropped, added or swapped", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: LARGEST }).chain((size) =>
          fc.record({
            size: fc.constant(size),
            index: fc.nat(size - 1),
            at: fc.nat(63),
            bit: fc.nat(255),
          }),
        ),
        ({ size, index, at, bit }) => {
          const proof = tree.inclusionProof(index, size);
          const claim = { leaf: leaves[index]!, index, size, root: tree.root(size), proof };
          const place = at % proof.length;
          const mutations = [
            proof.with(place, flipped(proof[place]!, bit)),
            proof.toSpliced(place, 1),
            proof.toSpliced(place, 0, leaves[0]!),
            [...proof, leaves[0]!],
            proof.with(place, proof[place]!.slice(0, 31)),
            ...(proof.length > 1 ? [proof.toReversed()] : []),
          ];
          for (const mutated of mutations) expect(verifyInclusion({ ...claim, proof: mutated })).toBe(false);
          expect(verifyInclusion({ ...claim, leaf: flipped(claim.leaf, bit) })).toBe(false);
          expect(verifyInclusion({ ...claim, root: flipped(claim.root, bit) })).toBe(false);
        },
      ),
      { seed: 3, numRuns: 300 },
    );
  });

  test("cannot be asked for an entry or a size that is not there", () => {
    expect(() => tree.inclusionProof(LARGEST)).toThrow(/no such entry/);
    expect(() => tree.inclusionProof(0, LARGEST + 1)).toThrow(/no such entry/);
    expect(() => tree.inclusionProof(-1)).toThrow(/no such entry/);
  });
});

describe("a consistency proof", () => {
  test("shows each size to be the beginning of each later one, and of no other root", () => {
    for (let newSize = 0; newSize <= LARGEST; newSize++) {
      for (let oldSize = 0; oldSize <= newSize; oldSize++) {
        const proof = tree.consistencyProof(oldSize, newSize);
        const claim = { oldSize, oldRoot: tree.root(oldSize), newSize, newRoot: tree.root(newSize), proof };
        expect(verifyConsistency(claim)).toBe(true);
        expect(verifyConsistency({ ...claim, oldRoot: leaves[7]! })).toBe(false);
        // From size 0 every tree continues, as there is nothing to be inconsistent with.
        if (oldSize > 0) expect(verifyConsistency({ ...claim, newRoot: leaves[7]! })).toBe(false);
      }
    }
  });

  test("is refused with any bit changed, a hash dropped, added or swapped", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: LARGEST }).chain((newSize) =>
          fc.record({
            newSize: fc.constant(newSize),
            oldSize: fc.integer({ min: 1, max: newSize - 1 }),
            at: fc.nat(63),
            bit: fc.nat(255),
          }),
        ),
        ({ newSize, oldSize, at, bit }) => {
          const proof = tree.consistencyProof(oldSize, newSize);
          const claim = { oldSize, oldRoot: tree.root(oldSize), newSize, newRoot: tree.root(newSize), proof };
          const place = at % proof.length;
          const mutations = [
            proof.with(place, flipped(proof[place]!, bit)),
            proof.toSpliced(place, 1),
            proof.toSpliced(place, 0, leaves[0]!),
            [...proof, leaves[0]!],
            ...(proof.length > 1 ? [proof.toReversed()] : []),
          ];
          for (const mutated of mutations)
            expect(verifyConsistency({ ...claim, proof: mutated })).toBe(false);
          expect(verifyConsistency({ ...claim, oldRoot: flipped(claim.oldRoot, bit) })).toBe(false);
          expect(verifyConsistency({ ...claim, newRoot: flipped(claim.newRoot, bit) })).toBe(false);
        },
      ),
      { seed: 4, numRuns: 300 },
    );
  });

  test("does not hold between a tree and one in which an earlier entry was changed", () => {
    for (let oldSize = 1; oldSize < LARGEST; oldSize++) {
      const rewritten = new HashTree();
      for (const [index, leaf] of leaves.entries()) rewritten.append(index === 0 ? leaves[1]! : leaf);
      const proof = rewritten.consistencyProof(oldSize);
      const claim = {
        oldSize,
        oldRoot: tree.root(oldSize),
        newSize: LARGEST,
        newRoot: rewritten.root(),
        proof,
      };
      expect(verifyConsistency(claim)).toBe(false);
    }
  });
});
