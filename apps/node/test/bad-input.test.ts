import { randomUUID } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Message } from "@accord/exchange";
import { readMapping } from "@accord/intake";
import { commitTo } from "@accord/ledger";
import { stagedRecords } from "@accord/registry";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connect } from "../src/api-client.ts";
import { follow, importFingerprints, importPersons } from "../src/demo/sharing.ts";
import type { ImportSummary } from "../src/imports/import-event.ts";
import { initNode } from "../src/init.ts";
import { openKeys } from "../src/keys/held-keys.ts";
import type { NodeKeys } from "../src/keys/node-keys.ts";
import { serveNode } from "../src/serve.ts";
import { type Agencies, type Agency, agreeOn, TERMS, twoAgencies } from "./agencies.ts";
import { editRows, rowsOf } from "./edit-csv.ts";
import { freePort } from "./free-port.ts";
import { hello, type Letter, letterTo, message, post } from "./letter.ts";
import { templatesIn } from "./templates-in.ts";
import { workbookOf } from "./xlsx.ts";
import { zipOf } from "./zip.ts";

const silent = () => undefined;

describe("input that is not right", () => {
  let agencies: Agencies;
  let iom: Agency;
  let wfp: Agency;

  beforeAll(async () => {
    agencies = await twoAgencies({ people: 150 });
    ({ iom, wfp } = agencies);
  }, 240_000);
  afterAll(() => agencies?.close());

  const file = (name: string): string => join(agencies.root, name);

  /** A path of a file that begins as IOM's, with its bytes changed. */
  async function changed(name: string, change: (bytes: Buffer) => Uint8Array): Promise<string> {
    await writeFile(file(name), change(await readFile(agencies.files.iom.persons)));
    return file(name);
  }

  describe("in files of persons", () => {
    test("a file cut within a quoted cell is refused whole, with its line", async () => {
      const path = await changed("cut-quote.csv", (bytes) =>
        Buffer.concat([bytes, Buffer.from('BRV-900000001,HH-9,"Nyakong Ga')]),
      );
      await refusedWhole(iom, () => importPersons(iom.client, path, "brave", silent), {
        code: "intake.cut_short",
        where: new RegExp(`line ${agencies.files.iom.count + 2}$`),
      });
    });

    test("a file that breaks off within its last row is refused whole, with its line", async () => {
      const path = await changed("cut-row.csv", (bytes) => bytes.subarray(0, bytes.length - 20));
      await refusedWhole(iom, () => importPersons(iom.client, path, "brave", silent), {
        code: "intake.cut_short",
        where: new RegExp(`line ${agencies.files.iom.count + 1}$`),
      });
    });

    test("a long file that is cut short leaves no rows of its beginning", async () => {
      const [header = "", first = ""] = (await readFile(agencies.files.iom.persons, "utf8")).split("\r\n");
      const number = first.slice(0, first.indexOf(","));
      const rows = Array.from({ length: 2500 }, (_, index) => first.replaceAll(number, `BRV-8${index}`));
      await writeFile(file("cut-long.csv"), `${[header, ...rows].join("\r\n")}\r\nBRV-9,"`);
      await refusedWhole(iom, () => importPersons(iom.client, file("cut-long.csv"), "brave", silent), {
        code: "intake.cut_short",
        where: /line 2502$/,
      });
    });

    test("a file in Latin-1 under a mapping of UTF-8 is refused whole, with its line", async () => {
      const path = await changed("latin1.csv", (bytes) => {
        const lines = bytes.toString("utf8").split("\r\n");
        lines[3] = (lines[3] ?? "").replace(/[A-Za-z]+ /, "Désirée ");
        return Buffer.from(lines.join("\r\n"), "latin1");
      });
      await refusedWhole(iom, () => importPersons(iom.client, path, "brave", silent), {
        code: "intake.encoding",
        where: /line 4$/,
      });
    });

    test("a workbook with a formula in a column that is read is refused whole, with its line and column", async () => {
      const mapping = {
        ...(await readMapping("brave")),
        format: { kind: "xlsx", sheet: "Persons", headerRow: 1 },
      };
      await writeFile(file("xlsx.json"), JSON.stringify(mapping));
      const rows = (await rowsOf(agencies.files.iom.persons)).slice(0, 5);
      const headers = Object.keys(rows[0] ?? {});
      const cells = rows.map((row) => headers.map((header) => row[header] ?? ""));
      const formula = { formula: 'CONCATENATE("Nya","bol")', shown: "Nyabol" };
      await writeFile(
        file("formulas.xlsx"),
        await workbookOf([
          headers,
          ...cells.slice(0, 4),
          headers.map((name, at) => (name === "Full_Name" ? formula : (cells[4]?.[at] ?? ""))),
        ]),
      );
      await refusedWhole(
        iom,
        () => importPersons(iom.client, file("formulas.xlsx"), file("xlsx.json"), silent),
        {
          code: "intake.xlsx_formula",
          where: /6/,
        },
      );
      await writeFile(file("plain.xlsx"), await workbookOf([headers, ...cells]));
      const summary = await importPersons(iom.client, file("plain.xlsx"), file("xlsx.json"), silent);
      expect(summary).toMatchObject({ rows: 5, rejected: 0 });
    });

    test("the same file again changes nothing and says so", async () => {
      const before = await held(iom);
      const summary = await importPersons(iom.client, agencies.files.iom.persons, "brave", silent);
      expect(summary).toMatchObject({
        rows: agencies.files.iom.count,
        created: 0,
        updated: 0,
        unchanged: agencies.files.iom.count,
        rejected: 0,
      });
      expect((await held(iom)).registry).toEqual(before.registry);
    });

    test("rows that cannot be taken are told with line and column, without the value, and the rest goes in", async () => {
      await writeFile(file("mixed.csv"), await readFile(agencies.files.iom.persons));
      const wrong = "34/13/1999";
      await editRows(file("mixed.csv"), (row, index) => ({
        ...row,
        BRaVE_ID: index === 1 ? "" : `${row.BRaVE_ID}-M`,
        ...(index === 4 ? { Date_of_Birth: wrong } : {}),
      }));
      const before = await held(iom);
      const { id, summary } = await imported(iom, file("mixed.csv"), "brave");
      expect(summary.rejected).toBeGreaterThanOrEqual(1);
      expect(summary.created).toBe(summary.rows - summary.rejected);
      expect(Number((await held(iom)).registry.persons) - Number(before.registry.persons)).toBe(
        summary.created,
      );

      const rejects = await textOf(iom, `/api/imports/${id}/rejects`);
      expect(rejects).toContain("line,file,key,column,result,problem,remedy");
      const line = (number: number) => rejects.split("\r\n").find((each) => each.startsWith(`${number},`));
      expect(line(3)).toMatch(/BRaVE_ID,row rejected,.+,.+/);
      expect(line(6)).toContain("Date_of_Birth");
      expect(rejects).not.toContain(wrong);
    });
  });

  describe("in files of fingerprints", () => {
    test("a template whose lengths lie is a reject with its file, and nothing of it is kept", async () => {
      const [good] = await templatesIn(agencies.files.iom.templates);
      if (good === undefined) throw new Error("the population has no fingerprints");
      const { identifier: number, template: whole } = good;
      const lying = new Uint8Array(whole);
      new DataView(lying.buffer).setUint32(8, whole.length + 4000); // ISO/IEC 19794-2 7.3.3: the record's length
      const many = new Uint8Array(whole);
      many[27] = 255; // 7.4.1.5: how many minutiae follow
      await writeFile(
        file("lying.zip"),
        await zipOf({
          [`${number}_1.iso`]: lying,
          [`${number}_2.iso`]: whole.subarray(0, whole.length - 5),
          [`${number}_3.iso`]: many,
          [`${number}_4.iso`]: "no template at all",
        }),
      );
      const before = await held(iom);
      const summary = await importFingerprints(iom.client, file("lying.zip"), silent);
      expect(summary).toEqual({ rows: 4, created: 0, updated: 0, unchanged: 0, rejected: 4, warnings: 0 });
      expect((await held(iom)).registry).toEqual(before.registry);
    });

    test("an archive that is cut short is refused whole", async () => {
      const bytes = await readFile(agencies.files.iom.templates);
      await writeFile(file("cut.zip"), bytes.subarray(0, bytes.length / 2));
      await refusedWhole(iom, () => importFingerprints(iom.client, file("cut.zip"), silent), {
        code: /^intake\./,
      });
    });
  });

  describe("in agreements", () => {
    interface Jws {
      readonly payload: string;
      readonly signatures: readonly { readonly protected: string; readonly signature: string }[];
    }
    let half: string;
    let digest: string;

    beforeAll(async () => {
      const { agreement } = await iom.client.post<{ agreement: unknown }>("/api/agreements/draft", {
        partner: "wfp",
        ...TERMS,
        title: "Signed by one",
      });
      const signed = await iom.client.post<{ signed: string; standing: { digest: string } }>(
        "/api/agreements/sign",
        { document: agreement },
      );
      half = signed.signed;
      digest = signed.standing.digest;
    });

    test("one with a single signature carries no exchange, at either node", async () => {
      for (const side of [iom, wfp]) {
        await refusedWhole(side, () => side.client.post("/api/exchanges", { agreement: digest }), {
          code: /^(exchange\.not_in_force|agreement\..+)$/,
        });
      }
      const answer = await post(
        wfp,
        await letterTo(wfp, iom.serving.node.keys, hello({ from: "iom", to: "wfp" }, digest)),
        iom.serving.node.keys,
      );
      expect(answer).toMatchObject({ status: 403, code: "agreement.signature_missing" });
    });

    test("one whose second signature is the first again is not in force", async () => {
      const jws = JSON.parse(half) as Jws;
      const doubled = JSON.stringify({ ...jws, signatures: [...jws.signatures, ...jws.signatures] });
      const taken = await wfp.client
        .post<{ inForce: boolean; reason?: string }>("/api/agreements", { signed: doubled })
        .catch((error: { code: string }) => ({ inForce: false, reason: error.code }));
      expect(taken.inForce).toBe(false);
      expect(taken.reason).toBeTruthy();
      await expect(wfp.client.post("/api/exchanges", { agreement: digest })).rejects.toMatchObject({
        code: expect.stringMatching(/exchange\.not_in_force|agreement\./),
      });
    });

    test("one in force stays in force when it comes again with a signature missing, damaged or repeated", async () => {
      const whole = await agreeOn(agencies, { title: "Signed by both" });
      const { signed } = await wfp.client.get<{ signed: string }>(`/api/agreements/${whole}`);
      const jws = JSON.parse(signed) as Jws;
      const [first, second] = jws.signatures;
      if (first === undefined || second === undefined)
        throw new Error("an agreement in force has two signatures");
      const damaged = { ...second, signature: first.signature };
      for (const signatures of [[], [first], [first, first], [first, damaged], [first, second, second]]) {
        const tampered = { signed: JSON.stringify({ ...jws, signatures }) };
        await wfp.client.post("/api/agreements", tampered).catch(told);
        await post(
          wfp,
          await letterTo(wfp, iom.serving.node.keys, tampered, { path: "/agreements" }),
          iom.serving.node.keys,
        );
        const { standing } = await wfp.client.get<{ standing: { inForce: boolean } }>(
          `/api/agreements/${whole}`,
        );
        expect(standing.inForce, `${signatures.length} signatures`).toBe(true);
      }
      await iom.client.post(`/api/agreements/${whole}/revoke`, { reason: "the test is over" });
    });

    test("what is no agreement at all is refused with what to do", async () => {
      await refusedWhole(wfp, () => wfp.client.post("/api/agreements", { signed: "no JSON" }), { code: /./ });
      await refusedWhole(wfp, () => wfp.client.post("/api/agreements/sign", { document: { title: "x" } }), {
        code: "agreement.malformed",
      });
    });
  });

  describe("in requests between nodes", () => {
    let stranger: NodeKeys;
    let agreement: string;

    beforeAll(async () => {
      const folder = await initNode(join(agencies.root, "stranger"), {
        id: "unhcr",
        name: "UNHCR",
        profile: "plain",
        staffPort: await freePort(),
        exchangePort: await freePort(),
      });
      stranger = (await openKeys(folder, {})).keys;
      agreement = await agreeOn(agencies);
    });

    const fromIom = (change: Parameters<typeof letterTo>[3] = {}, content?: unknown): Promise<Letter> =>
      letterTo(wfp, iom.serving.node.keys, content ?? hello({ from: "iom", to: "wfp" }, agreement), change);

    /** The answer to a letter that must change nothing but, of a partner, the count of refusals in the ledger. */
    async function refused(letter: Letter, shown: NodeKeys | undefined, refusals: 0 | 1) {
      const before = await held(wfp);
      const answer = await post(wfp, letter, shown);
      const after = await held(wfp);
      expect(after.registry).toEqual(before.registry);
      expect(after.exchanges).toEqual(before.exchanges);
      expect(after.ledger.total - before.ledger.total).toBe(refusals);
      expect(after.ledger.refusals - before.ledger.refusals).toBe(refusals);
      expect(answer.message ?? answer.reason).toBeTruthy();
      expect(answer.remedy, answer.code).toBeTruthy();
      return answer;
    }

    test("an unknown partner is refused, though its certificate and signature are sound", async () => {
      const letter = await letterTo(wfp, stranger, hello({ from: "unhcr", to: "wfp" }, agreement));
      expect(await refused(letter, stranger, 0)).toMatchObject({
        status: 401,
        code: "transport.unknown_partner",
      });
    });

    test("a stranger's connection is refused even where a partner signed", async () => {
      expect(await refused(await fromIom(), stranger, 0)).toMatchObject({
        status: 401,
        code: "transport.unknown_partner",
      });
      expect(await refused(await fromIom(), undefined, 0)).toMatchObject({
        status: 401,
        code: "transport.unknown_partner",
      });
    });

    test("a stranger's signature is refused even on a partner's connection", async () => {
      const letter = await letterTo(wfp, stranger, hello({ from: "iom", to: "wfp" }, agreement));
      expect(await refused(letter, iom.serving.node.keys, 1)).toMatchObject({
        status: 401,
        code: "transport.unknown_partner",
      });
    });

    test("the same signed bytes a second time are refused as a replay", async () => {
      const letter = await fromIom(
        {},
        message({ from: "iom", to: "wfp" }, { kind: "welcome", suite: "any", alongside: [] }),
      );
      expect(await refused(letter, iom.serving.node.keys, 1)).toMatchObject({
        status: 403,
        code: "exchange.unknown",
      });
      expect(await refused(letter, iom.serving.node.keys, 1)).toMatchObject({
        status: 409,
        code: "transport.replayed",
      });
    });

    test("requests ten minutes old or early are refused with the difference", async () => {
      for (const minutes of [-10, 10]) {
        const answer = await refused(
          await fromIom({ at: Date.now() + minutes * 60_000 }),
          iom.serving.node.keys,
          1,
        );
        expect(answer).toMatchObject({ status: 400, code: "transport.clock_skew" });
        expect(answer.message).toMatch(/differ by (599|60[01]) s/);
        expect(answer.remedy).toContain("NTP");
      }
    });

    test("a body changed after signing is refused, with its digest mended or not", async () => {
      const letter = await fromIom();
      const other = await fromIom();
      const swapped = { ...letter, body: other.body };
      expect(await refused(swapped, iom.serving.node.keys, 1)).toMatchObject({
        status: 400,
        code: "transport.digest_mismatch",
      });
      const mended = {
        ...swapped,
        headers: { ...letter.headers, "content-digest": other.headers["content-digest"] ?? "" },
      };
      expect(await refused(mended, iom.serving.node.keys, 1)).toMatchObject({
        status: 401,
        code: "transport.signature_invalid",
      });
    });

    test("a request for another node is refused, in its header, its seal and its message", async () => {
      const { keys } = iom.serving.node;
      expect(await refused(await fromIom({ recipient: "unhcr" }), keys, 1)).toMatchObject({
        code: "transport.misdirected",
      });
      expect(await refused(await fromIom({ sealedFor: iom }), keys, 1)).toMatchObject({
        code: "transport.unreadable",
      });
      expect(
        await refused(await fromIom({}, hello({ from: "iom", to: "unhcr" }, agreement)), keys, 1),
      ).toMatchObject({
        code: "exchange.misdirected",
      });
    });

    test("a message in another's name, or of no shape of the protocol's, is refused", async () => {
      const { keys } = iom.serving.node;
      expect(
        await refused(await fromIom({}, hello({ from: "unhcr", to: "wfp" }, agreement)), keys, 1),
      ).toMatchObject({
        code: "transport.sender_mismatch",
      });
      const misshapen = {
        ...hello({ from: "iom", to: "wfp" }, agreement),
        body: { kind: "hello", protocol: 1 },
      };
      for (const letter of [await fromIom({}, misshapen), await fromIom({ plain: "no JSON" })]) {
        expect(await refused(letter, keys, 1)).toMatchObject({
          status: 400,
          code: "exchange.message_malformed",
        });
      }
    });

    test("an exchange proposed by a node whose clock is ten minutes ahead waits, says why, and goes on once it is set", async () => {
      const before = await held(wfp);
      await iom.serving.close();
      await serve(iom, () => Date.now() + 10 * 60_000);
      const reasons: string[] = [];
      const { exchange } = await iom.client.post<{ exchange: string }>("/api/exchanges", { agreement });
      for await (const chunk of iom.client.stream(`/api/exchanges/${exchange}/events`)) {
        reasons.push(chunk);
        if (chunk.includes('"waits"')) break;
      }
      expect(reasons.join("")).toContain("clocks differ");
      await expect(wfp.client.get(`/api/exchanges/${exchange}`)).rejects.toMatchObject({
        code: "exchange.unknown",
      });
      expect((await held(wfp)).registry).toEqual(before.registry);

      await iom.serving.close();
      await serve(iom);
      await iom.client.post(`/api/exchanges/${exchange}/resume`);
      for (const { client } of [wfp, iom]) {
        expect(await follow(client, exchange, silent)).toMatchObject({ step: "done" });
      }
    });

    test("a batch with one value that no clause grants is refused whole, and both exchanges halt", async () => {
      const { client, node } = { client: iom.client, node: iom.serving.node };
      const deliver = node.client.deliver.bind(node.client);
      node.client.deliver = (card, letter, suite) => deliver(card, overfull(letter), suite);
      const { exchange } = await client.post<{ exchange: string }>("/api/exchanges", {
        agreement,
        whole: true,
      });
      const [theirs, ours] = [
        await follow(wfp.client, exchange, silent),
        await follow(iom.client, exchange, silent),
      ];
      node.client.deliver = deliver;
      expect(theirs.standing).toMatchObject({
        kind: "halted",
        by: "wfp",
        code: expect.stringMatching(/^exchange\.batch_refused\./),
        reason: expect.stringContaining("refused whole"),
        remedy: expect.any(String),
      });
      expect(ours.standing).toMatchObject({ kind: "halted", by: "wfp" });
      const staged: unknown[] = [];
      for await (const record of stagedRecords(wfp.serving.node.store, {
        exchange,
        tier: "match",
        direction: "received",
      }))
        staged.push(record);
      expect(staged).toEqual([]);
      const { entries } = await wfp.client.get<{
        entries: { kind: string; exchange?: string; code?: string }[];
      }>("/api/ledger?limit=1000");
      const kinds = entries.filter((entry) => entry.exchange === exchange).map((entry) => entry.kind);
      expect(kinds).toContain("refusal");
      expect(kinds).not.toContain("receipt");
    });

    async function serve(agency: Agency, nowMilliseconds?: () => number): Promise<void> {
      agency.serving = await serveNode(agency.folder, {
        logLevel: "silent",
        ...(nowMilliseconds === undefined ? {} : { nowMilliseconds }),
      });
      agency.client = await connect(agency.folder);
    }
  });

  /** Expects an error with code, message and remedy, and a node that holds what it held before. */
  async function refusedWhole(
    agency: Agency,
    act: () => Promise<unknown>,
    expected: { code: string | RegExp; where?: RegExp },
  ): Promise<void> {
    const before = await held(agency);
    const error = await act().then(
      () => undefined,
      (thrown: { code: string; message: string; where?: string; remedy?: string }) => thrown,
    );
    expect(error?.code).toMatch(expected.code);
    expect(error?.message).toBeTruthy();
    expect(error?.remedy, error?.code).toBeTruthy();
    if (expected.where !== undefined) expect(error?.where).toMatch(expected.where);
    expect(await held(agency)).toEqual(before);
  }
});

