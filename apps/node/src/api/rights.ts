import { PURPOSES } from "@accord/agreement";
import {
  CONSENT_EVENTS,
  confirmRetention,
  EXPRESSIONS,
  keepConsentTexts,
  listConsentTexts,
  OBJECTION_GROUNDS,
  personOfObjection,
  REFUSAL_GROUNDS,
  REFUSAL_REASONS,
  REQUEST_KINDS,
  RESTRICTION_GROUNDS,
  requestWords,
  retentionPreview,
  scrubStore,
  UNDERSTANDING,
  unscrubbedErasures,
} from "@accord/registry";
import { AttributeState, type AttributeStates, Method } from "@accord/vocabulary";
import { z } from "zod";
import { requireApproval } from "../access/approval.ts";
import type { AccordNode } from "../node.ts";
import { printPdf } from "../print/print-pdf.ts";
import { erasedOnRequest } from "../rights/erase-persons.ts";
import { accessHandedOver } from "../rights/hand-over.ts";
import { Shown } from "../rights/identify.ts";
import { objectionEnded, objectionMade } from "../rights/objections.ts";
import { personCorrected } from "../rights/person-corrected.ts";
import { requestsSeen, requireSeen } from "../rights/person-seen.ts";
import { checkProgrammeRule } from "../rights/programme-rule.ts";
import { consentReceipt, receiptLanguage } from "../rights/receipt.ts";
import { requestAnswered, requestOpened } from "../rights/requests.ts";
import { fileRestricted, restrictionLifted } from "../rights/restrictions.ts";
import { retentionTaken } from "../rights/retention-taken.ts";
import { consentSaid, toldNow } from "../rights/say-consent.ts";
import { rightsStanding } from "../rights/standing.ts";
import { tellPartners } from "../rights/tell-partners.ts";
import type { Api } from "./api.ts";

const Person = z.object({ id: z.string().max(80) });
const Id = z.object({ id: z.uuid() });
const Language = z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, "a language such as en, fr, ar or din");
const Recipient = z.string().min(1).max(40);
const Purpose = z.enum(PURPOSES);
const name = z.string().trim().min(1).max(200);

const Word = z.strictObject({
  recipient: Recipient,
  purpose: Purpose,
  event: z.enum(CONSENT_EVENTS),
  textDigest: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
  understanding: z.enum(UNDERSTANDING).optional(),
  expression: z.enum(EXPRESSIONS).optional(),
  reason: z.enum(REFUSAL_REASONS).optional(),
  details: z
    .strictObject({
      witness: z.strictObject({ name }).optional(),
      guardian: z
        .strictObject({ name, relationship: z.string().min(1).max(60), person: z.uuid().optional() })
        .optional(),
      note: z.string().max(2000).optional(),
    })
    .optional(),
});

