import { createHash } from "node:crypto";
import type { TaskResult } from "@accord/exchange";
import { pinnedRefs, pinScope, readWitnessedLog, type Session } from "@accord/registry";
import type { DisclosurePlan } from "@accord/vocabulary";
import { ledgerOrigin } from "../ledger/log-keys.ts";
import { type ExchangeTurn, pseudonymIn } from "./exchange-turn.ts";

/** Pins the persons in scope under their pseudonyms, and commits to them. */
export async function pin(turn: ExchangeTurn, plan: DisclosurePlan): Promise<TaskResult> {
  const { parts, session, state } = turn;
  const { persons, withheld } = await pinScope(session, parts.context, {
    exchange: state.exchange,
    plan,
    refOf: pseudonymIn(turn, "person"),
  });
  const cosigned = await readWitnessedLog(session, ledgerOrigin(state.partner));
  return {
    kind: "pin",
    snapshot: {
      persons,
      withheld: { ...withheld },
      commitment: await snapshotCommitment(session, state.exchange),
      cosignedSize: cosigned?.size ?? 0,
    },
  };
}

/** SHA-256 over the pinned pseudonyms in order: what this side will stand by when it says whom the exchange covered. */
async function snapshotCommitment(session: Session, exchange: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const ref of pinnedRefs(session, { exchange })) hash.update(`${ref}\n`);
  return hash.digest("hex");
}
