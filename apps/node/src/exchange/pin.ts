import { createHash } from "node:crypto";
import type { TaskResult } from "@accord/exchange";
import {
  basesWith,
  changeHorizon,
  type PinnedChanges,
  type PinnedScope,
  pinChanges,
  pinnedRefs,
  pinScope,
  readWitnessedLog,
  type Session,
} from "@accord/registry";
import { AccordError, type DisclosurePlan } from "@accord/vocabulary";
import { ledgerOrigin } from "../ledger/log-keys.ts";
import { type ExchangeTurn, pseudonymIn } from "./exchange-turn.ts";

/** Pins the persons in scope under their pseudonyms, and commits to them. */
export async function pin(turn: ExchangeTurn, plan: DisclosurePlan): Promise<TaskResult> {
  const { parts, session, state } = turn;
  const horizon = await changeHorizon(session);
  const since = await baseHorizon(turn);
  const pinning = {
    exchange: state.exchange,
    plan,
    refOf: pseudonymIn(turn, "person"),
  };
  const pinned: PinnedScope | PinnedChanges =
    since === undefined
      ? await pinScope(session, parts.context, pinning)
      : await pinChanges(session, parts.context, { ...pinning, since });
  const { persons, withheld } = pinned;
  const cosigned = await readWitnessedLog(session, ledgerOrigin(state.partner));
  return {
    kind: "pin",
    snapshot: {
      persons,
      withheld: { ...withheld },
      commitment: await snapshotCommitment(session, state.exchange),
      cosignedSize: cosigned?.size ?? 0,
      horizon,
      ...("fresh" in pinned
        ? { changes: { fresh: pinned.fresh, left: pinned.left, words: pinned.words } }
        : {}),
    },
  };
}

/**
 * From where a delta's changes are read; undefined in a whole exchange.
 * @throws AccordError `exchange.base_unknown`
 */
export async function baseHorizon({
  session,
  state,
}: Pick<ExchangeTurn, "session" | "state">): Promise<number | undefined> {
  if (state.base === undefined) return undefined;
  const base = (await basesWith(session, state)).find(({ exchange }) => exchange === state.base);
  if (base === undefined) {
    throw new AccordError("exchange.base_unknown", "the exchange to start from is not known here any more", {
      where: state.base,
      remedy: "Begin a whole exchange: `accord exchange run --whole`.",
    });
  }
  return base.horizon;
}

/** SHA-256 over the pinned pseudonyms in order: what this side will stand by when it says whom the exchange covered. */
async function snapshotCommitment(session: Session, exchange: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const ref of pinnedRefs(session, { exchange })) hash.update(`${ref}\n`);
  return hash.digest("hex");
}
