import { impress } from "../prints/impress.ts";
import { growFinger } from "../prints/master-print.ts";
import { randomOf } from "../random.ts";
import type { FingerImpressions, FingerJob } from "./job.ts";

/** What a worker does; also called without one. */
export default function makeFinger({ seed, options, impressions }: FingerJob): FingerImpressions {
  const master = growFinger(seed, options);
  return {
    seed,
    impressions: impressions.map((conditions, index) =>
      impress(master, randomOf(seed, "impression", index), conditions),
    ),
  };
}
