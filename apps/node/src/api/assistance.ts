import type { Readable } from "node:stream";
import { countVerdicts, judgedListHeader, judgedListLine } from "@accord/assistance";
import type { InquiryState } from "@accord/exchange";
import { DistributionMapping } from "@accord/intake";
import {
  assistanceOf,
  findingsOf,
  listConversations,
  personOfRights,
  readConversation,
  referralsOf,
  type Session,
} from "@accord/registry";
import { AccordError } from "@accord/vocabulary";
import { z } from "zod";
import { READING_PURPOSES } from "../access/purpose.ts";
import { noteReading, staffSession } from "../access/reading.ts";
import type { Staff } from "../access/staff.ts";
import { findAgreement } from "../agreements/held-agreements.ts";
import { type CheckedList, checkedList } from "../assistance/checked-list.ts";
import { importAssistance } from "../assistance/import-assistance.ts";
import { arrive } from "../imports/arrival.ts";
import type { AccordNode } from "../node.ts";
import type { Api } from "./api.ts";

const FileName = z.string().regex(/^[^/\\\0]{1,200}$/, "a file's name without its folder");
const Id = z.object({ id: z.uuid() });
const Purpose = z.enum(READING_PURPOSES);

const Announced = z.strictObject({
  fileName: FileName,
  mapping: DistributionMapping,
  /** The partner who is asked about the list; or an earlier question on it, whose answer counts. */
  ask: z
    .strictObject({ partner: z.string().max(40).optional(), agreement: z.string().max(100).optional() })
    .optional(),
  inquiry: z.uuid().optional(),
});
type Announced = z.infer<typeof Announced>;

/** Announcements that are remembered; the oldest goes first. */
const REMEMBERED = 200;

