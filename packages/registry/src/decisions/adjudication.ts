import type { RegistryContext } from "../context.ts";
import type { Session } from "../store/store.ts";
import { unfinished } from "../store/unfinished.ts";

/** Two own persons, or an own person and a partner's pseudonym under an agreement. */
export type Pair =
  | { readonly kind: "own"; readonly a: string; readonly b: string }
  | {
      readonly kind: "partner";
      readonly person: string;
      readonly partner: string;
      readonly agreement: string;
      readonly partnerRef: string;
    };

export type Verdict = "same" | "different" | "cannotTell";

/** A pair that may be one person, with the evidence; `evidenceDigest` says whether the evidence is new. */
export interface Proposal {
  readonly pair: Pair;
  readonly exchange?: string | undefined;
  readonly probability: number;
  readonly evidence: unknown;
  readonly evidenceDigest: string;
}

export interface OpenAdjudication extends Proposal {
  readonly id: string;
  readonly proposedAt: string;
}

export interface Judgement {
  readonly pair: Pair;
  readonly verdict: Verdict;
  readonly evidenceDigest: string;
  readonly by: string;
  readonly at: string;
}

/**
 * Puts pairs in the queue. A pair already judged on the same evidence is not asked again; one that waits already gets
 * the newer evidence. Says for each how it stands.
 */
export async function proposePairs(
  _session: Session,
  _context: RegistryContext,
  _proposals: readonly Proposal[],
): Promise<
  readonly (
    | { readonly kind: "waiting"; readonly id: string }
    | { readonly kind: "judged"; readonly judgement: Judgement }
  )[]
> {
  return unfinished();
}

/** Pairs of own persons that may be duplicates: `proposePairs` for one pair. */
export async function proposeDuplicate(
  _session: Session,
  _context: RegistryContext,
  _proposal: Omit<Proposal, "pair"> & { readonly a: string; readonly b: string },
): Promise<
  | { readonly kind: "waiting"; readonly id: string }
  | { readonly kind: "judged"; readonly judgement: Judgement }
> {
  return unfinished();
}

/** Pairs that wait for a human, most probable first. */
export async function openAdjudications(
  _session: Session,
  _selection: { readonly kind?: Pair["kind"]; readonly exchange?: string; readonly limit?: number } = {},
): Promise<readonly OpenAdjudication[]> {
  return unfinished();
}

/** A human's verdict on a waiting pair: recorded, and the pair leaves the queue. It links or merges nothing by itself. */
export async function judge(
  _session: Session,
  _context: RegistryContext,
  _verdict: { readonly adjudication: string; readonly verdict: Verdict; readonly by: string },
): Promise<Judgement> {
  return unfinished();
}
