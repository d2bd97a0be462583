import { modelDigest, train } from "@accord/linkage";
import { print } from "../terminal.ts";
import { sourcesOf } from "./input.ts";
import { writeModel } from "./model-file.ts";
import { writeReport } from "./report-folder.ts";
import { type LinkageOptions, labelsOf, prepare } from "./run.ts";
import { runProgress } from "./run-progress.ts";
import { showSuggestion, showWeights } from "./show-model.ts";
import { giveJson, isForPeople, showTraining } from "./tell.ts";

export async function suggestAction(
  left: string,
  right: string | undefined,
  options: LinkageOptions,
): Promise<void> {
  const { model, recognised } = await prepare(left, right, options);
  if (isForPeople(options)) {
    showSuggestion(model, recognised ?? []);
    print("\nNot trained yet: accord linkage train … or link … does it.");
  }
  if (options.writeModel !== undefined) await writeModel(options.writeModel, model);
  await giveJson(options, { model, recognised });
}

export async function trainAction(
  left: string,
  right: string | undefined,
  options: LinkageOptions,
): Promise<void> {
  const { input, model, recognised } = await prepare(left, right, options);
  const people = isForPeople(options);
  if (people && recognised !== undefined) showSuggestion(model, recognised);
  const progress = runProgress();
  const training = await train(sourcesOf(input), {
    model,
    ...(options.labels === undefined ? {} : { labels: await labelsOf(options.labels) }),
    ...(options.maxPairs === undefined ? {} : { maxPairs: options.maxPairs }),
    ...(options.memory === undefined ? {} : { memoryLimitBytes: options.memory * 1e9 }),
    ...(options.threads === undefined ? {} : { threads: options.threads }),
    ...(options.oneToOne === undefined ? {} : { policy: { oneToOne: options.oneToOne } }),
    onProgress: progress.tell,
  }).finally(progress.stop);
  if (people) {
    print();
    showTraining(training.report);
    print();
    showWeights(training.model);
  }
  if (options.writeModel !== undefined) {
    await writeModel(options.writeModel, training.model);
    if (people) print(`\nmodel: ${options.writeModel} (digest ${modelDigest(training.model)})`);
  }
  if (options.report !== undefined) await writeReport(options.report, input, { model: training.model });
  await giveJson(options, { digest: modelDigest(training.model), ...training });
}