/** What a tampering sender would add: a disability, and the commitment made anew so that the batch is consistent. */
function overfull(letter: Message): Message {
  const { body } = letter;
  if (body.kind !== "batch" || body.match === undefined) return letter;
  const match = body.match.map((record, index) =>
    index === 0
      ? { ...record, states: { ...record.states, "person.disability": { state: "known", value: true } } }
      : record,
  );
  const content = Buffer.from(canonical({ match }));
  const commitment = commitTo(content, Buffer.from(body.salt, "base64url"));
  return { ...letter, body: { ...body, match, commitment } as Message["body"] };
}

/** Canonical JSON (RFC 8785) of what has neither numbers with fractions nor fields that are undefined. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([name, inner]) => `${JSON.stringify(name)}:${canonical(inner)}`).join(",")}}`;
}

const told = (error: { code?: string; message?: string }): void => {
  expect(error.code).toBeTruthy();
  expect(error.message).toBeTruthy();
};

interface Held {
  readonly registry: Readonly<Record<string, number>>;
  readonly exchanges: readonly unknown[];
  readonly agreements: readonly unknown[];
  readonly ledger: { readonly total: number; readonly refusals: number };
}

async function held({ client }: Agency): Promise<Held> {
  const { registry, exchanges, agreements } = await client.get<Held>("/api/status");
  const { size, entries } = await client.get<{ size: number; entries: { kind: string }[] }>(
    "/api/ledger?limit=1000",
  );
  const refusals = entries.filter(({ kind }) => kind === "refusal").length;
  return { registry, exchanges, agreements, ledger: { total: size, refusals } };
}

async function imported(
  { client }: Agency,
  path: string,
  mapping: string,
): Promise<{ id: string; summary: ImportSummary }> {
  const summary = await importPersons(client, path, mapping, silent);
  const [latest] = await client.get<{ id: string }[]>("/api/imports");
  return { id: latest?.id ?? randomUUID(), summary };
}

async function textOf({ client }: Agency, path: string): Promise<string> {
  let text = "";
  for await (const chunk of client.stream(path)) text += chunk;
  return text;
}
