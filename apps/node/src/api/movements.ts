import { MOVEMENT_LEVELS, movementsOfPerson, personOfRights, recordMeetings } from "@accord/registry";
import { AccordError, Method, PCode } from "@accord/vocabulary";
import { z } from "zod";
import { READING_PURPOSES } from "../access/purpose.ts";
import { noteReading, staffSession } from "../access/reading.ts";
import { toldMovements } from "../movements/told-movements.ts";
import type { AccordNode } from "../node.ts";
import type { Api } from "./api.ts";

const Id = z.object({ id: z.string().max(80) });
const Purpose = z.enum(READING_PURPOSES);
const Month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, "a month, YYYY-MM");

/** Where persons were met, and how they moved. */
export async function movementRoutes(api: Api, node: AccordNode): Promise<void> {
  api.post(
    "/api/persons/:id/meetings",
    {
      config: { action: "movement.record" },
      schema: {
        summary: "Put on a person's file that they were met at a place on a day",
        params: Id,
        body: z.strictObject({
          pcode: PCode,
          name: z.string().min(1).max(120).optional(),
          on: z.iso.date(),
          method: Method.default("declared"),
          purpose: Purpose.default("registration"),
        }),
      },
    },
    async ({ params, body, staff }) => {
      const { pcode, name, on, method, purpose } = body;
      if (on > node.context.now().slice(0, 10)) {
        throw new AccordError("meeting.in_the_future", "nobody was met on a day that has not come", {
          where: "on",
          remedy: "Give the day on which the person was met.",
        });
      }
      const { id } = await personOfRights(staffSession(node, staff, purpose), params.id);
      await noteReading(node, { staff, action: "movement.record", purpose, shown: [id] });
      const place = { pcode, ...(name === undefined ? {} : { name }) };
      const [outcome] = await recordMeetings(node.store, node.context, [
        { person: id, place, at: `${on}T00:00:00.000Z`, method },
      ]);
      if (outcome?.kind === "rejected")
        throw new AccordError(outcome.code, outcome.reason, { remedy: "Look at the person's file." });
      return outcome;
    },
  );

  api.get(
    "/api/persons/:id/movements",
    {
      config: { action: "movement.person" },
      schema: {
        summary: "A person's movements: from, to, on which day seen there, by whom and how known",
        params: Id,
        querystring: z.object({ purpose: Purpose }),
      },
    },
    async ({ params, query, staff }) => {
      const { purpose } = query;
      const session = staffSession(node, staff, purpose);
      const { id } = await personOfRights(session, params.id);
      await noteReading(node, { staff, action: "movement.person", purpose, shown: [id] });
      return movementsOfPerson(session, id);
    },
  );

  api.get(
    "/api/movements",
    {
      config: { action: "movement.counts" },
      schema: {
        summary: "Movements between places by period, in counts; small ones and protected persons left out",
        querystring: z.object({
          from: Month,
          until: Month,
          level: z.enum(MOVEMENT_LEVELS).default("county"),
          period: z.enum(["month", "year"]).default("month"),
        }),
      },
    },
    ({ query }) => toldMovements(node, query),
  );
}
