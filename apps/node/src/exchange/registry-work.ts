import type { ExchangeWork, StoreTask, TaskResult } from "@accord/exchange";
import {
  barredRefs,
  keepBase,
  keepLeft,
  newPersonsSince,
  pinUnlinked,
  type Session,
  stageRecords,
} from "@accord/registry";
import { publicKey } from "../partner/card.ts";
import { documentKeys, knownPartner } from "../partner/partners.ts";
import { applyPersons } from "./apply-persons.ts";
import { acceptMatches, applyLinks } from "./decide-links.ts";
import { deduplicateRegistry } from "./deduplicate-registry.ts";
import { verifyDeletionCertificate } from "./deletion-certificate.ts";
import { discloseLeft, discloseLinks, discloseMatch, disclosePersons } from "./disclose.ts";
import { type ExchangeTurn, pseudonymIn } from "./exchange-turn.ts";
import { findOverlap, performOverlap } from "./find-overlap.ts";
import { matchWithPartner } from "./match-with-partner.ts";
import { baseHorizon, pin } from "./pin.ts";
import { purgeReceived } from "./purge-received.ts";
import { checkpointFor, cosignFor, keepCosignatureOf } from "./witness.ts";
import type { WorkParts } from "./work-parts.ts";

/** What an exchange asks of the registry, carried out by the registry's functions under the agreement's plans. */
export function registryWork(parts: WorkParts): ExchangeWork<Session> {
  return {
    perform: (session, state, held, task, at) => perform({ parts, session, state, held, at }, task),
    work: async (state, held, task, tell) => {
      const { exchange, step } = state;
      if (task.kind !== "match" && task.kind !== "deduplicate")
        return findOverlap(parts, state, held, task, tell);
      if (task.kind === "match")
        return { kind: "match", match: await matchWithPartner(parts, state, held, tell) };
      const since = await baseHorizon({ session: parts.store, state });
      const only =
        since === undefined
          ? undefined
          : await newPersonsSince(parts.store, { agency: parts.judge.self, since });
      const duplicates = await deduplicateRegistry(
        parts,
        held.agreement,
        (what, done, total) => tell({ exchange, step, what, done, total }),
        only,
      );
      return { kind: "deduplicate", duplicates };
    },
  };
}

async function perform(turn: ExchangeTurn, task: StoreTask): Promise<TaskResult> {
  const { parts, session, state, at } = turn;
  switch (task.kind) {
    case "readOverlap":
    case "keepOverlap":
    case "forgetOverlap":
      return performOverlap(turn, task);
    case "pin":
      return pin(turn, task.plan);
    case "discloseMatch":
      return discloseMatch(turn, task);
    case "disclosePersons":
      return disclosePersons(turn, task);
    case "discloseLinks":
      return discloseLinks(turn, { round: task.round, after: task.after, limit: task.limit });
    case "stage": {
      const { index, records } = task;
      const barred = await barredRefs(session, { ...state, refs: records.map((record) => record.ref) });
      await stageRecords(session, {
        exchange: state.exchange,
        tier: "match",
        direction: "received",
        batch: index,
        records: records.filter((record) => !barred.has(record.ref)),
      });
      return { kind: "stage" };
    }
    case "pinUnlinked": {
      const { plan, candidate } = task;
      const refOf = pseudonymIn(turn, "person");
      await pinUnlinked(session, parts.context, { exchange: state.exchange, plan, refOf, candidate });
      return { kind: "pinUnlinked", candidate };
    }
    case "discloseLeft":
      return discloseLeft(turn, task);
    case "applyLeft":
      await keepLeft(session, { ...state, refs: task.refs, at });
      return { kind: "applyLeft" };
    case "keepBase":
      await keepBase(session, { ...state, horizon: task.horizon, finishedAt: at });
      return { kind: "keepBase" };
    case "acceptMatches":
      await acceptMatches(session, parts.context, state);
      return { kind: "acceptMatches" };
    case "applyLinks":
      await applyLinks(session, parts.context, state, task.links, task.round);
      return { kind: "applyLinks" };
    case "applyPersons":
      return applyPersons(turn, task);
    case "purge":
      return { kind: "purge", certificate: await purgeReceived(turn) };
    case "checkCertificate": {
      const partner = await knownPartner(session, state.partner);
      const keys = partner === undefined ? [] : documentKeys(partner).map(publicKey);
      const checks = keys.map((key) => verifyDeletionCertificate(task.certificate, key, state.exchange));
      return { kind: "checkCertificate", valid: (await Promise.all(checks)).includes(true) };
    }
    case "checkpoint":
      return {
        kind: "checkpoint",
        checkpoint: await checkpointFor(parts, session, state.partner, task.since),
      };
    case "cosign":
      return { kind: "cosign", ...(await cosignFor(parts, session, state, task.checkpoint, at)) };
    case "keepCosignature":
      return {
        kind: "keepCosignature",
        size: await keepCosignatureOf(parts, session, state, task.cosignature),
      };
  }
}
