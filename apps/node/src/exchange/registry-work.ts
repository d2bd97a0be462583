import { createHash, randomBytes } from "node:crypto";
import { applyPlan } from "@accord/agreement";
import type { ExchangeState, ExchangeWork, HeldAgreement, StoreTask, TaskResult } from "@accord/exchange";
import {
  applyDisclosed,
  applyRoster,
  decidedPartnerRefs,
  pairResultsPage,
  pinnedRefs,
  pinScope,
  purgeStaged,
  type RegistryContext,
  readDisclosedPersons,
  readMatchRecords,
  type Session,
  stageRecords,
  unlinkedRefs,
} from "@accord/registry";
import {
  AccordError,
  type AttributeName,
  type DisclosedPerson,
  type DisclosurePlan,
} from "@accord/vocabulary";
import { pseudonym, sharedHashKey } from "../keys/pseudonym.ts";
import { ledgerStorage, sha256 } from "../ledger/node-ledger.ts";
import { publicKey } from "../partner/card.ts";
import { lastCosigned, requirePartner } from "../partner/partners.ts";
import { acceptMatches, applyLinks } from "./decide-links.ts";
import { deduplicateRegistry } from "./deduplicate-registry.ts";
import { makeDeletionCertificate, verifyDeletionCertificate } from "./deletion-certificate.ts";
import { matchWithPartner } from "./match-with-partner.ts";
import { checkpointFor, cosignFor, keepCosignatureOf } from "./witness.ts";
import type { WorkParts } from "./work-parts.ts";

/** What an exchange asks of the registry, carried out by the registry's functions under the agreement's plans. */
export function registryWork(parts: WorkParts): ExchangeWork<Session> {
  return {
    perform: (session, state, held, task, at) => perform(parts, session, state, held, task, at),
    work: async (state, held, task, tell) =>
      task.kind === "deduplicate"
        ? {
            kind: "deduplicate",
            duplicates: await deduplicateRegistry(parts, held.agreement, (what, done, total) =>
              tell({ exchange: state.exchange, step: state.step, what, done, total }),
            ),
          }
        : { kind: "match", match: await matchWithPartner(parts, state, held, tell) },
  };
}

async function perform(
  parts: WorkParts,
  session: Session,
  state: ExchangeState,
  held: HeldAgreement,
  task: StoreTask,
  at: string,
): Promise<TaskResult> {
  const { context, keys } = parts;
  const { exchange, partner } = state;
  const agreement = held.agreement.id;
  const household = (id: string) => pseudonym(keys.pseudonym, "household", agreement, id);
  switch (task.kind) {
    case "pin": {
      const { persons, withheld } = await pinScope(session, context, {
        exchange,
        plan: task.plan,
        refOf: (id) => pseudonym(keys.pseudonym, "person", agreement, id),
      });
      const cosigned = await lastCosigned(session, partner);
      return {
        kind: "pin",
        snapshot: {
          persons,
          withheld: { ...withheld },
          commitment: await snapshotCommitment(session, exchange),
          cosignedSize: cosigned?.size ?? 0,
        },
      };
    }
    case "discloseMatch": {
      if (task.plan.grants.length === 0)
        return { kind: "discloseMatch", records: [], ...page([], task.limit) };
      const read = await readMatchRecords(session, context, {
        exchange,
        plan: task.plan,
        householdRef: household,
        after: task.after,
        limit: task.limit,
      });
      const hashKey = await hashKeyFor(parts, session, state, held);
      const records = read.map((record) => applyPlan(task.plan, record, { hashKey }));
      return { kind: "discloseMatch", records, ...page(records, task.limit) };
    }
    case "disclosePersons": {
      const tier = task.plan.tier === "roster" ? "roster" : "linked";
      const refs = task.plan.grants.length === 0 ? [] : await refsToDisclose(session, exchange, tier, task);
      const read = await readDisclosedPersons(session, context, {
        exchange,
        plan: task.plan,
        householdRef: household,
        refs,
      });
      const hashKey = await hashKeyFor(parts, session, state, held);
      const persons = read.map((person) => applyPlan(task.plan, person, { hashKey }));
      return {
        kind: "disclosePersons",
        tier,
        persons,
        ...page(
          refs.map((ref) => ({ ref })),
          task.limit,
        ),
      };
    }
    case "discloseLinks": {
      const pairs = await pairResultsPage(session, {
        exchange,
        round: task.round,
        decidedOnly: true,
        after: task.after,
        limit: task.limit,
      });
      const links = pairs.map((pair) => ({
        matcherRef: pair.ownRef,
        supplierRef: pair.partnerRef,
        verdict: pair.decision as "linked" | "waiting" | "unlinked",
        probability: pair.probability,
        decidedBy: pair.decidedBy,
      }));
      return {
        kind: "discloseLinks",
        links,
        ...page(
          pairs.map((pair) => ({ ref: pair.ownRef + pair.partnerRef })),
          task.limit,
        ),
      };
    }
    case "stage":
      await stageRecords(session, {
        exchange,
        tier: "match",
        direction: "received",
        batch: task.index,
        records: task.records,
      });
      return { kind: "stage" };
    case "acceptMatches":
      await acceptMatches(session, context, state);
      return { kind: "acceptMatches" };
    case "applyLinks":
      await applyLinks(session, context, state, task.links, task.round);
      return { kind: "applyLinks" };
    case "applyPersons":
      return applyPersons(session, context, state, task, at);
    case "purge":
      return { kind: "purge", certificate: await purge(parts, session, state, at) };
    case "checkCertificate": {
      const card = await requirePartner(session, partner);
      return {
        kind: "checkCertificate",
        valid: await verifyDeletionCertificate(task.certificate, publicKey(card.signingKey), exchange),
      };
    }
    case "checkpoint":
      return { kind: "checkpoint", checkpoint: await checkpointFor(parts, session, task.since) };
    case "cosign":
      return { kind: "cosign", cosignature: await cosignFor(parts, session, state, task.checkpoint, at) };
    case "keepCosignature":
      return {
        kind: "keepCosignature",
        size: await keepCosignatureOf(parts, session, state, task.cosignature),
      };
  }
}

