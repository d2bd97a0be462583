import { accuracy } from "./overlap/accuracy.ts";
import { candidates } from "./overlap/candidates.ts";
import { research } from "./overlap/research.ts";
import { twoParties } from "./overlap/two-parties.ts";
import type { Bench } from "./table.ts";

/** Private set intersection: what the candidates cost, how long a run takes, how near its estimate is, and what the research corner costs. */
export const overlap: Bench = async function* ({ smoke }) {
  yield candidates(smoke ? 100 : 4_000);
  yield await twoParties(smoke ? 1_000 : 100_000);
  yield accuracy(smoke ? 1_000 : 30_000, smoke ? [1] : [1, 2, 3, 4, 5]);
  yield research(smoke ? 200 : 8_000, smoke ? 20 : 400);
};
