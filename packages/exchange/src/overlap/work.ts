import type { Agreement } from "@accord/agreement";
import {
  arrange,
  countsOf,
  inOrder,
  OverlapError,
  POINT_BYTES,
  pairsOf,
  type Scalar,
  SetCommitment,
  Stream,
  scalarOf,
  shuffleWithin,
  TAG_BYTES,
} from "@accord/overlap";
import type { PoolOptions } from "@accord/overlap/pool";
import { blindSet, reblindSet } from "@accord/overlap/pool";
import { batchesOf, mostTuples } from "./batches.ts";
import { keyedPerson, type OverlapPerson } from "./keys.ts";
import type { OverlapOpening, OverlapRun } from "./message.ts";
import { overlapDomain, overlapSlots } from "./slots.ts";
import type { OverlapFault, OverlapResult } from "./tasks.ts";

/**
 * What is kept of a run between events: the own blinded set and the partner's, the tags of either set (`ownTags` come
 * from the partner, `partnerTags` are made here), and the answer that is sent.
 */
export type KeptPart = "ownSet" | "partnerSet" | "ownTags" | "partnerTags" | "answer";

export interface KeptBatch {
  readonly bytes: Uint8Array;
  /** Pseudonyms of the tuples' persons, where they are known here. */
  readonly refs: readonly string[];
}

/** Where a run's batches are kept; putting a batch again replaces it. */
export interface KeptRun {
  put(part: KeptPart, index: number, batch: KeptBatch): Promise<void>;
  /** @throws where there is none */
  get(part: KeptPart, index: number): Promise<KeptBatch>;
}

export interface RunContext {
  readonly agreement: Agreement;
  readonly run: OverlapRun;
  readonly self: string;
  /**
   * Bytes that only this node makes, the same each time they are asked for under a name, in this exchange and run: so
   * that a node that was killed goes on where it was and no secret needs to be kept.
   */
  readonly secret: (name: string, length: number) => Uint8Array;
  readonly kept: KeptRun;
  readonly pool?: PoolOptions;
  /** Tuples in a batch of the own set, where fewer than the protocol's bound are wanted. */
  readonly tuplesPerBatch?: number;
}

/** A pair of one own person and one of the partner's, found by equal keys in a run `link`. */
export interface LinkedPair {
  readonly ownRef: string;
  readonly partnerRef: string;
  /** Kinds of keys that are equal. */
  readonly keys: readonly string[];
}

/** Arranges and blinds the own persons; the set is kept, and what is told of it is the answer. */
export async function blindOwn(
  context: RunContext,
  persons: readonly OverlapPerson[],
): Promise<OverlapOpening> {
  const { agreement, run, self, secret, kept } = context;
  const slots = overlapSlots(agreement, run);
  const byCounty = run === "estimate" && agreement.overlap?.byCounty === true;
  const set = arrange(
    persons.map((person) => keyedPerson(person, slots, { self, byCounty })),
    {
      slots: slots.length,
      smallestGroup: agreement.minimumOverlapTold,
      stream: new Stream(secret("order", 32)),
    },
  );
  const points = await blindSet(
    set.keys,
    {
      scalar: scalarIn(context),
      domains: slots.map((slot) => overlapDomain(agreement, slot)),
      filling: secret("filling", 32),
    },
    context.pool,
  );
  const refs = Array.from(set.order, (person) => persons[person]?.ref ?? "");
  const told = { groups: [...set.groups], slots: [...set.slots] };
  const opening = {
    ...told,
    commitment: new SetCommitment(told).add(points).digest(),
    tuplesPerBatch: Math.min(mostTuples(slots.length), context.tuplesPerBatch ?? Number.POSITIVE_INFINITY),
  };
  await putAll(kept, "ownSet", opening, points, POINT_BYTES, run === "link" ? refs : []);
  return opening;
}

/**
 * Checks the partner's set against its commitment, blinds it once more, and makes the answer: shuffled within counties,
 * or in order for the run that lets the matching party find its persons.
 */
