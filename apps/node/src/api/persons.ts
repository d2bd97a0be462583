import { Readable } from "node:stream";
import { exportPersons, personFile, searchPersons } from "@accord/registry";
import { AccordError } from "@accord/vocabulary";
import { z } from "zod";
import { withheldFrom } from "../agreements/withheld.ts";
import type { AccordNode } from "../node.ts";
import type { Api } from "./api.ts";

/**
 * What is searched for travels in the body, never in an address: addresses stand in logs.
 */
export async function personRoutes(api: Api, node: AccordNode): Promise<void> {
  api.post(
    "/api/persons/search",
    {
      config: { action: "person.search" },
      schema: {
        summary: "Find persons by identifier or name",
        body: z.strictObject({
          identifier: z.string().max(200).optional(),
          name: z.string().max(200).optional(),
          limit: z.int().min(1).max(200).default(20),
        }),
      },
    },
    ({ body }) =>
      searchPersons(node.store, {
        limit: body.limit,
        ...(body.identifier === undefined ? {} : { identifier: body.identifier }),
        ...(body.name === undefined ? {} : { name: body.name }),
      }),
  );

  api.get(
    "/api/persons/:id",
    {
      config: { action: "person.open" },
      schema: {
        summary: "A person's file: current values, assertions with sources, links, disclosures",
        params: z.object({ id: z.string().max(80) }),
      },
    },
    async ({ params }) => {
      const file = await personFile(node.store, params.id);
      if (file === undefined)
        throw new AccordError("person.unknown", "there is no such person here", {
          where: "id",
          remedy: "Search by identifier.",
        });
      return { ...file, withheld: await withheldFrom(node.store, node.judge, file) };
    },
  );

  api.get(
    "/api/export",
    {
      config: { action: "person.export" },
      schema: { summary: "Current values of all persons, one JSON object a line" },
    },
    async (_request, reply) => {
      reply.type("application/x-ndjson");
      return reply.send(Readable.from(lines(exportPersons(node.store))));
    },
  );
}

async function* lines(items: AsyncIterable<unknown>): AsyncGenerator<string> {
  for await (const item of items) yield `${JSON.stringify(item)}\n`;
}
