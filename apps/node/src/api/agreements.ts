import {
  Agreement,
  agreementDigest,
  Basis,
  contradictions,
  type DraftTerms,
  draftAgreement,
  LANGUAGES,
  type Language,
  type Party,
  renderAgreement,
  renderLimits,
  signAgreement,
} from "@accord/agreement";
import { AccordError, PCode } from "@accord/vocabulary";
import { z } from "zod";
import { requireApproval } from "../access/approval.ts";
import {
  findAgreement,
  inLifeTerms,
  standingAgreements,
  standingBeside,
} from "../agreements/held-agreements.ts";
import { examine, keepAgreement } from "../agreements/keep-agreement.ts";
import { tellSigned } from "../agreements/tell-signed.ts";
import { ledgerStorage } from "../ledger/node-ledger.ts";
import type { AccordNode } from "../node.ts";
import { requirePartner } from "../partner/partners.ts";
import { Standing, told } from "./agreement-standing.ts";
import type { Api } from "./api.ts";

const Contradiction = z.object({
  level: z.string(),
  code: z.string(),
  message: z.string(),
  where: z.string(),
  remedy: z.string(),
});
const Terms = Agreement.pick({
  purposes: true,
  purpose: true,
  exclusions: true,
  clauses: true,
  authority: true,
  matching: true,
  overlap: true,
  circuitBreaker: true,
  ceilings: true,
  minimumOverlapTold: true,
  breachNoticeHours: true,
  windUp: true,
}).partial();
const Signed = z.strictObject({ signed: z.string().max(2_000_000) });

/** To be changed in the draft where it is otherwise. */
const draftedParty: Pick<Party, "kind" | "role" | "signing"> = {
  kind: "internationalOrganisation",
  role: "controller",
  signing: { required: 1, signatories: [] },
};