export async function reblindPartner(
  context: RunContext,
  partner: OverlapOpening,
): Promise<OverlapFault | undefined> {
  const { run, secret, kept } = context;
  const { bytes: points, refs } = await getAll(kept, "partnerSet", partner);
  if (new SetCommitment(partner).add(points).digest() !== partner.commitment) {
    return {
      code: "exchange.overlap_commitment_mismatch",
      reason: "the set that the partner sent is not the one that it committed to",
    };
  }
  try {
    const tags = await reblindSet(points, scalarIn(context), context.pool);
    await putAll(kept, "partnerTags", partner, tags, TAG_BYTES, refs);
    const bytesEach = partner.slots.length * TAG_BYTES;
    const answer =
      run === "link"
        ? tags
        : inOrder(tags, bytesEach, shuffleWithin(partner.groups, new Stream(secret("answer", 32))));
    await putAll(kept, "answer", partner, answer, TAG_BYTES, []);
    return undefined;
  } catch (error) {
    return faultOf(error);
  }
}

/** Pairs the two sets: counts of a run `estimate`, the pairs themselves of a run `link`. */
export async function countPairs(
  context: RunContext,
  own: OverlapOpening,
  partner: OverlapOpening,
  keepPairs: (pairs: readonly LinkedPair[]) => Promise<void>,
): Promise<Extract<OverlapResult, { kind: "overlapCount" }>["found"]> {
  const { agreement, run, kept } = context;
  const slots = overlapSlots(agreement, run);
  const ours = await getAll(kept, "ownTags", own);
  const theirs = await getAll(kept, "partnerTags", partner);
  try {
    const pairs = pairsOf(ours.bytes, theirs.bytes, slots.length);
    if (run === "estimate") {
      return { kind: "counts", counts: countsOf(pairs, { own: own.groups, partner: partner.groups }) };
    }
    const { refs } = await getAll(kept, "ownSet", own);
    await keepPairs(
      pairs.map((pair) => ({
        ownRef: refs[pair.own] ?? "",
        partnerRef: theirs.refs[pair.partner] ?? "",
        keys: [...new Set(slots.flatMap(({ key }, slot) => ((pair.slots & (1 << slot)) === 0 ? [] : [key])))],
      })),
    );
    return { kind: "pairs", pairs: pairs.length };
  } catch (error) {
    return { kind: "fault", fault: faultOf(error) };
  }
}

const scalarIn = ({ secret }: RunContext): Scalar => scalarOf(secret("scalar", 64));

/** What is wrong with what the partner sent; anything else is a fault of this node. */
function faultOf(error: unknown): OverlapFault {
  const code = error instanceof OverlapError ? error.code : undefined;
  if (code === "overlap.point_invalid") {
    return {
      code: "exchange.overlap_point_invalid",
      reason: "the partner's set has an element that is none of the group, or its identity",
    };
  }
  if (code === "overlap.point_repeated") {
    return {
      code: "exchange.overlap_point_repeated",
      reason: "the partner's set, or its answer, has an element twice",
    };
  }
  throw error;
}

async function putAll(
  kept: KeptRun,
  part: KeptPart,
  opening: OverlapOpening,
  bytes: Uint8Array,
  each: number,
  refs: readonly string[],
): Promise<void> {
  const { count, tuplesEach, tuplesAt } = batchesOf(opening);
  const tupleBytes = opening.slots.length * each;
  for (let index = 0; index < count; index++) {
    const first = index * tuplesEach;
    const end = first + tuplesAt(index);
    await kept.put(part, index, {
      bytes: bytes.subarray(first * tupleBytes, end * tupleBytes),
      refs: refs.slice(first, end),
    });
  }
}

async function getAll(kept: KeptRun, part: KeptPart, opening: OverlapOpening): Promise<KeptBatch> {
  const batches: KeptBatch[] = [];
  for (let index = 0; index < batchesOf(opening).count; index++) batches.push(await kept.get(part, index));
  return {
    bytes: Buffer.concat(batches.map((batch) => batch.bytes)),
    refs: batches.flatMap((batch) => batch.refs),
  };
}
