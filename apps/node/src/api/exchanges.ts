import { randomUUID } from "node:crypto";
import { counterpartOf, LANGUAGES } from "@accord/agreement";
import { type ExchangeState, isOver, reportOf } from "@accord/exchange";
import { type ExchangeRow, listExchanges, pairResultsPage, readExchange } from "@accord/registry";
import { AccordError } from "@accord/vocabulary";
import { z } from "zod";
import { noteReading, staffSession } from "../access/reading.ts";
import { findAgreement } from "../agreements/held-agreements.ts";
import { keysOfRefs } from "../exchange/keys-of-refs.ts";
import type { AccordNode } from "../node.ts";
import { partnerCard } from "../partner/partners.ts";
import { printPdf } from "../print/print-pdf.ts";
import { exchangeDocument, type ReportedExchange } from "../report/exchange-document.ts";
import { htmlPage } from "../report/html-page.ts";
import { printedReport } from "../report/printed-report.ts";
import { SavingAssumptions } from "../report/savings.ts";
import { toldNow } from "../rights/say-consent.ts";
import type { Api } from "./api.ts";

const Id = z.object({ id: z.uuid() });
/** Whoever looks at the pairs of an exchange looks at persons for this. */
const PURPOSE = "deduplicationOfPersons";
const HEARTBEAT_MILLISECONDS = 15_000;

export async function exchangeRoutes(api: Api, node: AccordNode): Promise<void> {
  const { store, judge, driver } = node;

  api.post(
    "/api/exchanges",
    {
      config: { action: "exchange.run" },
      schema: {
        summary: "Propose an exchange under an agreement in force",
        body: z.strictObject({
          agreement: z.string().min(4).max(64).optional(),
          partner: z.string().optional(),
          /** Everything is compared and sent anew, whatever exchanges were finished before. */
          whole: z.boolean().optional(),
        }),
        response: { 200: z.object({ exchange: z.uuid() }) },
      },
    },
    async ({ body }) => {
      const found = await findAgreement(store, judge, { digest: body.agreement, partner: body.partner });
      const partner = counterpartOf(found.state.agreement, judge.self)?.id;
      const running = (await listExchanges(store)).find(
        (row) => row.partner === partner && !isOver(row.state as ExchangeState),
      );
      if (running !== undefined) {
        throw new AccordError("exchange.already_running", "an exchange with this partner is under way", {
          where: running.id,
          remedy:
            "Follow it with `accord exchange status`, take it up with `accord exchange resume`, or stop it with `accord exchange stop`.",
        });
      }
      // What persons decided goes before what an exchange would bring; where it cannot be told now, it is told at the first word.
      if (partner !== undefined) await toldNow(node, [partner]);
      const exchange = randomUUID();
      await driver.propose({ exchange, agreement: found.state.digest, whole: body.whole === true });
      return { exchange };
    },
  );

  api.get(
    "/api/exchanges",
    { config: { action: "exchange.read" }, schema: { summary: "Exchanges, newest first" } },
    async () =>
      (await listExchanges(store)).map((row) => ({
        startedAt: row.createdAt,
        partner: row.partner,
        ...reportOf(row.state as ExchangeState),
      })),
  );

  api.get(
    "/api/exchanges/:id",
    {
      config: { action: "exchange.read" },
      schema: { summary: "One exchange: its report so far, and what it waits for", params: Id },
    },
    async ({ params }) => {
      const state = await stateOf(params.id);
      return {
        ...reportOf(state),
        partner: state.partner,
        partnerNotice: state.partnerNotice,
        working: state.working.map((task) => task.kind),
        waitsFor: waitsFor(state),
      };
    },
  );

  api.get(
    "/api/exchanges/:id/document",
    {
      config: { action: "exchange.read" },
      schema: {
        summary:
          "An exchange's report to show or print: one HTML page that needs nothing else, or PDF (base64), with an estimate of what was saved",
        params: Id,
        querystring: z.object({
          format: z.enum(["html", "pdf"]),
          language: z.enum(LANGUAGES).default("en"),
          ...SavingAssumptions.shape,
        }),
        response: {
          200: z.object({ language: z.string(), html: z.string().optional(), pdf: z.string().optional() }),
        },
      },
    },
    async ({ params, query }) => {
      const { format, language, ...assumed } = query;
      const document = exchangeDocument(await reportedExchange(node, params.id), language, assumed);
      if (format === "html") return { language, html: htmlPage(document) };
      const pdf = await printPdf(printedReport(document));
      return { language, pdf: Buffer.from(pdf).toString("base64") };
    },
  );

  api.post(
    "/api/exchanges/:id/resume",
    {
      config: { action: "exchange.run" },
      schema: {
        summary:
          "Take up an exchange again; let pass what the circuit breaker holds where `acceptImplausible` says why, or go on from the overlap's estimate where `goOn` does",
        params: Id,
        body: z
          .strictObject({
            acceptImplausible: z.string().min(3).max(400).optional(),
            goOn: z.string().min(3).max(400).optional(),
          })
          .default({}),
      },
    },
    async ({ params, body, staff }) => {
      const state = await stateOf(params.id);
      // The estimate of the overlap and the circuit breaker are let pass by words of their own: one must not pass for the other.
      const reason = state.step === "overlap" ? body.goOn : body.acceptImplausible;
      if (reason !== undefined && state.standing.kind === "held")
        await driver.override(params.id, staff.id, reason);
      else await driver.resume(params.id);
      return reportOf(await stateOf(params.id));
    },
  );

  api.post(
    "/api/exchanges/:id/stop",
    {
      config: { action: "exchange.stop" },
      schema: {
        summary: "Stop an exchange for good; the partner is told",
        params: Id,
        body: z.strictObject({ reason: z.string().min(3).max(400) }),
      },
    },
    async ({ params, body }) => {
      await stateOf(params.id);
      return reportOf(
        await driver.halt(params.id, {
          code: "exchange.stopped",
          reason: body.reason,
          remedy: "Begin a new exchange when both sides are ready.",
        }),
      );
    },
  );

  api.get(
    "/api/exchanges/:id/events",
    {
      config: { action: "exchange.read" },
      schema: { summary: "What happens in an exchange, as server-sent events", params: Id },
    },
    async ({ params }, reply) => {
      const state = await stateOf(params.id);
      reply.hijack();
      const { raw } = reply;
      raw.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
      const write = (event: unknown) => raw.write(`data: ${JSON.stringify(event)}\n\n`);
      write({ kind: "state", step: state.step, standing: state.standing, round: state.round });
      const stop = node.feed.follow(params.id, write);
      const beat = setInterval(() => raw.write(": beat\n\n"), HEARTBEAT_MILLISECONDS);
      raw.on("close", () => {
        stop();
        clearInterval(beat);
      });
    },
  );

  api.get(
    "/api/exchanges/:id/pairs",
    {
      config: { action: "exchange.pairs" },
      schema: {
        summary:
          "Pairs of an exchange by the agency's own numbers and the partner's pseudonyms, with the evidence in bits",
        params: Id,
        querystring: z.object({
          after: z.string().max(200).optional(),
          limit: z.coerce.number().int().min(1).max(2000).default(500),
        }),
      },
    },
    async ({ params, query, staff }) => {
      await stateOf(params.id);
      const session = staffSession(node, staff, PURPOSE);
      const pairs = await pairResultsPage(session, {
        exchange: params.id,
        after: query.after,
        limit: query.limit,
      });
      const { keys, persons } = await keysOfRefs(
        session,
        params.id,
        pairs.map((pair) => pair.ownRef),
      );
      await noteReading(node, {
        staff,
        action: "exchange.pairs",
        purpose: PURPOSE,
        shown: persons,
      });
      const last = pairs.at(-1);
      return {
        pairs: pairs.map(({ ownRef, partnerRef, probability, decision, decidedBy, evidence }) => ({
          own: keys.get(ownRef),
          ownRef,
          partnerRef,
          probability,
          decision,
          decidedBy,
          evidence,
        })),
        next: pairs.length < query.limit || last === undefined ? undefined : last.ownRef + last.partnerRef,
      };
    },
  );

  api.post(
    "/api/exchanges/:id/refs",
    {
      config: { action: "exchange.pairs" },
      schema: {
        summary: "The agency's own numbers of persons whom a partner names by pseudonym",
        params: Id,
        body: z.strictObject({ refs: z.array(z.string().max(80)).max(5000) }),
        response: { 200: z.record(z.string(), z.string()) },
      },
    },
    async ({ params, body, staff }) => {
      const { keys, persons } = await keysOfRefs(staffSession(node, staff, PURPOSE), params.id, body.refs);
      await noteReading(node, {
        staff,
        action: "exchange.pairs",
        purpose: PURPOSE,
        shown: persons,
      });
      return Object.fromEntries(keys);
    },
  );

  async function stateOf(id: string): Promise<ExchangeState> {
    return (await rowOf(store, id)).state as ExchangeState;
  }
}

