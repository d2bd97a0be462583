import { type Outcome, type RunOptions, runHistory } from "./run.ts";
import type { Script } from "./script.ts";

/** Runs a history twice: a trace that differs is a fault of the simulation or chance in the product, and fails like one. */
export async function runTwice(script: Script, options: RunOptions = {}): Promise<Outcome> {
  const first = await runHistory(script, options);
  const again = await runHistory(script, options);
  if (first.trace === again.trace) return first;
  const words = `one seed gave two traces, ${first.trace} and ${again.trace}`;
  return { ...first, violation: { invariant: "a history is the same whenever it runs", words } };
}
