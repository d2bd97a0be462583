import type { MatchFacts } from "./facts.ts";
import type { OverlapTold } from "./overlap/told.ts";
import type { ChangeCounts, SideFacts } from "./protocol.ts";
import type { ExchangeState, Standing, Step } from "./state.ts";
import { ownFacts } from "./steps/receipt.ts";

/**
 * What came of an exchange, in counts. Both sides make the same report but for who is who, and for the times, which
 * each reads from its own clock.
 */
export interface ExchangeReport {
  readonly exchange: string;
  readonly agreement: string;
  readonly step: Step;
  readonly standing: Standing;
  readonly matcher: string;
  readonly rounds: number;
  /** In a delta: the exchange since which changes were sent, and how many each side had; undefined in a whole one. */
  readonly delta:
    | { readonly base: string; readonly changes: Readonly<Record<string, ChangeCounts>> }
    | undefined;
  /** By agency id: what each pinned, withheld, disclosed, applied. */
  readonly sides: Readonly<Record<string, SideFacts>>;
  /** What the private set intersection told before anybody was disclosed; undefined where there was none. */
  readonly overlap:
    | {
        readonly told: OverlapTold | undefined;
        /** Pairs found by equal identifiers that did not leave; known to the matching party. */
        readonly linked: number | undefined;
        readonly confirmed: { readonly by: string; readonly reason: string } | undefined;
      }
    | undefined;
  /** What matching found; known in full to the matching party, and undefined with the other. */
  readonly match: MatchFacts | undefined;
  readonly millisecondsByStep: Readonly<Partial<Record<Step, number>>>;
}

export function reportOf(state: ExchangeState): ExchangeReport {
  return {
    exchange: state.exchange,
    agreement: state.agreement,
    step: state.step,
    standing: state.standing,
    matcher: state.matcher,
    rounds: state.round + 1,
    delta: deltaOf(state),
    sides: {
      [state.self]: ownFacts(state),
      ...(state.partnerFacts ? { [state.partner]: state.partnerFacts } : {}),
    },
    overlap: state.overlap && {
      told: state.overlap.told,
      linked: state.overlap.linked,
      confirmed: state.overlap.confirmed,
    },
    match: state.match,
    millisecondsByStep: timeByStep(state.timeline),
  };
}

function deltaOf(state: ExchangeState): ExchangeReport["delta"] {
  const { base, self, partner, snapshot, partnerSnapshot } = state;
  if (base === undefined) return undefined;
  return {
    base,
    changes: {
      ...(snapshot?.changes ? { [self]: snapshot.changes } : {}),
      ...(partnerSnapshot?.changes ? { [partner]: partnerSnapshot.changes } : {}),
    },
  };
}

function timeByStep(timeline: ExchangeState["timeline"]): Partial<Record<Step, number>> {
  const times: Partial<Record<Step, number>> = {};
  timeline.forEach(({ step, at }, index) => {
    const next = timeline[index + 1];
    if (next !== undefined) times[step] = (times[step] ?? 0) + Date.parse(next.at) - Date.parse(at);
  });
  return times;
}