async function refsToDisclose(
  session: Session,
  exchange: string,
  tier: "linked" | "roster",
  task: { readonly round: number; readonly after: string | undefined; readonly limit: number },
): Promise<readonly string[]> {
  if (tier === "roster")
    return task.round > 0 ? [] : unlinkedRefs(session, { exchange, after: task.after, limit: task.limit });
  const pairs = await pairResultsPage(session, {
    exchange,
    round: task.round,
    decision: "linked",
    after: task.after,
    limit: task.limit,
    by: "ownRef",
  });
  return pairs.map((pair) => pair.ownRef);
}

async function applyPersons(
  session: Session,
  context: RegistryContext,
  state: ExchangeState,
  task: {
    readonly plan: DisclosurePlan;
    readonly tier: "linked" | "roster";
    readonly persons: readonly DisclosedPerson[];
  },
  at: string,
): Promise<TaskResult> {
  const incoming = {
    agreement: state.agreement,
    partner: state.partner,
    records: task.persons,
    retentionUntil: retention(task.plan, at),
  };
  const apply = task.tier === "linked" ? applyDisclosed : applyRoster;
  const result = await apply(session, context, incoming);
  if (task.tier === "linked" && !(await allUnlinkedHere(session, state.exchange, result.unknownRefs))) {
    throw new AccordError(
      "exchange.person_not_linked",
      "the partner disclosed persons for whom no link stands",
      {
        remedy: "The partner must disclose linked persons only; nothing of the batch was kept.",
      },
    );
  }
  return {
    kind: "applyPersons",
    applied: { ...result.changed } as Record<string, number>,
    newlyKnown: task.tier === "roster" ? result.persons : 0,
  };
}

/** Links that staff here undid or judged different are unknown to the registry, and what comes for them is left out. */
async function allUnlinkedHere(
  session: Session,
  exchange: string,
  refs: readonly string[],
): Promise<boolean> {
  if (refs.length === 0) return true;
  const unlinked = new Set(await decidedPartnerRefs(session, { exchange, decision: "unlinked" }));
  return refs.every((ref) => unlinked.has(ref));
}

function retention(plan: DisclosurePlan, at: string): Partial<Record<AttributeName, string>> {
  const from = Date.parse(at);
  return Object.fromEntries(
    plan.grants.map((grant) => [
      grant.attribute,
      new Date(from + grant.retentionDays * 86_400_000).toISOString(),
    ]),
  );
}

/** The end of a flow, or where its next page starts; the salt makes the batch's commitment tell nothing by itself. */
function page(
  items: readonly { readonly ref: string }[],
  limit: number,
): { cursor: string | undefined; salt: string } {
  return {
    cursor: items.length < limit ? undefined : items.at(-1)?.ref,
    salt: randomBytes(32).toString("base64url"),
  };
}

async function hashKeyFor(
  parts: WorkParts,
  session: Session,
  state: ExchangeState,
  held: HeldAgreement,
): Promise<Uint8Array> {
  const card = await requirePartner(session, state.partner);
  return sharedHashKey(parts.keys.encryption.private, publicKey(card.encryptionKey), held.agreement.id);
}

/** SHA-256 over the pinned pseudonyms in order: what this side will stand by when it says whom the exchange covered. */
async function snapshotCommitment(session: Session, exchange: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const ref of pinnedRefs(session, { exchange })) hash.update(`${ref}\n`);
  return hash.digest("hex");
}

/** Destroys what was received for matching, but for the pairs that wait for a human, and signs that it is gone. */
async function purge(parts: WorkParts, session: Session, state: ExchangeState, at: string): Promise<string> {
  const waiting = await decidedPartnerRefs(session, { exchange: state.exchange, decision: "waiting" });
  const purged = await purgeStaged(session, { exchange: state.exchange, tier: "match", except: waiting });
  const certificate = await makeDeletionCertificate(
    {
      exchange: state.exchange,
      agreement: state.agreement,
      by: state.self,
      tier: "match",
      purged,
      kept: waiting.length,
      at,
    },
    parts.keys.signing,
  );
  await parts.ledger.append(
    {
      kind: "erasure",
      reason: "purge",
      persons: purged,
      commitment: sha256(certificate),
      exchange: state.exchange,
      partner: state.partner,
      agreement: state.agreement,
      at,
    },
    ledgerStorage(session),
  );
  return certificate;
}
