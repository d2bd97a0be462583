import type { Outcome } from "./run.ts";
import type { Script, Timed } from "./script.ts";

/** Most runs that making a story shorter may take. */
const MOST_RUNS = 400;

/**
 * Takes out of a failing history whatever it fails without (Zeller's ddmin on its happenings): half of them, then ever
 * smaller parts, until nothing can be left out. A shorter history counts only where it breaks the same invariant.
 */
export async function shortened(
  script: Script,
  invariant: string,
  run: (script: Script) => Promise<Outcome>,
): Promise<Script> {
  let runs = 0;
  const fails = async (happenings: readonly Timed[]): Promise<boolean> => {
    runs += 1;
    return (await run({ ...script, happenings })).violation?.invariant === invariant;
  };
  let kept = script.happenings;
  for (let parts = 2; kept.length > 1 && runs < MOST_RUNS; ) {
    const size = Math.ceil(kept.length / parts);
    let shorter: readonly Timed[] | undefined;
    for (let from = 0; from < kept.length && shorter === undefined; from += size) {
      const without = [...kept.slice(0, from), ...kept.slice(from + size)];
      if (without.length > 0 && (await fails(without))) shorter = without;
    }
    if (shorter !== undefined) {
      kept = shorter;
      parts = Math.max(parts - 1, 2);
    } else if (size === 1) break;
    else parts = Math.min(kept.length, parts * 2);
  }
  return { ...script, happenings: kept };
}
