import { NODES, type NodeId } from "../model/agreements.ts";
import type { FailingCall } from "../world/machine.ts";
import { type Outcome, type RunOptions, runHistory } from "./run.ts";
import type { Script } from "./script.ts";

/** An exchange with pairs that wait, links, several batches and a roster, in which nothing goes wrong by itself. */
export const CALM: Script = {
  seed: 4,
  pageSize: 2,
  terms: {
    recordsPerDay: 1_000_000,
    personsPerExchange: 1_000,
    overlap: { minimum: 0, maximum: 1 },
    roster: true,
  },
  happenings: [
    { at: 0, happening: { kind: "propose", node: "iom" } },
    { at: 60_000, happening: { kind: "adjudicate", same: true, pick: 0 } },
  ],
};

interface MatrixCell {
  readonly node: NodeId;
  readonly failing: FailingCall;
  readonly outcome: Outcome;
  /** The exchange ended as the undisturbed one did, with the same links and the same on file. */
  readonly same: boolean;
}

export interface Matrix {
  /** Calls to the store of each node, and of which kinds. */
  readonly calls: Outcome["calls"];
  readonly cells: number;
  readonly broken: readonly MatrixCell[];
}

/**
 * Every call to either node's store fails in turn: the process dies there or the call throws and the node is restarted,
 * once before the call took effect and once after. Each time the ledger is proven from the rows on the disk, every
 * invariant holds, and the end is that of the undisturbed exchange.
 */
export async function matrix(
  options: RunOptions & { readonly every?: number; readonly tell?: (done: number, of: number) => void } = {},
): Promise<Matrix> {
  const { every = 1, tell, ...run } = options;
  const calm = await runHistory(CALM, run);
  const broken: MatrixCell[] = [];
  const cells = NODES.flatMap((node) =>
    Array.from({ length: Math.ceil(calm.calls[node].total / every) }, (_, index) => ({
      node,
      call: index * every,
    })),
  ).flatMap(({ node, call }) =>
    (["dies", "throws"] as const).flatMap((how) =>
      (["before", "after"] as const).map((when) => ({ node, failing: { call, how, when } })),
    ),
  );
  for (const [done, { node, failing }] of cells.entries()) {
    const outcome = await runHistory(CALM, { ...run, failing: { node, call: failing } });
    const same = outcome.ended === calm.ended;
    if (outcome.violation !== undefined || !same) broken.push({ node, failing, outcome, same });
    tell?.(done + 1, cells.length);
  }
  return { calls: calm.calls, cells: cells.length, broken };
}
