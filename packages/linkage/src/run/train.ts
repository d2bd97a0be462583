import { LinkageModel } from "../document/linkage-model.ts";
import type { TrainingReport } from "../train/train-model.ts";
import { learn } from "./learn.ts";
import type { BlockingReport, RunOptions } from "./options.ts";
import { open, type Sources } from "./prepare.ts";

/** A trained model, how training went, and what the rules would bring. */
export interface Training {
  readonly model: LinkageModel;
  readonly report: TrainingReport;
  readonly blocking: Omit<BlockingReport, "candidatePairs">;
}

/** Trains the model given, or one suggested, on the sources. */
export async function trainOn(sources: Sources, options: RunOptions): Promise<Training> {
  const given =
    options.model === undefined ? options : { ...options, model: LinkageModel.parse(options.model) };
  const { prepared, model, biometrics } = await open(sources, given, (step) =>
    options.onProgress?.({ step }),
  );
  try {
    options.onProgress?.({ step: "train" });
    const trained = await learn(prepared, model, biometrics, {
      keepFrom: options.keepFrom ?? 0.01,
      labels: options.labels,
      oneToOne: options.policy?.oneToOne,
    });
    return {
      model: trained.model,
      report: trained.report,
      blocking: { rules: prepared.counts, unusable: prepared.unusable },
    };
  } finally {
    await prepared.database.close();
  }
}