async function rowOf(store: AccordNode["store"], id: string): Promise<ExchangeRow> {
  const row = await readExchange(store, id);
  if (row !== undefined) return row;
  throw new AccordError("exchange.unknown", "there is no such exchange here", {
    where: "id",
    remedy: "List them with `accord exchange status`.",
  });
}

async function reportedExchange(node: AccordNode, id: string): Promise<ReportedExchange> {
  const { createdAt, ...row } = await rowOf(node.store, id);
  const state = row.state as ExchangeState;
  const { self, partner } = state;
  const { name } = (await partnerCard(node.store, partner)) ?? { name: partner };
  return {
    report: reportOf(state),
    self,
    partner,
    names: { [self]: node.config.agency.name, [partner]: name },
    startedAt: createdAt,
    madeAt: node.context.now(),
  };
}

/** What an exchange waits for, in words, with what to do: nothing waits without a visible reason. */
function waitsFor(state: ExchangeState): string | undefined {
  if (isOver(state)) return undefined;
  if (state.standing.kind === "held") return `a member of staff here: ${state.standing.reason}`;
  if (state.partnerNotice !== undefined)
    return `a member of staff at ${state.partner}: ${state.partnerNotice.reason}`;
  if (state.working.length > 0)
    return `work on this node: ${state.working.map((task) => task.kind).join(", ")}`;
  return `${state.partner}'s node`;
}
