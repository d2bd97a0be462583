import { type EnrolledFingers, enrolledFingers } from "../../fingerprints/enrolled-fingers.ts";
import { progressView } from "../progress.ts";
import { remark } from "../terminal.ts";
import type { ReadingOptions } from "./reading-options.ts";

/** Enrols what the paths hold, telling how it goes and what failed. */
export async function enrolWithProgress(
  paths: readonly string[],
  { dpi }: ReadingOptions,
): Promise<EnrolledFingers> {
  const progress = progressView("reading", "files");
  try {
    const enrolled = await enrolledFingers(paths, {
      dpi,
      onProgress: (done, total) => progress.update(done, total),
    });
    for (const { file, problem, remedy } of enrolled.failed) remark(`${file}: ${problem}. ${remedy}`);
    return enrolled;
  } finally {
    progress.stop();
  }
}