/** Persons' rights. What a person says, and who they are, travels in bodies, never in addresses: addresses stand in logs. */
export async function rightsRoutes(api: Api, node: AccordNode): Promise<void> {
  const { store, context } = node;

  api.get(
    "/api/persons/:id/rights",
    {
      config: { action: "rights.read" },
      schema: { summary: "What a person decided and asked for, and what became of it", params: Person },
    },
    async ({ params, staff }) =>
      rightsStanding(store, await requireSeen(node, staff, "rights.read", params.id)),
  );

  api.post(
    "/api/persons/:id/consents",
    {
      config: { action: "rights.consent" },
      schema: {
        summary: "Record a consent, a refusal or a withdrawal; it works from the next disclosure on",
        params: Person,
        body: Word,
      },
    },
    async ({ params, body, staff }) => {
      const person = await requireSeen(node, staff, "rights.consent", params.id);
      return consentSaid(node, { ...body, person, askedBy: staff.id });
    },
  );

  api.get(
    "/api/rights/texts",
    {
      config: { action: "rights.texts" },
      schema: { summary: "The texts in which consent is asked for, by language and version" },
    },
    () => listConsentTexts(store),
  );

  api.post(
    "/api/rights/texts",
    {
      config: { action: "rights.addTexts" },
      schema: {
        summary: "Import a text in which consent is asked for; it is kept by its digest and never changed",
        body: z.strictObject({
          language: Language,
          version: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9.-]{0,39}$/),
          text: z.string().trim().min(40).max(20_000),
        }),
      },
    },
    async ({ body }) => (await keepConsentTexts(store, context, [body]))[0],
  );

  api.post(
    "/api/persons/:id/objections",
    {
      config: { action: "rights.decide" },
      schema: {
        summary: "Record an objection: to one recipient and purpose, or to all disclosure",
        params: Person,
        body: z.strictObject({
          recipient: Recipient.optional(),
          purpose: Purpose.optional(),
          ground: z.enum(OBJECTION_GROUNDS),
        }),
      },
    },
    async ({ params, body, staff }) => {
      const person = await requireSeen(node, staff, "rights.decide", params.id);
      return { objection: await objectionMade(node, { ...body, person, by: staff.id }) };
    },
  );

  api.post(
    "/api/rights/objections/:id/end",
    { config: { action: "rights.decide" }, schema: { summary: "End an objection", params: Id } },
    async ({ params, staff }) => {
      const person = await personOfObjection(store, params.id);
      if (person !== undefined) await requireSeen(node, staff, "rights.decide", person);
      await objectionEnded(node, { objection: params.id, by: staff.id });
      return { ended: true };
    },
  );

  api.post(
    "/api/persons/:id/restrict",
    {
      config: { action: "rights.decide" },
      schema: {
        summary: "Restrict a person's file: kept, neither disclosed nor used, read by named roles alone",
        params: Person,
        body: z.strictObject({ ground: z.enum(RESTRICTION_GROUNDS) }),
      },
    },
    async ({ params, body, staff }) => {
      const person = await requireSeen(node, staff, "rights.decide", params.id);
      await fileRestricted(node, { person, ground: body.ground, by: staff.id });
      return { restricted: true };
    },
  );

  api.post(
    "/api/persons/:id/lift-restriction",
    { config: { action: "rights.decide" }, schema: { summary: "End a restriction", params: Person } },
    async ({ params, staff }) => {
      const person = await requireSeen(node, staff, "rights.decide", params.id);
      await restrictionLifted(node, { person, by: staff.id });
      return { restricted: false };
    },
  );

  api.post(
    "/api/persons/:id/correct",
    {
      config: { action: "rights.correct" },
      schema: {
        summary: "Correct values; what was said before stays on file beside it",
        params: Person,
        body: z.strictObject({ states: z.record(z.string().max(80), AttributeState), method: Method }),
      },
    },
    async ({ params, body, staff }) => {
      const states = body.states as AttributeStates;
      const person = await requireSeen(node, staff, "rights.correct", params.id);
      await personCorrected(node, { person, states, method: body.method, by: staff.id });
      return { corrected: Object.keys(states).length };
    },
  );

  api.post(
    "/api/persons/:id/erase",
    {
      config: { action: "rights.erase" },
      schema: {
        summary: "Erase a person: key and values destroyed, partners told; it cannot be undone",
        params: Person,
        body: z.strictObject({ confirm: z.literal("erase") }),
      },
    },
    async ({ params, staff }) => {
      const person = await requireSeen(node, staff, "rights.erase", params.id);
      return erasedOnRequest(node, { persons: [person], by: staff.id });
    },
  );

  api.post(
    "/api/persons/:id/requests",
    {
      config: { action: "rights.request" },
      schema: {
        summary: "Take a person's request in, after it is made sure whose it is",
        params: Person,
        body: z.strictObject({
          kind: z.enum(REQUEST_KINDS),
          language: Language,
          shown: Shown,
          words: z.string().max(4000).optional(),
        }),
      },
    },
    async ({ params, body, staff }) => {
      const person = await requireSeen(node, staff, "rights.request", params.id);
      return requestOpened(node, { ...body, person, by: staff.id });
    },
  );

  api.get(
    "/api/rights/requests",
    {
      config: { action: "rights.queue" },
      schema: { summary: "Requests that wait for an answer, the earliest due first" },
    },
    ({ staff }) => requestsSeen(node, staff),
  );

  api.get(
    "/api/rights/requests/:id/words",
    { config: { action: "rights.queue" }, schema: { summary: "What the person said", params: Id } },
    async ({ params, staff }) => {
      const said = await requestWords(store, params.id);
      if (said !== undefined) await requireSeen(node, staff, "rights.queue", said.person);
      return { words: said?.words ?? null };
    },
  );

  api.post(
    "/api/rights/requests/:id/answer",
    {
      config: { action: "rights.decide" },
      schema: {
        summary: "Answer a request: granted, or refused on a ground that the person is told",
        params: Id,
        body: z.discriminatedUnion("outcome", [
          z.strictObject({ outcome: z.literal("granted") }),
          z.strictObject({ outcome: z.literal("refused"), ground: z.enum(REFUSAL_GROUNDS) }),
        ]),
      },
    },
    async ({ params, body, staff }) => {
      const asked = await requestWords(store, params.id);
      if (asked !== undefined) await requireSeen(node, staff, "rights.decide", asked.person);
      return requestAnswered(node, { ...body, request: params.id, by: staff.id });
    },
  );

  api.get(
    "/api/rights/erasures",
    {
      config: { action: "rights.upkeep" },
      schema: { summary: "Erasures whose rows the store's free space still holds, and until when" },
    },
    () => unscrubbedErasures(store),
  );

  api.post(
    "/api/rights/scrub",
    {
      config: { action: "rights.upkeep" },
      schema: { summary: "Rewrite the store's files, so that they hold nothing of what was erased" },
    },
    () => scrubStore(store, context),
  );

  api.post(
    "/api/rights/notices/tell",
    {
      config: { action: "rights.upkeep" },
      schema: { summary: "Tell partners now what they have not confirmed yet" },
    },
    () => tellPartners(node),
  );

  api.get(
    "/api/rights/retention",
    {
      config: { action: "rights.retention" },
      schema: { summary: "What retention clocks are about to take, in counts; waits to be confirmed" },
    },
    async () => ({
      confirms: node.config.rights.confirmRetention,
      preview: (await retentionPreview(store, context, node.config.rights.keep)) ?? null,
    }),
  );

  api.post(
    "/api/rights/retention/:id/confirm",
    {
      config: { action: "rights.retention" },
      schema: { summary: "Confirm a preview, and let go of what it showed", params: Id },
    },
    async ({ params, staff }) => {
      const confirm = { preview: params.id, by: staff.id };
      const preview = await retentionPreview(store, context, node.config.rights.keep);
      const until = preview?.until ?? context.now();
      const { toTell, ...taken } = await retentionTaken(node, until, (transaction) =>
        confirmRetention(transaction, context, node.config.rights.keep, confirm),
      );
      return { ...taken, notices: await toldNow(node, toTell) };
    },
  );

  api.post(
    "/api/persons/:id/receipt",
    {
      config: { action: "rights.consent" },
      schema: {
        summary: "What a person takes away of their word: a page to print (PDF, base64) and a text message",
        params: Person,
        body: z.strictObject({ recipient: Recipient, purpose: Purpose, language: Language }),
      },
    },
    async ({ params, body, staff }) => {
      const person = await requireSeen(node, staff, "rights.consent", params.id);
      const language = receiptLanguage(body.language);
      const { document, sms } = await consentReceipt(node, { ...body, person, language });
      return { language, sms, pdf: Buffer.from(await printPdf(document)).toString("base64") };
    },
  );

  api.post(
    "/api/persons/:id/access",
    {
      config: { action: "rights.access" },
      schema: {
        summary:
          "Hand a person all that is held on them, as JSON and to print (PDF, base64), once identified",
        params: Person,
        body: z.strictObject({ shown: Shown, language: Language, request: z.uuid().optional() }),
      },
    },
    async ({ params, body, staff }) => {
      const person = await requireSeen(node, staff, "rights.access", params.id);
      const language = receiptLanguage(body.language);
      const handed = await accessHandedOver(node, staff, { ...body, person, language });
      return { ...handed, pdf: Buffer.from(handed.pdf).toString("base64") };
    },
  );

  api.post(
    "/api/persons/erase",
    {
      config: { action: "rights.erase" },
      schema: {
        summary: "Erase several persons at once; a second member of staff approves",
        body: z.strictObject({ persons: z.array(z.uuid()).min(1).max(5000), confirm: z.literal("erase") }),
      },
    },
    async ({ body, staff }) => {
      const persons: string[] = [];
      for (const id of body.persons) persons.push(await requireSeen(node, staff, "rights.erase", id));
      await requireApproval(node, {
        operation: "person.erase-many",
        staff,
        subject: { persons: [...persons].sort() },
        persons,
        asks: `erasure of ${persons.length} persons`,
      });
      return erasedOnRequest(node, { persons, by: staff.id });
    },
  );

  api.post(
    "/api/programmes/rules/check",
    {
      config: { action: "rights.texts" },
      schema: {
        summary:
          "Whether a programme may decide by this rule: never by consent, refusal or the lack of prints",
        body: z.strictObject({ rule: z.unknown() }),
      },
    },
    async ({ body }) => ({ rule: checkProgrammeRule(body.rule) }),
  );
}
