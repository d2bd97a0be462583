import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { recordEntry } from "../ledger/record.ts";
import type { AccordNode } from "../node.ts";
import { noRecoveryKey, type SealedState } from "./key-file.ts";

const LEDGER_MILLISECONDS = 5_000;

export interface Sealing {
  readonly reason: string;
  /** `shares`: nothing on this machine opens the keys again. `administrators`: two of them may. */
  readonly opens: SealedState["opens"];
}

/**
 * The kill switch. The keys leave memory first, so that from that moment nothing is signed, opened, unsealed, sent or
 * taken in, whatever is under way; then the file on disk is closed; then the ledger is told, as far as its store answers.
 * @throws AccordError `keys.no_recovery_key` where shares should open it and there is none: nothing is sealed then
 */
export async function sealNode(
  node: Pick<AccordNode, "heldKeys" | "keys" | "store" | "ledger" | "context" | "log">,
  { reason, opens }: Sealing,
): Promise<SealedState> {
  const { ring } = node.keys;
  if (opens === "shares" && ring.recovery === undefined) throw noRecoveryKey();
  const state: SealedState = { at: node.context.now(), reason, opens };
  node.keys.drop();
  await node.heldKeys.close(ring, state);
  node.log.warn({ opens }, "the node's keys were sealed");
  await withinTime(
    node.store.transaction((session) =>
      recordEntry(node.ledger, session, {
        kind: "key",
        key: "node",
        event: "sealed",
        code: opens,
        at: state.at,
      }),
    ),
  );
  collectGarbage();
  return state;
}

/** The ledger's word that the keys are open again. */
export async function noteReopened(node: Pick<AccordNode, "store" | "ledger" | "context">): Promise<void> {
  const at = node.context.now();
  await node.store.transaction((session) =>
    recordEntry(node.ledger, session, { kind: "key", key: "node", event: "reopened", at }),
  );
}

/** The ledger's word must not hold the sealing up: the store may be busy, or gone. */
async function withinTime(work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, LEDGER_MILLISECONDS);
  });
  await Promise.race([work.catch(() => undefined), limit]);
  clearTimeout(timer);
}

/** Key objects are the library's: it overwrites them when the collector lets them go, which is now. */
function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
}
