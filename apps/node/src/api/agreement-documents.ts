import { agreementJsonLd, directoryGraph, directoryOf, LANGUAGES } from "@accord/agreement";
import { z } from "zod";
import { attributeReport } from "../agreements/attribute-report.ts";
import { findAgreement, standingAgreements } from "../agreements/held-agreements.ts";
import { phaseNow } from "../agreements/observe-agreement.ts";
import { printedAgreement } from "../agreements/printed-agreement.ts";
import type { AccordNode } from "../node.ts";
import { printPdf } from "../print/print-pdf.ts";
import { agreementOf } from "./agreements.ts";
import type { Api } from "./api.ts";

const Digest = z.object({ digest: z.string().min(4).max(64) });
const Language = z.enum(LANGUAGES).default("en");
const Pdf = z.object({ digest: z.string(), language: z.string(), pdf: z.string() });

/** Agreements as others read them: on paper, as a policy in JSON-LD, all of them as a graph, and what was made of each. */
export async function agreementDocumentRoutes(api: Api, node: AccordNode): Promise<void> {
  const { store, judge, ledger } = node;

  api.get(
    "/api/agreements/:digest/pdf",
    {
      config: { action: "agreement.read" },
      schema: {
        summary: "An agreement on paper (PDF, base64), its digest on every page",
        params: Digest,
        querystring: z.object({ language: Language }),
        response: { 200: Pdf },
      },
    },
    async ({ params, query }) => {
      const { state } = await findAgreement(store, judge, { digest: params.digest });
      const document = printedAgreement(state.agreement, query.language, judge.now());
      const pdf = Buffer.from(await printPdf(document)).toString("base64");
      return { digest: state.digest, language: query.language, pdf };
    },
  );

  api.post(
    "/api/agreements/pdf",
    {
      config: { action: "agreement.read" },
      schema: {
        summary: "A draft on paper (PDF, base64), its digest on every page",
        body: z.strictObject({ agreement: z.unknown(), language: Language }),
        response: { 200: z.object({ pdf: z.string() }) },
      },
    },
    async ({ body }) => {
      const document = printedAgreement(agreementOf(body.agreement), body.language, judge.now());
      return { pdf: Buffer.from(await printPdf(document)).toString("base64") };
    },
  );

  api.get(
    "/api/agreements/:digest/json-ld",
    {
      config: { action: "agreement.read" },
      schema: {
        summary: "An agreement as an ODRL 2.2 policy with DPV terms",
        params: Digest,
        response: { 200: z.record(z.string(), z.unknown()) },
      },
    },
    async ({ params }) => {
      const { state } = await findAgreement(store, judge, { digest: params.digest });
      return { ...agreementJsonLd(state.agreement) };
    },
  );

  api.get(
    "/api/agreements/:digest/use",
    {
      config: { action: "agreement.read" },
      schema: {
        summary: "What was shared under each clause, and what was never used",
        params: Digest,
        response: {
          200: z.array(
            z.object({
              clause: z.string(),
              attribute: z.string(),
              tier: z.string(),
              direction: z.enum(["sent", "received"]),
              values: z.int(),
              use: z.object({ held: z.int(), standing: z.int(), read: z.int() }).optional(),
              verdict: z.string(),
            }),
          ),
        },
      },
    },
    async ({ params }) => {
      const { state } = await findAgreement(store, judge, { digest: params.digest });
      const parts = { session: store, ledger, self: judge.self };
      return [...(await attributeReport(parts, state.digest, state.agreement))];
    },
  );

  api.get(
    "/api/agreements/directory",
    {
      config: { action: "agreement.read" },
      schema: {
        summary:
          "Which agreements there are, with whom, what each covers, and where two conflict; with a graph in DOT",
        response: {
          200: z.object({
            self: z.string(),
            agreements: z.array(z.unknown()),
            conflicts: z.array(z.unknown()),
            dot: z.string(),
          }),
        },
      },
    },
    async () => {
      const entries = await Promise.all(
        (await standingAgreements(store, judge)).map(async (standing) => ({
          digest: standing.state.digest,
          phase: await phaseNow(store, judge, standing),
          agreement: standing.state.agreement,
        })),
      );
      const directory = directoryOf(judge.self, entries);
      return {
        self: directory.self,
        agreements: [...directory.agreements],
        conflicts: [...directory.conflicts],
        dot: directoryGraph(directory),
      };
    },
  );
}
