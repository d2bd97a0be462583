import { subscribe } from "node:diagnostics_channel";
import type { Socket } from "node:net";
import { correctPerson, findLinks, registerBatch } from "@accord/registry";
import { known } from "@accord/vocabulary";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Followed, follow } from "../src/demo/sharing.ts";
import { type Agencies, type Agency, agreeOn, twoAgencies } from "./agencies.ts";
import { pairsOf } from "./pairs.ts";

/** Connections of the nodes to each other, by whom bytes are counted. */
const sockets: Socket[] = [];
subscribe("undici:client:connected", (event) => sockets.push((event as { socket: Socket }).socket));
const transferred = (): number =>
  sockets.reduce((sum, { bytesWritten, bytesRead }) => sum + bytesWritten + bytesRead, 0);

describe("after the first exchange of two registries", () => {
  let agencies: Agencies;
  let iom: Agency;
  let wfp: Agency;
  let agreement: string;
  const wire: { from: string; bytes: number; text: string }[] = [];

  beforeAll(async () => {
    agencies = await twoAgencies({
      people: 160,
      templates: false,
      serve: {
        onPlaintext: (partner, bytes) =>
          wire.push({ from: partner, bytes: bytes.length, text: Buffer.from(bytes).toString("utf8") }),
      },
    });
    ({ iom, wfp } = agencies);
    agreement = await agreeOn(agencies);
    expect((await exchange()).delta).toBeUndefined();
  }, 120_000);
  afterAll(() => agencies?.close());

  async function exchange(by: Agency = iom, options: object = {}): Promise<Followed> {
    wire.length = 0;
    const made = await by.client.post<{ exchange: string }>("/api/exchanges", { agreement, ...options });
    const other = by === iom ? wfp : iom;
    const [theirs, own] = await Promise.all(
      [other, by].map((each) => follow(each.client, made.exchange, () => undefined)),
    );
    expect(theirs).toMatchObject({ step: "done", standing: { kind: "running" } });
    expect(own).toMatchObject({ step: "done", standing: { kind: "running" } });
    return own!;
  }
  const links = (agency: Agency) =>
    findLinks(agency.serving.node.store, { agreement, partner: agency === iom ? "wfp" : "iom" });
  const said = async (agency: Agency, person: string, source: string) =>
    (
      await agency.client.get<{ assertions: { source: string; attribute: string; state: unknown }[] }>(
        `/api/persons/${person}?purpose=protection`,
      )
    ).assertions.filter((each) => each.source === source);

  test("one with nothing new ends after four messages of some kilobytes, and costs less than a second", async () => {
    const before = transferred();
    const began = process.cpuUsage();
    const report = await exchange();
    const { user, system } = process.cpuUsage(began);
    // Of both nodes, which share this process, with headers and answers, but for TLS's own framing.
    expect(transferred() - before).toBeLessThan(20_000);
    expect((user + system) / 1000).toBeLessThan(1000);
    expect(report.delta?.changes).toEqual({
      iom: { fresh: 0, left: 0, words: 0 },
      wfp: { fresh: 0, left: 0, words: 0 },
    });
    expect(wire.length).toBe(4);
    expect(wire.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThan(2500);
  });

  test("a correction travels alone", async () => {
    const [link] = await links(iom);
    const { store, context } = iom.serving.node;
    await correctPerson(store, context, {
      person: link!.person,
      states: { "person.phone": known("+211955500001") },
      method: "documented",
    });
    const report = await exchange();
    expect(report.sides.iom?.persons).toBe(1);
    const sent = wire.filter(({ text }) => text.includes('"flow":"linked"') && text.includes("statements"));
    expect(sent).toHaveLength(1);
    expect(sent[0]!.text).toContain("+211955500001");
    expect(JSON.parse(sent[0]!.text).body.persons[0].statements).toHaveLength(1);
    const theirs = await partnerLink(link!);
    expect(JSON.stringify(await said(wfp, theirs.person, "iom"))).toContain("+211955500001");
    expect((await exchange()).sides.iom?.persons).toBe(0);
  });

  async function partnerLink(link: { person: string }) {
    const ref = await refOf(iom, link.person);
    return (await links(wfp)).find((each) => each.partnerRef === ref)!;
  }
  async function refOf({ serving }: Agency, person: string): Promise<string> {
    const members = await rowsOf<{ ref: string; person: string }>(serving, "exchange_member");
    return members.find((member) => member.person === person)!.ref;
  }

  /** Registers at one agency a person whom only the other has. */
  async function registerCopy(from: Agency, at: Agency, key: string): Promise<string> {
    const linked = new Set((await links(from)).map((link) => link.person));
    const pinned = new Set(
      (await rowsOf<{ person: string; candidate: boolean }>(from.serving, "exchange_member"))
        .filter(({ candidate }) => !candidate)
        .map(({ person }) => person),
    );
    const rows = (await rowsOf<PersonRow>(from.serving, "person"))
      .filter((row) => row.holder === from.id && row.status === "active" && pinned.has(row.id))
      .filter((row) => row.name !== null && row.birth_year !== null && row.birth_year < 2000)
      .sort((one, other) => (one.id < other.id ? -1 : 1));
    const person = rows.find((row) => !linked.has(row.id) && !copied.has(row.id))!;
    copied.add(person.id);
    const { store, context } = at.serving.node;
    const file = await from.client.get<{ assertions: { attribute: string; state: { value?: string } }[] }>(
      `/api/persons/${person.id}?purpose=protection`,
    );
    const phone = file.assertions.find((each) => each.attribute === "person.phone")?.state.value;
    const [outcome] = await registerBatch(store, context, [
      {
        externalKey: key,
        identifiers: [],
        states: {
          "person.name": known(person.name),
          "person.sex": known(person.sex),
          "person.birthDate": known({ precision: person.birth_precision, date: person.birth_date }),
          "person.location": known({ pcode: person.location_pcode }),
          ...(person.origin_pcode === null ? {} : { "person.origin": known({ pcode: person.origin_pcode }) }),
          ...(phone === undefined ? {} : { "person.phone": known(phone) }),
        },
        method: "declared",
        assertedAt: "2026-05-01T00:00:00Z",
        registeredAt: "2026-05-01",
        protectLocation: false,
        consents: [
          {
            recipient: from.id,
            purpose: "deduplicationOfPersons",
            given: true,
            assertedAt: "2026-05-01T00:00:00Z",
          },
        ],
        rowDigest: key,
      },
    ]);
    expect(outcome, JSON.stringify(outcome)).toMatchObject({ kind: "created" });
    return (outcome as { person: string }).person;
  }
  const copied = new Set<string>();

  test.each([
    ["supplying", () => [wfp, iom] as const],
    ["matching", () => [iom, wfp] as const],
  ])("who is registered at the %s party is found, and nobody else is compared", async (name, sides) => {
    const [from, at] = sides();
    const before = (await links(iom)).length;
    const key = `NEW-${name}`;
    const person = await registerCopy(from, at, key);
    const report = await exchange();
    expect(report.delta?.changes[at.id]).toMatchObject({ fresh: 1 });
    const ref = await refOf(at, person);
    const pairs = (await pairsOf(from.client, report.exchange)).filter((pair) => pair.decision !== "none");
    expect(pairs.filter((pair) => pair.partnerRef === ref)).toHaveLength(1);
    const decided = pairs.filter((pair) => pair.decision === "linked").length;
    expect((await links(iom)).length).toBe(before + decided);
    expect((await links(wfp)).length).toBe(before + decided);
    if (decided === 1) expect((await said(at, person, from.id)).length).toBeGreaterThan(0);
    expect((await exchange()).delta?.changes[at.id]).toMatchObject({ fresh: 0 });
  });

  test("a link that the supplying party undid is undone at the matching party with the next", async () => {
    const [link] = await links(iom);
    const theirs = await partnerLink(link!);
    await iom.client.post("/api/links/undo", { link: link!.id, by: "A. Deng" });
    const report = await exchange();
    expect(report.delta?.changes.iom).toMatchObject({ words: 1 });
    expect((await links(wfp)).map((each) => each.id)).not.toContain(theirs.id);
    expect((await exchange()).delta?.changes.iom).toMatchObject({ words: 0 });
  });

  test("who left the scope is told as such, and told once", async () => {
    const [link] = await links(iom);
    const { store, context } = iom.serving.node;
    await correctPerson(store, context, {
      person: link!.person,
      states: { "person.location": known({ pcode: "SS0101" }) },
      method: "biometric",
    });
    const report = await exchange();
    expect(report.delta?.changes.iom).toMatchObject({ left: 1 });
    const ref = await refOf(iom, link!.person);
    const left = await rowsOf<{ ref: string }>(wfp.serving, "left_ref");
    expect(left.map((row) => row.ref)).toEqual([ref]);
    expect((await exchange()).delta?.changes.iom).toMatchObject({ left: 0 });
  });

  test("a whole exchange can be asked for, and a node that knows no base has one whatever was asked", async () => {
    expect((await exchange(iom, { whole: true })).delta).toBeUndefined();
    expect((await exchange(wfp)).delta).toBeDefined();
    await wfp.serving.node.store.db.deleteFrom("in_step_base" as never).execute();
    expect((await exchange(iom)).delta).toBeUndefined();
  });
});

interface PersonRow {
  readonly id: string;
  readonly holder: string;
  readonly status: string;
  readonly name: never;
  readonly sex: string;
  readonly birth_date: string;
  readonly birth_precision: never;
  readonly birth_year: number | null;
  readonly location_pcode: string;
  readonly origin_pcode: string | null;
}

/** A table as it stands, for looking at what no interface shows. */
function rowsOf<Row>({ node }: Agency["serving"], table: string): Promise<readonly Row[]> {
  return node.store.db
    .selectFrom(table as never)
    .selectAll()
    .execute() as unknown as Promise<readonly Row[]>;
}
