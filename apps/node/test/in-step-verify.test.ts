import { findLinks } from "@accord/registry";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { follow } from "../src/demo/sharing.ts";
import type { InStep } from "../src/in-step/verify.ts";
import { type Agencies, type Agency, agreeOn, twoAgencies } from "./agencies.ts";

describe("two nodes that have exchanged compare what both should hold", () => {
  let agencies: Agencies;
  let iom: Agency;
  let wfp: Agency;
  let agreement: string;
  const wire: string[] = [];

  beforeAll(async () => {
    agencies = await twoAgencies({
      people: 140,
      templates: false,
      serve: { onPlaintext: (_partner, bytes) => wire.push(Buffer.from(bytes).toString("utf8")) },
    });
    ({ iom, wfp } = agencies);
    agreement = await agreeOn(agencies);
    await exchange();
  }, 240_000);
  afterAll(() => agencies?.close());

  async function exchange(): Promise<void> {
    const made = await iom.client.post<{ exchange: string }>("/api/exchanges", { agreement });
    for (const each of [wfp, iom]) {
      expect(await follow(each.client, made.exchange, () => undefined)).toMatchObject({ step: "done" });
    }
  }
  const other = (agency: Agency) => (agency === iom ? wfp : iom);
  const verify = (by: Agency, mend = false) =>
    by.client.post<InStep>(`/api/partners/${other(by).id}/verify`, { mend });
  const db = ({ serving }: Agency) => serving.node.store.db;
  const linkOf = async (agency: Agency) => (await findLinks(db0(agency), { agreement }))[0]!;
  const db0 = ({ serving }: Agency) => serving.node.store;

  interface Row {
    readonly id: string;
    readonly subject: string;
    readonly via_link: string | null;
    readonly source: string;
    readonly subject_kind: string;
    readonly states: Record<string, { state: string; value?: unknown }>;
  }
  const receivedAt = async (agency: Agency): Promise<readonly Row[]> =>
    (
      (await db(agency)
        .selectFrom("statement" as never)
        .selectAll()
        .execute()) as unknown as Row[]
    ).filter(
      (row) =>
        row.source === other(agency).id &&
        row.via_link !== null &&
        row.subject_kind === "person" &&
        "person.name" in row.states,
    );
  async function plant(agency: Agency, row: Row, states: Row["states"] | undefined): Promise<void> {
    const table = "statement" as never;
    const where = (query: { where(column: never, is: "=", value: never): unknown }) =>
      (
        query.where("id" as never, "=", row.id as never) as {
          where(column: never, is: "=", value: never): { execute(): Promise<unknown> };
        }
      ).where("subject" as never, "=", row.subject as never);
    if (states === undefined) await where(db(agency).deleteFrom(table) as never).execute();
    else
      await where(
        db(agency)
          .updateTable(table)
          .set({ states: JSON.stringify(states) } as never) as never,
      ).execute();
  }

  test("and are equal after an exchange, by one question of which nobody learns anything", async () => {
    wire.length = 0;
    const before = process.cpuUsage();
    const found = await verify(iom);
    const { user, system } = process.cpuUsage(before);
    expect(found).toMatchObject({ equal: true, differences: { here: 0, there: 0 }, questions: 1 });
    expect(found.items.here).toBe(found.items.there);
    expect(found.items.here).toBeGreaterThan(200);
    expect(found.bytes).toBeLessThan(600);
    expect((user + system) / 1000).toBeLessThan(5_000);
    expect(wire.join("")).not.toMatch(/person\.|statements/);
    expect(await verify(wfp)).toMatchObject({ equal: true, items: found.items });
  });

  test.each([
    ["a value that went missing at the matching party", () => wfp, () => undefined],
    ["a value that went missing at the supplying party", () => iom, () => undefined],
    [
      "a value that was changed behind the node's back",
      () => wfp,
      (row: Row) => ({
        ...row.states,
        "person.name": { state: "known", value: { parts: ["Zzz", "Planted"], script: "Latn" } },
      }),
    ],
  ])("find %s, and mend exactly that", async (_name, at, change) => {
    const [row] = await receivedAt(at());
    await plant(at(), row!, change(row!));
    expect(await verify(at())).toMatchObject({ equal: false });
    const found = await verify(iom, true);
    expect(found.equal).toBe(false);
    const { here, there } = found.mended;
    expect(here.sentAgain + there.sentAgain).toBe(1);
    wire.length = 0;
    await exchange();
    const sent = wire
      .filter((text) => text.includes('"statements"'))
      .flatMap((text) => JSON.parse(text).body.persons as { statements: unknown[] }[]);
    expect(sent).toHaveLength(1);
    expect(sent[0]!.statements).toHaveLength(1);
    expect(await verify(iom)).toMatchObject({ equal: true });
    const mended = (await receivedAt(at())).find(
      ({ id, subject }) => id === row!.id && subject === row!.subject,
    );
    expect(mended?.states).toEqual(row!.states);
  });

  test.each([
    ["matching", () => wfp],
    ["supplying", () => iom],
  ])("find a link that is missing at the %s party, and make it again", async (_name, at) => {
    const before = (await findLinks(db0(at()), { agreement })).length;
    const link = await linkOf(at());
    await db(at())
      .deleteFrom("link" as never)
      .where("id" as never, "=", link.id as never)
      .execute();
    const found = await verify(iom, true);
    expect(found.mended.here.links + found.mended.there.links).toBe(1);
    await exchange();
    expect(await verify(wfp)).toMatchObject({ equal: true });
    expect((await findLinks(db0(at()), { agreement })).length).toBe(before);
  });

  test("find that a partner forgot whom it may not take in, and have it told again", async () => {
    const link = await linkOf(iom);
    await iom.client.post(`/api/persons/${link.person}/consents`, {
      recipient: "wfp",
      purpose: "deduplicationOfPersons",
      event: "withdrawn",
    });
    await exchange();
    expect(await verify(iom)).toMatchObject({ equal: true });
    await db(wfp)
      .deleteFrom("barred_ref" as never)
      .execute();
    expect((await verify(iom, true)).mended.here).toMatchObject({ notices: 1 });
    await exchange();
    expect(await verify(iom)).toMatchObject({ equal: true });
  });
});
