import {
  INCIDENT_CAUSES,
  INCIDENT_OUTCOMES,
  INCIDENT_SOURCES,
  incidentWords,
  listHeardIncidents,
  listIncidents,
} from "@accord/registry";
import { z } from "zod";
import { noteReading } from "../access/reading.ts";
import {
  closeOf,
  incidentOf,
  notifyOf,
  openIncident,
  personsReached,
  reachedAsCsv,
} from "../governance/incidents.ts";
import type { AccordNode } from "../node.ts";
import type { Api } from "./api.ts";

const Id = z.object({ id: z.uuid() });
const instant = z.iso.datetime();

/** The register of incidents: who was reached, who must be told by when, and how it ended. */
export async function incidentRoutes(api: Api, node: AccordNode): Promise<void> {
  const { store } = node;

  api.get(
    "/api/incidents",
    {
      config: { action: "incident.read" },
      schema: { summary: "Incidents here, and what partners told of theirs, in counts" },
    },
    async () => ({ own: await listIncidents(store), heard: await listHeardIncidents(store) }),
  );

  api.post(
    "/api/incidents",
    {
      config: { action: "incident.manage" },
      schema: {
        summary:
          "Open an incident: who was reached is answered, in counts, and deadlines for partners are set",
        body: z.strictObject({
          source: z.enum(INCIDENT_SOURCES),
          cause: z.enum(INCIDENT_CAUSES),
          drill: z.boolean().default(false),
          staff: z.array(z.string().min(1).max(80)).max(100).default([]),
          partner: z.string().min(1).max(40).optional(),
          from: instant.optional(),
          until: instant.optional(),
          words: z.string().max(10_000).optional(),
        }),
      },
    },
    ({ body: { staff: logins, ...body }, staff }) => openIncident(node, staff, { ...body, logins }),
  );

  api.get(
    "/api/incidents/:id",
    {
      config: { action: "incident.read" },
      schema: { summary: "An incident with its notices, in counts", params: Id },
    },
    ({ params }) => incidentOf(store, params.id),
  );

  api.get(
    "/api/incidents/:id/words",
    {
      config: { action: "incident.persons" },
      schema: { summary: "What was written down of it", params: Id },
    },
    async ({ params }) => ({ words: (await incidentWords(store, params.id)) ?? null }),
  );

  api.get(
    "/api/incidents/:id/persons",
    {
      config: { action: "incident.persons" },
      schema: {
        summary: "Who was reached: ids, whose records, which attributes, in which language to tell them; CSV",
        params: Id,
      },
    },
    async ({ params, staff }, reply) => {
      const incident = await incidentOf(store, params.id);
      const persons = await personsReached(store, incident);
      await noteReading(node, {
        staff,
        action: "incident.persons",
        purpose: "incident",
        shown: [],
        counted: persons.length,
      });
      return reply.type("text/csv; charset=utf-8").send(reachedAsCsv(persons, incident.drill));
    },
  );

  api.post(
    "/api/incidents/:id/notify",
    {
      config: { action: "incident.manage" },
      schema: { summary: "Tell the partners who must be told; who is not reached is told later", params: Id },
    },
    ({ params }) => notifyOf(node, params.id),
  );

  api.post(
    "/api/incidents/:id/close",
    {
      config: { action: "incident.manage" },
      schema: {
        summary: "Close an incident; partners must have been told",
        params: Id,
        body: z.strictObject({ outcome: z.enum(INCIDENT_OUTCOMES) }),
      },
    },
    ({ params, body, staff }) => closeOf(node, staff, { id: params.id, ...body }),
  );
}
