import { z } from "zod";
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
}
