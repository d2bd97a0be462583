import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import {
  type ExportedPerson,
  exportPersons,
  personFile,
  type Session,
  searchPersons,
} from "@accord/registry";
import { AccordError } from "@accord/vocabulary";
import { z } from "zod";
import { requireApproval } from "../access/approval.ts";
import { permits } from "../access/policy.ts";
import { READING_PURPOSES } from "../access/purpose.ts";
import { noteReading, noteRefusal, staffSession } from "../access/reading.ts";
import { accountOf, type Staff } from "../access/staff.ts";
import { withheldFrom } from "../agreements/withheld.ts";
import { requireNotDenied } from "../governance/deny-list.ts";
import { recordEntry } from "../ledger/record.ts";
import type { AccordNode } from "../node.ts";
import type { Api } from "./api.ts";

const Purpose = z.enum(READING_PURPOSES);

/**
 * What is searched for travels in the body, never in an address: addresses stand in logs. Each says for what purpose
 * persons are looked at, sees only those of the asker's sites, and is logged.
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
          purpose: Purpose,
        }),
      },
    },
    async ({ body, staff }) => {
      const { purpose, identifier, name, limit } = body;
      const found = await searchPersons(staffSession(node, staff, purpose), {
        limit,
        ...(identifier === undefined ? {} : { identifier }),
        ...(name === undefined ? {} : { name }),
      });
      await noteReading(node, {
        staff,
        action: "person.search",
        purpose,
        shown: found.map((each) => each.id),
      });
      return found;
    },
  );

  api.get(
    "/api/persons/:id",
    {
      config: { action: "person.open" },
      schema: {
        summary: "A person's file: current values, assertions with sources, links, disclosures",
        params: z.object({ id: z.string().max(80) }),
        querystring: z.object({ purpose: Purpose }),
      },
    },
    async ({ params, query, staff }) => {
      const { purpose } = query;
      const file = await personFile(staffSession(node, staff, purpose), params.id);
      if (file?.restricted === true && !permits(staff, "person.openRestricted")) {
        await noteRefusal(node, { staff, action: "person.openRestricted", code: "rights.restricted" });
        throw restrictedFile();
      }
      await noteReading(node, {
        staff,
        action: "person.open",
        purpose,
        shown: file === undefined ? [] : [file.id],
      });
      if (file === undefined)
        throw new AccordError("person.unknown", "there is no such person here, or not at your sites", {
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
      schema: {
        summary: "Current values of all persons, one JSON object a line; a second member of staff approves",
        querystring: z.object({
          purpose: Purpose,
          /** For whom it is made, where it leaves the agency: the name or id of an organisation. */
          recipient: z.string().trim().min(1).max(200).optional(),
        }),
      },
    },
    async ({ query, staff }, reply) => {
      const { purpose, recipient } = query;
      const session = staffSession(node, staff, purpose);
      const forWhom = recipient === undefined ? {} : { recipient };
      if (recipient !== undefined) await requireNotDenied(node, { name: recipient }, staff);
      await requireApproval(node, {
        operation: "person.export",
        staff,
        subject: { purpose, sites: staff.sites, ...forWhom },
        asks: `export of all persons at ${staff.sites.join(", ")} for ${purpose}${recipient === undefined ? "" : `, to be handed to ${recipient}`}`,
      });
      reply.type("application/x-ndjson");
      return reply.send(
        Readable.from(
          exportedLines(session, async (sent) => {
            await noteReading(node, {
              staff,
              action: "person.export",
              purpose,
              shown: [],
              counted: sent.persons.length,
            });
            await noteExport(node, staff, purpose, sent);
          }),
        ),
      );
    },
  );
}

function restrictedFile(): AccordError {
  return new AccordError("rights.restricted", "this person's file is restricted: it is kept and not read", {
    where: "id",
    remedy: "Ask the data protection officer.",
  });
}

/** What was sent is noted also where the reader leaves before the end. */
async function* exportedLines(session: Session, note: (sent: Sent) => Promise<void>): AsyncGenerator<string> {
  const persons: string[] = [];
  const values: Record<string, number> = {};
  const content = createHash("sha256");
  try {
    for await (const person of exportPersons(session) as AsyncGenerator<ExportedPerson>) {
      persons.push(person.id);
      for (const [attribute, state] of Object.entries(person.current))
        if (state?.state === "known") values[attribute] = (values[attribute] ?? 0) + 1;
      const line = `${JSON.stringify(person)}\n`;
      content.update(line);
      yield line;
    }
  } finally {
    await note({ persons, values, digest: content.digest("hex") });
  }
}

/** What an export gave out: of whom, how many values by attribute, and the SHA-256 of all lines. */
interface Sent {
  readonly persons: readonly string[];
  readonly values: Readonly<Record<string, number>>;
  readonly digest: string;
}

/**
 * The ledger's entry of an export. The digest is of the lines as they were sent, random ids among them, so that nobody
 * guesses the file from it and a file that is found can be held against it.
 */
async function noteExport(node: AccordNode, staff: Staff, purpose: string, sent: Sent): Promise<void> {
  const account = accountOf(staff);
  await recordEntry(
    node.ledger,
    node.store,
    {
      kind: "export",
      fileFormat: "jsonl",
      persons: sent.persons.length,
      counts: sent.values,
      commitment: sent.digest,
      purpose,
      ...(account === undefined ? {} : { staff: account }),
      at: node.context.now(),
    },
    sent.persons,
  );
}
