import type { ExchangeState, PairEvidence } from "@accord/exchange";
import {
  countFiles,
  decideDuplicate,
  decidedPartnerRefs,
  externalKeys,
  findDuplicates,
  findLinks,
  type OpenAdjudication,
  openAdjudications,
  type PersonFile,
  personFile,
  purgeStaged,
  readExchange,
  judge as recordJudgement,
  restoreDuplicate,
  type Session,
  seesPersons,
  stagedRecord,
} from "@accord/registry";
import { AccordError, type AttributeStates } from "@accord/vocabulary";
import { z } from "zod";
import { requireApproval } from "../access/approval.ts";
import { noteReading, staffSession } from "../access/reading.ts";
import { accountOf, type Staff } from "../access/staff.ts";
import { heldAgreement } from "../agreements/held-agreements.ts";
import { decideWaitingPair } from "../exchange/decide-waiting-pair.ts";
import { deduplicateRegistry } from "../exchange/deduplicate-registry.ts";
import { evidenceDigest } from "../exchange/evidence-digest.ts";
import { undoLinkWithPartner } from "../exchange/undo-link.ts";
import { recordEntry } from "../ledger/record.ts";
import type { AccordNode } from "../node.ts";
import type { Api } from "./api.ts";

/** Whoever works on this list looks at persons for this. */
const PURPOSE = "deduplicationOfPersons";
const Uuid = z.uuid();
/** More files than this are merged into one person by two members of staff. */
const FILES_MERGED_ALONE = 4;
/** Who decides, where nobody has signed in; a session says so itself. */
const By = z.string().min(1).max(80).default("local operator");
const Verdict = z.enum(["same", "different", "cannotTell"]);

