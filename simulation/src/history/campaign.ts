import type { RunOptions } from "./run.ts";
import { runHistory } from "./run.ts";
import { type Script, scriptOf } from "./script.ts";
import { shortened } from "./shrink.ts";
import { runTwice } from "./twice.ts";

/** A history that broke an invariant, as it is kept: it runs again for ever, though seeds should come to mean others. */
export interface KeptHistory {
  readonly invariant: string;
  /** What was wrong, once it is known. */
  readonly fault: string;
  readonly script: Script;
}

export interface Progress {
  readonly done: number;
  readonly histories: number;
  readonly found: number;
  readonly perSecond: number;
  readonly secondsLeft: number;
}

export interface CampaignOptions extends RunOptions {
  readonly from: number;
  readonly histories: number;
  /** Stops after so many histories that broke an invariant. */
  readonly most?: number;
  /** Milliseconds, from any beginning, for the rate that is told. */
  readonly clock?: () => number;
  readonly tell?: (progress: Progress) => void;
}

const TELL_EVERY_MILLISECONDS = 1_000;

/** Runs histories of consecutive seeds, each twice; answers those that broke an invariant, made shorter. */
export async function campaign(options: CampaignOptions): Promise<readonly KeptHistory[]> {
  const { from, histories, most = 10, clock, tell } = options;
  const kept: KeptHistory[] = [];
  const began = clock?.() ?? 0;
  let told = began;
  for (let done = 0; done < histories && kept.length < most; done++) {
    const script = scriptOf(from + done);
    const { violation } = await runTwice(script, options);
    if (violation !== undefined) {
      const { invariant, words } = violation;
      const short = await shortened(script, invariant, (each) => runHistory(each, options));
      kept.push({ invariant, fault: words, script: short });
    }
    const now = clock?.() ?? 0;
    if (tell !== undefined && (now - told >= TELL_EVERY_MILLISECONDS || done === histories - 1)) {
      told = now;
      const perSecond = ((done + 1) * 1000) / Math.max(1, now - began);
      tell({
        done: done + 1,
        histories,
        found: kept.length,
        perSecond,
        secondsLeft: (histories - done - 1) / perSecond,
      });
    }
  }
  return kept;
}
