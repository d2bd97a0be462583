import {
  AUTHORITIES,
  CLAIMED_BASES,
  DEMAND_GROUNDS,
  DEMANDED,
  demandWords,
  listDemands,
} from "@accord/registry";
import { z } from "zod";
import { decideOnDemand, recordDemand } from "../governance/demands.ts";
import type { AccordNode } from "../node.ts";
import type { Api } from "./api.ts";

const Id = z.object({ id: z.uuid() });

/** Authorities' demands for data: what was asked and what was decided. None of these routes reads a person. */
export async function demandRoutes(api: Api, node: AccordNode): Promise<void> {
  api.get(
    "/api/demands",
    { config: { action: "demand.read" }, schema: { summary: "Authorities' demands, newest first" } },
    () => listDemands(node.store),
  );

  api.post(
    "/api/demands",
    {
      config: { action: "demand.record" },
      schema: {
        summary: "Record a demand as it came; nothing follows from it by itself",
        body: z.strictObject({
          authority: z.enum(AUTHORITIES),
          /** ISO 3166-1 alpha-2: whose authority it is. */
          country: z
            .string()
            .regex(/^[A-Z]{2}$/)
            .optional(),
          legalBasis: z.enum(CLAIMED_BASES),
          askedFor: z.array(z.enum(DEMANDED)).min(1).max(DEMANDED.length),
          receivedOn: z.iso.date(),
          words: z.string().max(20_000).optional(),
        }),
      },
    },
    ({ body, staff }) => recordDemand(node, staff, body),
  );

  api.get(
    "/api/demands/:id/words",
    { config: { action: "demand.words" }, schema: { summary: "A demand's words, as recorded", params: Id } },
    async ({ params }) => ({ words: (await demandWords(node.store, params.id)) ?? null }),
  );

  api.post(
    "/api/demands/:id/decide",
    {
      config: { action: "demand.decide" },
      schema: {
        summary: "Record what was decided on a demand; no data is given by this",
        params: Id,
        body: z.strictObject({
          outcome: z.enum(["refused", "answered"]),
          ground: z.enum(DEMAND_GROUNDS),
          persons: z.int().min(0).default(0),
        }),
      },
    },
    ({ params, body, staff }) => decideOnDemand(node, staff, { id: params.id, ...body }),
  );
}
