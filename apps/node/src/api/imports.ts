import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { Mapping, suggestMapping } from "@accord/intake";
import { listImportRuns } from "@accord/registry";
import { AccordError } from "@accord/vocabulary";
import { z } from "zod";
import { noteReading } from "../access/reading.ts";
import { arrive, rejectsPath } from "../imports/arrival.ts";
import type { ImportEvent } from "../imports/import-event.ts";
import { importFingerprints } from "../imports/import-fingerprints.ts";
import { importPersons } from "../imports/import-persons.ts";
import type { AccordNode } from "../node.ts";
import type { Api } from "./api.ts";

const FileName = z.string().regex(/^[^/\\\0]{1,200}$/, "a file's name without its folder");

/** Files come in as the body of a request; progress goes out as one JSON object a line, the summary last. */
export async function importRoutes(api: Api, node: AccordNode): Promise<void> {
  api.addContentTypeParser("application/octet-stream", (_request, payload, done) => done(null, payload));
  const pending = new Map<string, { fileName: string; mapping: Mapping }>();

  api.post(
    "/api/imports",
    {
      config: { action: "import.run" },
      schema: {
        summary:
          "Announce an import of persons: the file's name and its mapping; then send the file to the address answered",
        body: z.strictObject({ fileName: FileName, mapping: Mapping }),
        response: { 200: z.object({ id: z.uuid(), sendTo: z.string() }) },
      },
    },
    async ({ body }) => {
      const id = node.context.newId();
      pending.set(id, body);
      return { id, sendTo: `/api/imports/${id}/file` };
    },
  );

  api.post(
    "/api/imports/:id/file",
    {
      config: { action: "import.run" },
      schema: { summary: "The file of an announced import", params: z.object({ id: z.uuid() }) },
    },
    async (request, reply) => {
      const announced = pending.get(request.params.id);
      if (announced === undefined)
        throw new AccordError("import.unknown", "no such import was announced", {
          remedy: "Announce it first at /api/imports.",
        });
      pending.delete(request.params.id);
      const arrived = await arrive(node.folder, request.body as Readable, announced.fileName);
      return reply.type("application/x-ndjson").send(
        told(
          importPersons(node, {
            id: request.params.id,
            path: arrived.path,
            fileName: announced.fileName,
            mapping: announced.mapping,
          }),
          arrived.remove,
        ),
      );
    },
  );

  api.post(
    "/api/imports/fingerprints",
    {
      config: { action: "import.run" },
      schema: {
        summary: "Import fingerprints: a ZIP of templates or pictures named by a pattern",
        querystring: z.object({
          pattern: z.string().max(200),
          issuer: z.string().max(40).optional(),
          /** Of pictures that do not say their resolution, or say it wrongly. */
          dotsPerInch: z.coerce.number().min(50).max(5000).optional(),
        }),
      },
    },
    async (request, reply) => {
      const arrived = await arrive(node.folder, request.body as Readable, "fingerprints.zip");
      const { pattern, issuer, dotsPerInch } = request.query;
      return reply
        .type("application/x-ndjson")
        .send(
          told(
            importFingerprints(node, { path: arrived.path, pattern, issuer, dotsPerInch }),
            arrived.remove,
          ),
        );
    },
  );

  api.post(
    "/api/imports/suggest",
    {
      config: { action: "import.run" },
      schema: {
        summary: "Propose a mapping from a file's headers and values",
        querystring: z.object({ fileName: FileName }),
      },
    },
    async (request) => {
      const arrived = await arrive(node.folder, request.body as Readable, request.query.fileName);
      try {
        return await suggestMapping(arrived.path);
      } finally {
        await arrived.remove();
      }
    },
  );

  api.get(
    "/api/imports",
    { config: { action: "import.list" }, schema: { summary: "Imports, newest first" } },
    () => listImportRuns(node.store),
  );

  api.get(
    "/api/imports/:id/rejects",
    {
      config: { action: "import.rejects" },
      schema: { summary: "The rejects file of an import", params: z.object({ id: z.uuid() }) },
    },
    async ({ params, staff }, reply) => {
      const path = await rejectsPath(node.folder, params.id);
      await noteReading(node, {
        staff,
        action: "import.rejects",
        purpose: "registration",
        shown: [],
        counted: (await listImportRuns(node.store)).find(({ id }) => id === params.id)?.counts.rejected ?? 0,
      });
      reply.type("text/csv; charset=utf-8");
      return reply.send(createReadStream(path));
    },
  );
}

function told(events: AsyncGenerator<ImportEvent>, after: () => Promise<void>): Readable {
  return Readable.from(lines());
  async function* lines(): AsyncGenerator<string> {
    try {
      for await (const event of events) yield `${JSON.stringify(event)}\n`;
    } catch (error) {
      const failure =
        error instanceof AccordError
          ? error.toJSON()
          : { code: "import.fault", message: "the import met a fault; what was imported before stands" };
      yield `${JSON.stringify({ kind: "failed", ...failure })}\n`;
    } finally {
      await after();
    }
  }
}
