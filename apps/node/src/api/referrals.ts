import { OUTCOMES, REFUSALS, type ReferralAct, ReferredService, WITHDRAWALS } from "@accord/exchange";
import { listConversations, personOfRights, seesPersons } from "@accord/registry";
import { isDelicate, Urgency } from "@accord/vocabulary";
import { z } from "zod";
import { requireApproval } from "../access/approval.ts";
import { READING_PURPOSES } from "../access/purpose.ts";
import { noteReading, staffSession } from "../access/reading.ts";
import { findAgreement } from "../agreements/held-agreements.ts";
import {
  personsOfReferral,
  requireReferral,
  type ShownReferral,
  shownReferral,
} from "../conversations/shown-referral.ts";
import type { AccordNode } from "../node.ts";
import type { Api } from "./api.ts";

const Id = z.object({ id: z.uuid() });
const Purpose = z.enum(READING_PURPOSES);

/** Referrals of persons to partners and from them. What a list shows names nobody. */
export async function referralRoutes(api: Api, node: AccordNode): Promise<void> {
  const act = async (id: string, what: ReferralAct): Promise<ShownReferral> => {
    await requireReferral(node, id);
    return shownReferral({ state: await node.referrals.act(id, what) });
  };

  api.get(
    "/api/referrals",
    {
      config: { action: "referral.list" },
      schema: { summary: "Referrals, newest first: service, step, what each waits for; nobody is named" },
    },
    async () => (await listConversations(node.store, "referral")).map(shownReferral),
  );

  api.post(
    "/api/referrals",
    {
      config: { action: "referral.make" },
      schema: {
        summary:
          "Refer a person or household for a service; a second member of staff approves where the service is delicate",
        body: z.strictObject({
          agreement: z.string().max(100).optional(),
          partner: z.string().max(40).optional(),
          person: z.uuid(),
          subject: z.enum(["person", "household"]).default("person"),
          service: ReferredService,
          urgency: Urgency.default("routine"),
          note: z.string().min(1).max(500).optional(),
        }),
      },
    },
    async ({ body, staff }) => {
      const { person, subject, service, urgency, note } = body;
      await personOfRights(staffSession(node, staff, "referral"), person);
      const { state } = await findAgreement(node.store, node.judge, {
        digest: body.agreement,
        partner: body.partner,
      });
      if (isDelicate(service.kind)) {
        await requireApproval(node, {
          operation: "referral.delicate",
          staff,
          subject: { agreement: state.digest, person, subject, service, urgency, note: note ?? null },
          asks: `referral of one ${subject} for ${service.kind}, ${urgency}`,
        });
      }
      await noteReading(node, { staff, action: "referral.make", purpose: "referral", shown: [person] });
      const id = node.context.newId();
      const opened = await node.referrals.open({
        id,
        agreement: state.digest,
        act: { kind: "refer", service, subject, urgency, note, person },
      });
      return shownReferral({ state: opened });
    },
  );

  api.get(
    "/api/referrals/:id",
    {
      config: { action: "referral.open" },
      schema: {
        summary: "A referral with whom it concerns, and the note where one came",
        params: Id,
        querystring: z.object({ purpose: Purpose }),
      },
    },
    async ({ params, query, staff }) => {
      const row = await requireReferral(node, params.id);
      const { purpose } = query;
      const session = staffSession(node, staff, purpose);
      const { persons, note } = await personsOfReferral(node, params.id);
      // Own persons are shown to who sees them at their sites; who is only offered has no site here yet.
      const shown = [];
      for (const each of persons) {
        if (each.person === undefined || (await seesPersons(session, [each.person]))) shown.push(each);
      }
      await noteReading(node, {
        staff,
        action: "referral.open",
        purpose,
        shown: shown.flatMap((each) => each.person ?? []),
        ...(shown.some((each) => each.person === undefined) ? { counted: shown.length } : {}),
      });
      return { ...shownReferral(row), shown, note: note ?? null };
    },
  );

  api.post(
    "/api/referrals/:id/accept",
    {
      config: { action: "referral.answer" },
      schema: {
        summary: "Accept a referral: the person comes into the registry, linked where they are known",
        params: Id,
        body: z.strictObject({ person: z.uuid().optional() }),
      },
    },
    async ({ params, body, staff }) => {
      if (body.person !== undefined) await personOfRights(staffSession(node, staff, "referral"), body.person);
      await requireReferral(node, params.id);
      // The note goes with the offer: who accepts is told it for the last time.
      const { note } = await personsOfReferral(node, params.id);
      return { ...(await act(params.id, { kind: "accept", person: body.person })), note: note ?? null };
    },
  );

  api.post(
    "/api/referrals/:id/refuse",
    {
      config: { action: "referral.answer" },
      schema: {
        summary: "Refuse a referral with a reason; what came is destroyed",
        params: Id,
        body: z.strictObject({ reason: z.enum(REFUSALS) }),
      },
    },
    ({ params, body }) => act(params.id, { kind: "refuse", reason: body.reason }),
  );

  api.post(
    "/api/referrals/:id/complete",
    {
      config: { action: "referral.answer" },
      schema: {
        summary: "Say what came of a referral that was accepted",
        params: Id,
        body: z.strictObject({ outcome: z.enum(OUTCOMES) }),
      },
    },
    ({ params, body }) => act(params.id, { kind: "complete", outcome: body.outcome }),
  );

  api.post(
    "/api/referrals/:id/withdraw",
    {
      config: { action: "referral.make" },
      schema: {
        summary: "Withdraw a referral that was made here; the partner destroys what it received",
        params: Id,
        body: z.strictObject({ reason: z.enum(WITHDRAWALS) }),
      },
    },
    ({ params, body }) => act(params.id, { kind: "withdraw", reason: body.reason }),
  );
}
