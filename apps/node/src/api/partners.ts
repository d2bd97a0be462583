import { z } from "zod";
import { findAgreement } from "../agreements/held-agreements.ts";
import { verifyInStep } from "../in-step/verify.ts";
import type { AccordNode } from "../node.ts";
import { cardFingerprint, ownCard, signCard } from "../partner/card.ts";
import { addPartner, allPartners } from "../partner/partners.ts";
import type { Api } from "./api.ts";

const Partner = z.object({ id: z.string(), name: z.string(), address: z.string(), fingerprint: z.string() });

export async function partnerRoutes(api: Api, node: AccordNode): Promise<void> {
  api.get(
    "/api/card",
    {
      config: { action: "partner.read" },
      schema: {
        summary: "This node's card, to be handed to a partner",
        response: { 200: z.object({ card: z.string(), fingerprint: z.string() }) },
      },
    },
    async () => {
      const card = ownCard(node.config, node.keys);
      return { card: await signCard(card, node.keys.signing.private), fingerprint: cardFingerprint(card) };
    },
  );

  api.get(
    "/api/partners",
    {
      config: { action: "partner.read" },
      schema: { summary: "Partners", response: { 200: z.array(Partner) } },
    },
    async () =>
      (await allPartners(node.store)).map((card) => ({
        id: card.id,
        name: card.name,
        address: card.address,
        fingerprint: cardFingerprint(card),
      })),
  );

  api.post(
    "/api/partners",
    {
      config: { action: "partner.add" },
      schema: {
        summary: "Add a partner whose fingerprint was confirmed out of band",
        body: z.strictObject({ card: z.string().max(40_000), fingerprint: z.string().max(80) }),
        response: { 200: Partner },
      },
    },
    async ({ body }) => {
      const { card, fingerprint } = await addPartner(node.store, {
        self: node.judge.self,
        at: node.context.now(),
        ...body,
      });
      node.log.info({ partner: card.id }, "partner added");
      return { id: card.id, name: card.name, address: card.address, fingerprint };
    },
  );

  api.post(
    "/api/partners/:partner/verify",
    {
      config: { action: "exchange.run" },
      schema: {
        summary:
          "Compare with a partner, by keyed digests, what both should hold in common; have both mend what differs where `mend` says so",
        params: z.object({ partner: z.string().min(1).max(40) }),
        body: z.strictObject({
          agreement: z.string().min(4).max(64).optional(),
          mend: z.boolean().default(false),
        }),
      },
    },
    async ({ params, body }) => {
      const { partner } = params;
      const found = await findAgreement(node.store, node.judge, { digest: body.agreement, partner });
      return verifyInStep(node, { partner, agreement: found.state.digest, mending: body.mend });
    },
  );
}