/** Duplicates within the registry, and pairs with a partner's persons that wait for a human. */
export async function duplicateRoutes(api: Api, node: AccordNode): Promise<void> {
  const { store, context } = node;

  api.post(
    "/api/duplicates/find",
    {
      config: { action: "duplicate.find" },
      schema: {
        summary:
          "Search the own registry for persons who stand in it twice; sure ones are deactivated and can be restored",
        response: {
          200: z.object({
            compared: z.number(),
            found: z.number(),
            deactivated: z.number(),
            waiting: z.number(),
          }),
        },
      },
    },
    () =>
      deduplicateRegistry(
        { store, context, ledger: node.ledger, judge: node.judge },
        undefined,
        () => undefined,
      ),
  );

  api.get(
    "/api/duplicates",
    {
      config: { action: "duplicate.list" },
      schema: { summary: "Persons deactivated as duplicates, and pairs that wait for a decision" },
    },
    async ({ staff }) => {
      const session = staffSession(node, staff, PURPOSE);
      const decided = await decidedDuplicates(session);
      const waiting = (await openAdjudications(session, { limit: 500 })).map(told);
      await noteReading(node, {
        staff,
        action: "duplicate.list",
        purpose: PURPOSE,
        shown: [
          ...decided.flatMap((each) => [each.kept, each.duplicate]),
          ...waiting.flatMap(({ pair }) => (pair.kind === "own" ? [pair.a, pair.b] : [pair.person])),
        ],
      });
      return { decided, waiting };
    },
  );

  api.get(
    "/api/duplicates/:id",
    {
      config: { action: "duplicate.list" },
      schema: {
        summary: "A waiting pair, both persons side by side as far as each may be seen here",
        params: z.object({ id: z.string().max(80) }),
      },
    },
    async ({ params, staff }) => {
      const session = staffSession(node, staff, PURPOSE);
      const open = (await openAdjudications(session, { limit: 100_000 })).find(({ id }) => id === params.id);
      if (open === undefined) throw noSuchPair();
      const { pair } = open;
      const [left, right] = pair.kind === "own" ? [pair.a, pair.b] : ([pair.person, undefined] as const);
      const files = await Promise.all(
        [left, right].map((id) => (id === undefined ? undefined : personFile(session, id))),
      );
      await noteReading(node, {
        staff,
        action: "duplicate.list",
        purpose: PURPOSE,
        shown: files.flatMap((file) => (file === undefined ? [] : [file.id])),
      });
      const partners =
        pair.kind === "partner" && open.exchange !== undefined
          ? await stagedRecord(store, {
              exchange: open.exchange,
              tier: "match",
              direction: "received",
              ref: pair.partnerRef,
            })
          : undefined;
      return {
        ...told(open),
        left: sideOf(files[0]),
        right:
          pair.kind === "own"
            ? sideOf(files[1])
            : { holder: pair.partner, states: comparable(partners?.states) },
      };
    },
  );

  api.post(
    "/api/duplicates/decide",
    {
      config: { action: "duplicate.decide" },
      schema: {
        summary: "Decide a waiting pair: the same person, different persons, or cannot tell",
        body: z.strictObject({ id: z.string().max(80), verdict: Verdict, by: By }),
      },
    },
    async ({ body, staff }) => {
      const session = staffSession(node, staff, PURPOSE);
      const open = (await openAdjudications(session, { limit: 100_000 })).find((each) => each.id === body.id);
      if (open === undefined) throw noSuchPair();
      await requireApprovalOfManyFiles(open, body.verdict, staff);
      const exchange = await decide(open, body.verdict, deciding(staff, body.by));
      if (exchange !== undefined) await node.driver.adjudicated(exchange);
      return { decided: true };
    },
  );

  api.post(
    "/api/duplicates/restore",
    {
      config: { action: "duplicate.restore" },
      schema: {
        summary: "Undo a deactivation: the person is active again and every value is as before",
        body: z.strictObject({ person: z.string().max(80), by: By }),
      },
    },
    async ({ body, staff }) => {
      await requireSeen(staffSession(node, staff, PURPOSE), [body.person]);
      const by = deciding(staff, body.by);
      const restored = await store.transaction(async (session) => {
        const decision = await restoreDuplicate(session, context, { duplicate: body.person, by });
        // Who restores a person says that the two are different: on the same evidence they are not proposed again.
        await recordJudgement(session, {
          pair: { kind: "own", a: decision.kept, b: decision.duplicate },
          verdict: "different",
          evidenceDigest: evidenceDigest(decision.evidence as Partial<PairEvidence>),
          by,
          at: context.now(),
        });
        await record(session, "undone", [decision.kept, decision.duplicate]);
        return decision;
      });
      return { kept: restored.kept, restored: restored.duplicate };
    },
  );

  api.post(
    "/api/links/undo",
    {
      config: { action: "link.undo" },
      schema: {
        summary: "Undo a link with a partner's person: every value is as before it",
        body: z.strictObject({ link: z.string().max(80), by: By }),
        response: { 200: z.object({ person: z.string(), partner: z.string(), partnerIsTold: z.boolean() }) },
      },
    },
    async ({ body, staff }) => {
      await requireLinkSeen(staffSession(node, staff, PURPOSE), body.link);
      const { link, tell } = await store.transaction(async (session) => {
        const undone = await undoLinkWithPartner(session, context, {
          link: body.link,
          by: deciding(staff, body.by),
        });
        await record(session, "undone", [undone.link.person], "link");
        return undone;
      });
      for (const exchange of tell) await node.driver.adjudicated(exchange);
      return { person: link.person, partner: link.partner, partnerIsTold: tell.length > 0 };
    },
  );

  /** A merge that gathers many files is more often a chain of mistakes than one person registered so often. */
  async function requireApprovalOfManyFiles(
    { pair }: OpenAdjudication,
    verdict: z.infer<typeof Verdict>,
    staff: Staff,
  ): Promise<void> {
    if (pair.kind !== "own" || verdict !== "same") return;
    const files = await countFiles(store, [pair.a, pair.b]);
    if (files <= FILES_MERGED_ALONE) return;
    await requireApproval(node, {
      operation: "duplicate.merge-many",
      staff,
      subject: { pair },
      persons: [pair.a, pair.b],
      asks: `merge of ${files} files into one person`,
    });
  }

  /** Row security holds for reading; what is then changed is changed by the node. */
  async function requireSeen(session: Session, persons: readonly string[]): Promise<void> {
    if (await seesPersons(session, persons)) return;
    throw new AccordError("person.unknown", "there is no such person here, or not at your sites", {
      where: "person",
      remedy: "Search by identifier.",
    });
  }

  async function requireLinkSeen(session: Session, link: string): Promise<void> {
    if (Uuid.safeParse(link).success && (await findLinks(session, { id: link })).length === 1) return;
    throw new AccordError("link.unknown", "there is no such link here, or not at your sites", {
      where: "link",
      remedy: "See the person's file.",
    });
  }

  /** Standing decisions, with the numbers under which the agency registered the two. */
  async function decidedDuplicates(session: Session) {
    const decided = await findDuplicates(session);
    const keys = await externalKeys(
      session,
      decided.flatMap((each) => [each.kept, each.duplicate]),
    );
    return decided.map((each) => ({
      ...each,
      keptKey: keys.get(each.kept),
      duplicateKey: keys.get(each.duplicate),
    }));
  }

  /** Answers the exchange that the decision concerns, where it is one with a partner. */
  async function decide(
    open: OpenAdjudication,
    verdict: z.infer<typeof Verdict>,
    by: string,
  ): Promise<string | undefined> {
    const { pair } = open;
    return store.transaction(async (session) => {
      if (pair.kind === "partner") await requireOurDecision(session, pair.agreement);
      await recordJudgement(session, {
        pair,
        verdict,
        evidenceDigest: open.evidenceDigest,
        by,
        at: context.now(),
      });
      if (pair.kind === "partner") {
        const exchange = await exchangeOf(session, open);
        if (exchange !== undefined) {
          await decideWaitingPair(session, context, exchange, pair, verdict, open);
          const waiting = await decidedPartnerRefs(session, {
            exchange: exchange.exchange,
            decision: "waiting",
          });
          await purgeStaged(session, { exchange: exchange.exchange, tier: "match", except: waiting });
        }
        await record(session, verdict === "same" ? "confirmed" : "rejected", [pair.person], "link");
        return exchange?.exchange;
      }
      if (verdict === "same") {
        await decideDuplicate(session, context, {
          kept: pair.a,
          duplicate: pair.b,
          by,
          evidence: open.evidence,
        });
      }
      await record(session, verdict === "same" ? "confirmed" : "rejected", [pair.a, pair.b]);
      return undefined;
    });
  }

  /** The agreement says whose staff decide pairs of the two registries. */
  async function requireOurDecision(session: Session, agreement: string): Promise<void> {
    const held = await heldAgreement(session, node.judge, agreement);
    const by = held?.agreement.matching.adjudicationBy;
    if (by === undefined || by === "either" || by === node.judge.self) return;
    throw new AccordError("adjudication.not_ours", `the agreement gives the decision to ${by}'s staff`, {
      where: "matching.adjudicationBy",
      remedy: "Amend the agreement where this agency's staff are to decide.",
    });
  }

  async function exchangeOf(session: Session, open: OpenAdjudication): Promise<ExchangeState | undefined> {
    if (open.exchange === undefined) return undefined;
    return (await readExchange(session, open.exchange))?.state as ExchangeState | undefined;
  }

  function record(
    session: Session,
    outcome: "confirmed" | "rejected" | "undone",
    persons: readonly string[],
    subject: "duplicate" | "link" = "duplicate",
  ) {
    return recordEntry(
      node.ledger,
      session,
      { kind: "decision", subject, outcome, decidedBy: "person", count: 1, at: context.now() },
      persons,
    );
  }
}

const noSuchPair = () =>
  new AccordError("adjudication.unknown", "no such pair waits here", {
    where: "id",
    remedy: "See `accord duplicates list`.",
  });

/** What an adjudicator compares: values, never templates. */
function comparable(states: AttributeStates | undefined): AttributeStates {
  const { "person.fingerprints": _fingerprints, ...rest } = states ?? {};
  return rest;
}

function sideOf(file: PersonFile | undefined) {
  if (file === undefined) return undefined;
  return {
    person: file.id,
    holder: file.holder,
    key: file.externalKey,
    registeredAt: file.registeredAt,
    states: comparable(file.current),
    household: file.household?.members.map(({ name, role }) => ({ name, role })),
    fingers: file.encounters.reduce((sum, { fingers }) => sum + fingers.length, 0),
  };
}

const deciding = (staff: Staff, by: string): string => accountOf(staff) ?? by;

function told(open: OpenAdjudication) {
  const evidence = open.evidence as PairEvidence;
  return {
    id: open.id,
    kind: open.pair.kind,
    pair: open.pair,
    exchange: open.exchange,
    probability: open.probability,
    labels: evidence.labels ?? [],
    evidence,
    proposedAt: open.proposedAt,
  };
}