export async function agreementRoutes(api: Api, node: AccordNode): Promise<void> {
  const { store, judge, ledger } = node;
  const keeper = { session: store, ledger, judge };
  /** The signed text, and below it what other agreements that are in life now narrow of it. */
  const inWords = async (agreement: Agreement, language: Language) => {
    const of = { agreement, digest: agreementDigest(agreement) };
    const alongside = await standingBeside(store, judge, of);
    const limits = renderLimits(inLifeTerms({ agreement, alongside }), language);
    return `${renderAgreement(agreement, language)}${limits === "" ? "" : `\n${limits}`}`;
  };

  api.post(
    "/api/agreements/draft",
    {
      config: { action: "agreement.draft" },
      schema: {
        summary: "Draft an agreement with a partner, and name what contradicts itself in it",
        body: z.strictObject({
          partner: z.string(),
          places: z.array(PCode).min(1),
          validFrom: z.iso.date().optional(),
          validUntil: z.iso.date().optional(),
          matchingBy: z.string().optional(),
          title: z.string().max(300).optional(),
          impactAssessment: z.strictObject({ reference: z.string(), completedOn: z.iso.date() }).optional(),
          contact: z.strictObject({ dataProtection: z.string(), breach: z.string() }).optional(),
          /** Ground of every clause; the consent of each person where absent. */
          basis: Basis.optional(),
          /** Whether either may refer persons to the other, and ask about its distribution lists. */
          overlap: z.boolean().default(false),
          referral: z.boolean().default(false),
          assistance: z.boolean().default(false),
          /** Terms in place of the template's, whole fields each. */
          terms: Terms.optional(),
        }),
        response: { 200: z.object({ agreement: z.unknown(), contradictions: z.array(Contradiction) }) },
      },
    },
    async ({ body }) => {
      const card = await requirePartner(store, body.partner);
      const contact = body.contact ?? { dataProtection: "to be filled in", breach: "to be filled in" };
      const today = node.context.now().slice(0, 10);
      const agreement = draftAgreement({
        parties: [
          {
            id: judge.self,
            name: node.config.agency.name,
            ...draftedParty,
            signingKey: judge.signingKey,
            contact,
          },
          { id: card.id, name: card.name, ...draftedParty, signingKey: card.signingKey, contact },
        ],
        scope: { places: body.places },
        validFrom: body.validFrom ?? today,
        impactAssessment: body.impactAssessment ?? { reference: "to be filled in", completedOn: today },
        ...(body.validUntil === undefined ? {} : { validUntil: body.validUntil }),
        ...(body.matchingBy === undefined ? {} : { matchingBy: body.matchingBy }),
        ...(body.title === undefined ? {} : { title: body.title }),
        ...(body.basis === undefined ? {} : { basis: body.basis }),
        overlap: body.overlap,
        referral: body.referral,
        assistance: body.assistance,
        ...(body.terms === undefined ? {} : { terms: body.terms as NonNullable<DraftTerms["terms"]> }),
      });
      await store.transaction((transaction) =>
        ledger.append(
          {
            kind: "agreement",
            event: "drafted",
            agreement: agreementDigest(agreement),
            partner: card.id,
            by: judge.self,
            at: judge.now(),
          },
          ledgerStorage(transaction),
        ),
      );
      return { agreement, contradictions: [...contradictions(agreement)] };
    },
  );

  api.post(
    "/api/agreements/check",
    {
      config: { action: "agreement.draft" },
      schema: {
        summary: "Name what contradicts itself in a draft, and show it in plain words",
        body: z.strictObject({ agreement: z.unknown(), language: z.enum(LANGUAGES).default("en") }),
        response: { 200: z.object({ contradictions: z.array(Contradiction), text: z.string() }) },
      },
    },
    async ({ body }) => {
      const agreement = agreementOf(body.agreement);
      return {
        contradictions: [...contradictions(agreement)],
        text: await inWords(agreement, body.language),
      };
    },
  );

  api.post(
    "/api/agreements/sign",
    {
      config: { action: "agreement.sign" },
      schema: {
        summary:
          "Sign a draft, or an agreement that the partner has signed; the partner's node gets it at once where it is reached",
        body: z.strictObject({ document: z.unknown() }),
        response: { 200: z.object({ signed: z.string(), standing: Standing, sentToPartner: z.boolean() }) },
      },
    },
    async ({ body, staff }) => {
      const document = body.document as Agreement;
      const input = "payload" in Object(document) ? document : agreementOf(document);
      await requireApproval(node, {
        operation: "agreement.sign",
        staff,
        subject: input,
        asks: "signature of an agreement",
      });
      const signed = await signAgreement(input, {
        party: judge.self,
        privateKey: node.keys.signing.private,
        at: node.context.now(),
      });
      const text = JSON.stringify(signed);
      const kept = await keepAgreement(keeper, text, "signed");
      const sentToPartner = await tellSigned(node, kept);
      // The partner's signature may have come back with the answer.
      const standing = await told(node, await findAgreement(store, judge, { digest: kept.state.digest }));
      return { signed: text, standing, sentToPartner };
    },
  );

  api.post(
    "/api/agreements",
    {
      config: { action: "agreement.draft" },
      schema: {
        summary: "Take in an agreement that the partner signed",
        body: Signed,
        response: { 200: Standing },
      },
    },
    async ({ body }) => told(node, await keepAgreement(keeper, body.signed, "proposed")),
  );

  api.post(
    "/api/agreements/verify",
    {
      config: { action: "agreement.read" },
      schema: {
        summary: "Verify a signed agreement against the keys that are pinned here, without keeping it",
        body: Signed,
        response: { 200: Standing },
      },
    },
    async ({ body }) => told(node, await examine(keeper, body.signed)),
  );

  api.get(
    "/api/agreements",
    {
      config: { action: "agreement.read" },
      schema: { summary: "Agreements held here", response: { 200: z.array(Standing) } },
    },
    async () => Promise.all((await standingAgreements(store, judge)).map((each) => told(node, each))),
  );

  api.get(
    "/api/agreements/:digest",
    {
      config: { action: "agreement.read" },
      schema: {
        summary: "One agreement: who signed, whether it is in force, its text and its document",
        params: z.object({ digest: z.string().min(4).max(64) }),
        querystring: z.object({ language: z.enum(LANGUAGES).default("en") }),
        response: {
          200: z.object({ standing: Standing, text: z.string(), signed: z.string(), agreement: z.unknown() }),
        },
      },
    },
    async ({ params, query }) => {
      const found = await findAgreement(store, judge, { digest: params.digest });
      return {
        standing: await told(node, found),
        text: await inWords(found.state.agreement, query.language),
        signed: found.document.text,
        agreement: found.state.agreement,
      };
    },
  );
}

/** @throws AccordError `agreement.malformed` */
export function agreementOf(document: unknown): Agreement {
  const result = Agreement.safeParse(document);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new AccordError(
    "agreement.malformed",
    `this is not an agreement: ${issue?.message ?? "unknown shape"}`,
    {
      where: issue?.path.join(".") || "the document",
      remedy: "Begin from `accord agreement draft`, and change only the fields it has.",
    },
  );
}