/** Who was assisted, and whom a distribution list would assist twice. */
export async function assistanceRoutes(api: Api, node: AccordNode): Promise<void> {
  api.addContentTypeParser("application/octet-stream", (_request, payload, done) => done(null, payload));
  const announced = new Map<string, Announced>();
  const announce = (body: Announced): string => {
    const id = node.context.newId();
    if (announced.size >= REMEMBERED) announced.delete(announced.keys().next().value as string);
    announced.set(id, body);
    return id;
  };
  const takeAnnounced = (id: string): Announced => {
    const found = announced.get(id);
    announced.delete(id);
    if (found !== undefined) return found;
    throw new AccordError("import.unknown", "no such list was announced", {
      remedy: "Announce it first, then send it.",
    });
  };
  const ofFile = async <T>(
    announcement: Announced,
    body: unknown,
    work: (path: string) => Promise<T>,
  ): Promise<T> => {
    const arrived = await arrive(node.folder, body as Readable, announcement.fileName);
    try {
      return await work(arrived.path);
    } finally {
      await arrived.remove();
    }
  };

  api.post(
    "/api/assistance/imports",
    {
      config: { action: "assistance.import" },
      schema: {
        summary: "Announce a list of what was distributed; then send it to the address answered",
        body: Announced.pick({ fileName: true, mapping: true }),
      },
    },
    async ({ body }) => {
      const id = announce(body);
      return { id, sendTo: `/api/assistance/imports/${id}/file` };
    },
  );

  api.post(
    "/api/assistance/imports/:id/file",
    {
      config: { action: "assistance.import" },
      schema: { summary: "The file of an announced list; progress as JSON lines", params: Id },
    },
    async (request, reply) => {
      const { id } = request.params;
      const announcement = takeAnnounced(id);
      const events = await ofFile(announcement, request.body, async (path) => {
        const told: string[] = [];
        for await (const event of importAssistance(node, { id, path, ...announcement }))
          told.push(`${JSON.stringify(event)}\n`);
        return told;
      });
      return reply.type("application/x-ndjson").send(events.join(""));
    },
  );

  api.post(
    "/api/assistance/checks",
    {
      config: { action: "assistance.check" },
      schema: {
        summary: "Announce a distribution list to be checked before it is distributed; then send it",
        body: Announced,
      },
    },
    async ({ body }) => {
      const id = announce(body);
      return {
        id,
        sendTo: `/api/assistance/checks/${id}/file`,
        listFrom: `/api/assistance/checks/${id}/list`,
      };
    },
  );

  /** The list judged as the asker may see persons; that they were looked at is logged. */
  async function checkedBy(
    staff: Staff,
    session: Session,
    list: Parameters<typeof checkedList>[2],
  ): Promise<CheckedList> {
    const checked = await checkedList(node, session, list);
    await noteReading(node, {
      staff,
      action: "assistance.check",
      purpose: "assistance",
      shown: [],
      counted: checked.persons.length,
    });
    return checked;
  }

  api.post(
    "/api/assistance/checks/:id/file",
    {
      config: { action: "assistance.check" },
      schema: { summary: "The list: judged in counts; where a partner is to be asked, it is", params: Id },
    },
    async (request, reply) => {
      const announcement = takeAnnounced(request.params.id);
      const { mapping, ask, inquiry } = announcement;
      const { staff } = request;
      return ofFile(announcement, request.body, async (path) => {
        const checked = await checkedBy(staff, staffSession(node, staff, "assistance"), {
          path,
          mapping,
          inquiry,
        });
        const asked =
          ask === undefined ? undefined : await askPartner(node, checked, ask.partner, ask.agreement);
        return reply.type("application/x-ndjson").send(
          `${JSON.stringify({
            kind: "checked",
            list: checked.terms,
            lines: checked.judged.length,
            counts: countVerdicts(checked.judged),
            inquiry: asked === undefined ? null : shownInquiry(asked),
          })}\n`,
        );
      });
    },
  );

  api.post(
    "/api/assistance/checks/:id/list",
    {
      config: { action: "assistance.check" },
      schema: {
        summary: "The list again: line by line with what was found, as JSON lines of CSV text",
        params: Id,
      },
    },
    async (request, reply) => {
      const announcement = takeAnnounced(request.params.id);
      const { mapping, inquiry } = announcement;
      const { staff } = request;
      return ofFile(announcement, request.body, async (path) => {
        const checked = await checkedBy(staff, staffSession(node, staff, "assistance"), {
          path,
          mapping,
          inquiry,
        });
        const lines = [
          judgedListHeader(),
          ...checked.judged.map((each) => judgedListLine(checked.identifiers.get(each.line) ?? "", each)),
        ];
        return reply
          .type("application/x-ndjson")
          .send(lines.map((text) => `${JSON.stringify({ kind: "text", text })}\n`).join(""));
      });
    },
  );

  api.get(
    "/api/assistance/inquiries",
    {
      config: { action: "assistance.list" },
      schema: { summary: "Questions on distribution lists, asked and answered, newest first, in counts" },
    },
    async () =>
      (await listConversations(node.store, "inquiry")).map((row) => shownInquiry(row.state as InquiryState)),
  );

  api.get(
    "/api/assistance/inquiries/:id",
    {
      config: { action: "assistance.list" },
      schema: { summary: "One question on a distribution list, in counts", params: Id },
    },
    async ({ params }) => {
      const row = await readConversation(node.store, "inquiry", params.id);
      if (row === undefined)
        throw new AccordError("assistance.inquiry_unknown", "there is no such question here", {
          where: "id",
          remedy: "See `accord assistance list`.",
        });
      return shownInquiry(row.state as InquiryState);
    },
  );

  api.get(
    "/api/persons/:id/assistance",
    {
      config: { action: "assistance.person" },
      schema: {
        summary: "What assistance a person had here, what partners told, and referrals",
        params: z.object({ id: z.string().max(80) }),
        querystring: z.object({ purpose: Purpose }),
      },
    },
    async ({ params, query, staff }) => {
      const { purpose } = query;
      const session = staffSession(node, staff, purpose);
      const { id, files } = await personOfRights(session, params.id);
      await noteReading(node, { staff, action: "assistance.person", purpose, shown: [id] });
      return {
        person: id,
        here: await assistanceOf(session, files),
        there: await findingsOf(session, { files }),
        referrals: (await referralsOf(session, files)).map(({ state: _, ...referral }) => referral),
      };
    },
  );
}

async function askPartner(
  node: AccordNode,
  { terms, judged }: CheckedList,
  partner: string | undefined,
  agreement: string | undefined,
): Promise<InquiryState> {
  const { state } = await findAgreement(node.store, node.judge, { digest: agreement, partner });
  const { kind, cycle } = terms;
  return node.inquiries.open({
    id: node.context.newId(),
    agreement: state.digest,
    act: {
      kind: "ask",
      list: { kind, cycle },
      persons: [...new Set(judged.flatMap((line) => line.person ?? []))],
    },
  });
}

/** A question without whom it concerns. */
function shownInquiry(state: InquiryState) {
  const { id, partner, agreement, step, list, persons, found, reason, waits, timeline } = state;
  return {
    id,
    direction: state.opener === state.self ? "asked" : "answered",
    partner,
    agreement,
    step,
    list: list ?? null,
    persons,
    found: found ?? null,
    reason: reason ?? null,
    waits: waits ?? null,
    timeline,
  };
}
