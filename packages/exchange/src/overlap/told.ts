import { createHash } from "node:crypto";
import { type Agreement, overlapTold } from "@accord/agreement";
import { type Estimate, estimate, type PairCounts, personsOf } from "@accord/overlap/count";
import canonicalize from "canonicalize";
import type { OverlapOpening } from "./message.ts";
import { overlapSlots } from "./slots.ts";

type Told = ReturnType<typeof overlapTold>;

/** The overlap as staff are told it: the estimate with its interval and by county, or that it is too small to be told. */
export type OverlapTold =
  | { readonly kind: "fewerThan"; readonly fewerThan: number }
  | ({
      readonly kind: "estimated";
      /** Pairs that share a key, strangers' among them. */
      readonly pairs: number;
      /** By agency, persons in both by the county where that agency has them; empty where the agreement does not tell it. */
      readonly byCounty: Readonly<Record<string, Readonly<Record<string, Told>>>>;
    } & Estimate);

/** One side of a counted run, by agency. */
export interface CountedSide {
  readonly agency: string;
  readonly opening: OverlapOpening;
  readonly groups: PairCounts["ownGroups"];
}

/** What both sides come to alike from the same counts, whoever of them asks. */
export function toldOf(
  agreement: Agreement,
  bySlots: PairCounts["bySlots"],
  sides: readonly CountedSide[],
): OverlapTold {
  const [first, second] = agreement.parties.map(({ id }) => sides.find((side) => side.agency === id));
  if (first === undefined || second === undefined) throw new RangeError("a run has both parties' sets");
  const sideOf = ({ opening }: CountedSide) => ({
    persons: personsOf(opening.groups),
    slots: opening.slots,
  });
  const found = estimate({
    bySlots,
    exact: overlapSlots(agreement, "estimate").map((slot) => slot.exact),
    sides: [sideOf(first), sideOf(second)],
  });
  const { minimumOverlapTold } = agreement;
  if (found.persons < minimumOverlapTold) return { kind: "fewerThan", fewerThan: minimumOverlapTold };
  const pairs = Object.values(bySlots).reduce((sum, each) => sum + each, 0);
  const perPair = pairs === 0 ? 0 : found.persons / pairs;
  const byCounty = agreement.overlap?.byCounty
    ? Object.fromEntries(
        [first, second].map(({ agency, groups }) => [agency, countiesOf(agreement, groups, perPair)]),
      )
    : {};
  return { kind: "estimated", ...found, pairs, byCounty };
}

/** A county has the share of the persons that it has of the pairs: those whom no key found are spread as the others are. */
function countiesOf(
  agreement: Agreement,
  groups: PairCounts["ownGroups"],
  perPair: number,
): Record<string, Told> {
  return Object.fromEntries(
    Object.entries(groups).map(([county, pairs]) => [
      county,
      overlapTold(agreement, Math.round(pairs * perPair)),
    ]),
  );
}

/** A digest of the counts, which both sides must have come to. */
export function countsDigest(bySlots: PairCounts["bySlots"], sides: readonly CountedSide[]): string {
  const groups = Object.fromEntries(sides.map((side) => [side.agency, side.groups]));
  return createHash("sha256")
    .update(canonicalize({ bySlots, groups }) ?? "")
    .digest("hex");
}
