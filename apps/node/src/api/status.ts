import type { ExchangeState } from "@accord/exchange";
import {
  countRegistry,
  listExchanges,
  listImportRuns,
  listIncidentNotices,
  listIncidents,
  openRequests,
  retentionPreviewWaits,
  unscrubbedErasures,
  untakenNotices,
} from "@accord/registry";
import { z } from "zod";
import { standingAgreements } from "../agreements/held-agreements.ts";
import type { AccordNode } from "../node.ts";
import { cardFingerprint, ownCard } from "../partner/card.ts";
import { allPartners } from "../partner/partners.ts";
import type { Api } from "./api.ts";

const DAY_MILLISECONDS = 86_400_000;

const Status = z.object({
  agency: z.object({ id: z.string(), name: z.string(), profile: z.string() }),
  version: z.string(),
  store: z.enum(["memory", "embedded", "postgres"]),
  exchangeAddress: z.string(),
  fingerprint: z.string(),
  registry: z.record(z.string(), z.number()),
  ledgerEntries: z.number(),
  partners: z.array(z.object({ id: z.string(), name: z.string(), address: z.string() })),
  agreements: z.array(
    z.object({
      digest: z.string(),
      title: z.string(),
      with: z.array(z.string()),
      inForce: z.boolean(),
      validUntil: z.string(),
    }),
  ),
  exchanges: z.array(
    z.object({
      id: z.string(),
      partner: z.string(),
      step: z.string(),
      standing: z.string(),
      startedAt: z.string(),
    }),
  ),
  rights: z.object({
    openRequests: z.number(),
    /** Within the node's days of reminding, and past. */
    dueSoon: z.number(),
    overdue: z.number(),
    nextDue: z.string().optional(),
    /** Partners' nodes that have something to erase and have not confirmed it. */
    untoldNotices: z.number(),
    /** Erasures that the store's free space still holds, and those that should be gone. */
    unscrubbed: z.number(),
    scrubOverdue: z.number(),
    retentionWaits: z.boolean(),
  }),
  /** Open incidents here, each with what partners must be told and by when. */
  incidents: z.array(
    z.object({
      id: z.string(),
      drill: z.boolean(),
      source: z.string(),
      openedAt: z.string(),
      owed: z.array(
        z.object({ partner: z.string(), dueAt: z.string(), sent: z.boolean(), late: z.boolean() }),
      ),
    }),
  ),
  imports: z.array(z.object({ id: z.string(), startedAt: z.string(), finished: z.boolean() })),
});
export type Status = z.infer<typeof Status>;

/** What the node holds and does, in counts and names of agencies; nothing personal. */
async function statusOfNode(node: AccordNode): Promise<Status> {
  const { config, store, judge } = node;
  const [partners, agreements, exchanges, imports, counts, head] = await Promise.all([
    allPartners(store),
    standingAgreements(store, judge),
    listExchanges(store),
    listImportRuns(store),
    countRegistry(store, { agency: judge.self }),
    node.ledger.head(),
  ]);
  return {
    agency: config.agency,
    version: "0.1.0",
    store: store.kind,
    exchangeAddress: config.exchange.publicAddress,
    fingerprint: cardFingerprint(ownCard(config, node.keys)),
    registry: { ...counts },
    ledgerEntries: head.size,
    partners: partners.map(({ id, name, address }) => ({ id, name, address })),
    agreements: agreements.map(({ state, force }) => ({
      digest: state.digest,
      title: state.agreement.title,
      with: state.agreement.parties.map((party) => party.id).filter((id) => id !== judge.self),
      inForce: force.inForce,
      validUntil: state.agreement.validUntil,
    })),
    exchanges: exchanges.map((row) => ({
      id: row.id,
      partner: row.partner,
      step: row.step,
      standing: standingOf(row.state as ExchangeState),
      startedAt: row.createdAt,
    })),
    rights: await rightsCounts(node),
    incidents: await openIncidents(node),
    imports: imports.map((run) => ({
      id: run.id,
      startedAt: run.startedAt,
      finished: run.finishedAt !== undefined,
    })),
  };
}

async function openIncidents({ store, judge }: AccordNode): Promise<Status["incidents"]> {
  const notices = await listIncidentNotices(store);
  return (await listIncidents(store, { open: true })).map(({ id, drill, source, openedAt }) => ({
    id,
    drill,
    source,
    openedAt,
    owed: notices
      .filter((notice) => notice.incident === id && notice.takenAt === undefined)
      .map(({ partner, dueAt, askedAt }) => ({
        partner,
        dueAt,
        sent: askedAt !== undefined,
        late: dueAt < judge.now(),
      })),
  }));
}

const standingOf = ({ step, standing }: ExchangeState): string =>
  standing.kind === "running" && step === "done" ? "complete" : standing.kind;

async function rightsCounts({ store, config, nowMilliseconds }: AccordNode): Promise<Status["rights"]> {
  const requests = await openRequests(store);
  const notices = await untakenNotices(store);
  const unscrubbed = await unscrubbedErasures(store);
  const now = nowMilliseconds();
  const soon = now + config.rights.remindDays * DAY_MILLISECONDS;
  const dueBy = (until: number) => requests.filter(({ dueAt }) => Date.parse(dueAt) <= until).length;
  return {
    openRequests: requests.length,
    dueSoon: dueBy(soon) - dueBy(now),
    overdue: dueBy(now),
    ...(requests[0] === undefined ? {} : { nextDue: requests[0].dueAt }),
    untoldNotices: notices.length,
    unscrubbed: unscrubbed.length,
    scrubOverdue: unscrubbed.filter(({ scrubBy }) => Date.parse(scrubBy) <= now).length,
    retentionWaits: await retentionPreviewWaits(store),
  };
}

export async function statusRoutes(api: Api, node: AccordNode): Promise<void> {
  api.get(
    "/health",
    {
      config: { action: "node.greet" },
      schema: {
        summary: "Whether the node answers and its store does",
        response: { 200: z.object({ healthy: z.boolean() }) },
      },
    },
    async () => {
      await listExchanges(node.store);
      return { healthy: true };
    },
  );

  api.get(
    "/api/status",
    {
      config: { action: "node.status" },
      schema: { summary: "What the node holds and does", response: { 200: Status } },
    },
    () => statusOfNode(node),
  );
}
