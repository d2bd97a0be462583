import { type RunOptions, runHistory } from "../history/run.ts";
import { type Script, scriptOf } from "../history/script.ts";
import { shortened } from "../history/shrink.ts";
import { DRIVER_BUGS } from "./in-the-driver.ts";
import { REGISTRY_BUGS } from "./in-the-registry.ts";
import { STORE_BUGS } from "./in-the-store.ts";
import type { PlantedBug } from "./planted-bug.ts";

export const BUGS: readonly PlantedBug[] = [...STORE_BUGS, ...REGISTRY_BUGS, ...DRIVER_BUGS];

export interface Found {
  readonly bug: PlantedBug;
  /** The first seed whose history broke an invariant; undefined where none did. */
  readonly seed: number | undefined;
  readonly histories: number;
  readonly invariant: string;
  readonly words: string;
  /** What is left of the history when whatever it fails without is taken out. */
  readonly shortest: Script | undefined;
}

/** Runs histories from seed 1 with the bug planted until one breaks an invariant, at most `most`. */
export async function hunt(bug: PlantedBug, most: number): Promise<Found> {
  const driver = await bug.driver?.();
  const options: RunOptions = {
    ...(bug.wrapping === undefined ? {} : { wrapping: bug.wrapping }),
    ...(driver === undefined ? {} : { driver }),
  };
  for (let seed = 1; seed <= most; seed++) {
    const { violation } = await runHistory(scriptOf(seed), options);
    if (violation === undefined) continue;
    const { invariant, words } = violation;
    const shortest = await shortened(scriptOf(seed), invariant, (script) => runHistory(script, options));
    return { bug, seed, histories: seed, invariant, words, shortest };
  }
  return { bug, seed: undefined, histories: most, invariant: "", words: "", shortest: undefined };
}
