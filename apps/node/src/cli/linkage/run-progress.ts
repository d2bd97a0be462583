import type { RunProgress, RunStep } from "@accord/linkage";
import { type ProgressView, progressView } from "../progress.ts";

const LABELS: Readonly<Record<RunStep, string>> = {
  read: "reading",
  standardise: "standardising",
  block: "finding candidate pairs",
  train: "training",
  score: "comparing",
  households: "households",
  decide: "deciding",
};

/** Shows a run's steps as they go, pairs with their rate and time left. */
export function runProgress(): { readonly tell: (progress: RunProgress) => void; readonly stop: () => void } {
  let step: RunStep | undefined;
  let view: ProgressView | undefined;
  return {
    tell(progress) {
      if (progress.step !== step) {
        view?.stop();
        step = progress.step;
        view = progressView(LABELS[progress.step], "pairs");
      }
      if (progress.pairs !== undefined) view?.update(progress.pairs, progress.ofPairs);
    },
    stop() {
      view?.stop();
    },
  };
}
