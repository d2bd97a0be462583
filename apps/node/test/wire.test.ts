import type { Message } from "@accord/exchange";
import { stagedRecords } from "@accord/registry";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ApiClient } from "../src/api-client.ts";
import type { PopulationFiles } from "../src/demo/population-files.ts";
import { type Followed, follow, signBoth } from "../src/demo/sharing.ts";
import { type Agencies, TERMS, twoAgencies } from "./agencies.ts";
import { editRows, type Row, rowsOf } from "./edit-csv.ts";
import { pairsOf } from "./pairs.ts";
import { templatesIn } from "./templates-in.ts";

type Id = "iom" | "wfp";
const SIDES: readonly Id[] = ["iom", "wfp"];
const PARTNER: Readonly<Record<Id, Id>> = { iom: "wfp", wfp: "iom" };

const COLUMNS = {
  iom: {
    number: "BRaVE_ID",
    phone: "Phone",
    site: "Site_PCode",
    siteName: "Site_Name",
    protects: ["Protect_Location", "Y"],
    consent: ["Consent_WFP_Deduplication", "N"],
    names: ["Full_Name"],
    dial: 1,
  },
  wfp: {
    number: "SCOPE ID",
    phone: "Phone Number",
    site: "Location Code",
    siteName: "Location Name",
    protects: ["Do Not Share Location", "Yes"],
    consent: ["Consent IOM Deduplication", "No"],
    names: ["Given Name", "Father Name"],
    dial: 2,
  },
} as const;

interface Clause {
  readonly attribute: string;
  readonly tier: string;
  readonly from: string;
}

/** Plaintext as it is before compression and encryption, by sender. */
type Traffic = Record<Id, Buffer[]>;

describe("what crosses the wire", () => {
  let agencies: Agencies;
  let traffic: Traffic = { iom: [], wfp: [] };
  const rows = {} as Record<Id, Row[]>;
  let refusing: Record<Id, readonly string[]>;
  let carded: readonly string[];
  let sheltered: Record<Id, readonly string[]>;

  beforeAll(async () => {
    agencies = await twoAgencies({
      people: 160,
      canaries: true,
      edit: prepare,
      serve: {
        onPlaintext: (partner, bytes) => traffic[PARTNER[partner as Id]].push(Buffer.from(bytes)),
      },
    });
  }, 240_000);
  afterAll(() => agencies?.close());

  /** Everybody gets a phone; some refuse to be shared, some hide where they are, at places where nobody else is. */
  async function prepare(files: PopulationFiles): Promise<void> {
    const both = new Set(
      files.truth.iom
        .map(({ person }) => person)
        .filter((person) => files.truth.wfp.some((other) => other.person === person)),
    );
    const shared = (id: Id) => files.truth[id].filter(({ person, shared: may }) => may && both.has(person));
    refusing = { iom: numbersOf(shared("iom"), 0, 3), wfp: numbersOf(shared("wfp"), 3, 6) };
    carded = numbersOf(
      files.truth.iom.filter(({ person, shared: may }) => may && !both.has(person)),
      0,
      10,
    );
    sheltered = { iom: numbersOf(shared("iom"), 6, 12), wfp: numbersOf(shared("wfp"), 12, 18) };
    for (const id of SIDES) {
      const column = COLUMNS[id];
      await editRows(files[id].persons, (row, index) => {
        const number = row[column.number] ?? "";
        const unique = String(index).padStart(3, "0");
        const edited: Row = { ...row, [column.phone]: `+21191${column.dial}770${unique}` };
        if (sheltered[id].includes(number)) {
          edited[column.protects[0]] = column.protects[1];
          edited[column.site] = `SS0303Q${column.dial}${unique}`;
          edited[column.siteName] = `Hidden Island ${column.dial}${unique}`;
        }
        if (carded.includes(number)) edited.Ration_Card = `RC-7700${unique}`;
        if (refusing[id].includes(number)) {
          edited[column.consent[0]] = column.consent[1];
          edited[column.site] = `SS0303R${column.dial}${unique}`;
          edited[column.siteName] = `Refuge ${column.dial}${unique}`;
          for (const name of column.names) edited[name] = `Quixfor${id} Wyzzl${id}`;
        }
        return edited;
      });
      rows[id] = await rowsOf(files[id].persons);
    }
  }

  describe("under an agreement without one attribute", () => {
    let exchange: string;
    let outcome: Followed;

    beforeAll(async () => {
      const agreement = await agreementWithout(({ attribute }) => attribute === "person.phone");
      traffic = { iom: [], wfp: [] };
      ({ exchange, outcome } = await run(agreement));
    }, 240_000);

    test("linked persons are brought in step", async () => {
      expect(outcome).toMatchObject({ step: "done" });
      expect(outcome.match?.linked).toBeGreaterThan(20);
      // WFP registered later, and the latest statement stands: it is IOM whose persons change.
      expect(Object.keys(outcome.sides.iom?.applied ?? {})).toEqual(
        expect.arrayContaining(["person.name", "person.birthDate"]),
      );
    });

    test("neither the attribute's name nor a value of it is in any byte", () => {
      expect(bytes().length).toBeGreaterThan(50_000);
      expect(bytes()).not.toContain("person.phone");
      expect(bytes().toLowerCase()).not.toContain("phone");
      for (const id of SIDES) {
        const phones = rows[id].map((row) => (row[COLUMNS[id].phone] ?? "").slice("+211".length));
        expect(phones.length).toBeGreaterThan(30);
        expect(phones.filter((phone) => bytes().includes(phone))).toEqual([]);
      }
    });

    test("ration cards, which the clauses hash, cross as hashes, and nothing else does", () => {
      const hashed = new Set<string>();
      for (const message of messages()) {
        for (const record of message.body.kind === "batch" ? (message.body.match ?? []) : []) {
          for (const [attribute, state] of Object.entries(record.states)) {
            if (JSON.stringify(state).includes("hmac-sha256:")) hashed.add(attribute);
          }
        }
      }
      expect([...hashed]).toEqual(["person.rationCard"]);
      expect(rows.iom.filter((row) => row.Ration_Card && bytes().includes(row.Ration_Card))).toEqual([]);
    });

    test("the partner's file of a linked person has the own phone, not the partner's, and says that it is withheld", async () => {
      for (const id of SIDES) {
        const persons = await linkedPersons(agencies[id].client, exchange);
        expect(persons.length).toBeGreaterThan(5);
        for (const { file } of persons.slice(0, 8)) {
          const numbers = file.identifiers.map(({ value }) => value); // a duplicate's, too, who was merged into them
          const own = rows[id].filter((row) => numbers.includes(row[COLUMNS[id].number] ?? ""));
          expect(own.map((row) => row[COLUMNS[id].phone])).toContain(file.current["person.phone"]?.value);
          const sources = file.assertions.filter(said("person.phone")).map(({ source }) => source);
          expect(new Set(sources)).toEqual(new Set([id]));
          expect(file.withheld[PARTNER[id]]).toContain("person.phone");
          expect(file.withheld[PARTNER[id]]).not.toContain("person.name");
        }
      }
    });

    test("the partner's export has none of its values", async () => {
      for (const id of SIDES) {
        const exported = await textOf(agencies[id].client, "/api/export?purpose=statistics");
        const partners = rows[PARTNER[id]].map((row) => row[COLUMNS[PARTNER[id]].phone] ?? "");
        expect(partners.filter((phone) => exported.includes(phone))).toEqual([]);
        expect(rows[id].some((row) => exported.includes(row[COLUMNS[id].phone] ?? "-"))).toBe(true);
      }
    });

    test("the site of persons whose location is protected is in no byte, and the report counts them", () => {
      for (const id of SIDES) {
        const { number, site, siteName } = COLUMNS[id];
        const hidden = rows[id].filter((row) => sheltered[id].includes(row[number] ?? ""));
        expect(hidden.length).toBe(6);
        expect(
          hidden
            .flatMap((row) => [row[site], row[siteName]])
            .filter((value) => bytes().includes(value ?? "")),
        ).toEqual([]);
        expect(outcome.sides[id]?.withheld.excluded).toBeGreaterThanOrEqual(1);
      }
    });

    test("nothing of persons who refused is in any byte", async () => {
      const archives = Object.fromEntries(
        await Promise.all(
          SIDES.map(async (id) => [id, await templatesOf(agencies.files[id].templates)] as const),
        ),
      );
      for (const id of SIDES) {
        const { number, site, siteName, phone } = COLUMNS[id];
        const refused = rows[id].filter((row) => refusing[id].includes(row[number] ?? ""));
        expect(refused.length).toBe(3);
        const values = refused.flatMap((row) => [
          row[number],
          row[site],
          row[siteName],
          row[phone]?.slice(4),
        ]);
        const prints = refused.flatMap((row) => archives[id]?.get(row[number] ?? "") ?? []);
        const sought = [...values, ...prints, `Quixfor${id}`, `Wyzzl${id}`];
        expect(sought.filter((value) => bytes().includes(value ?? ""))).toEqual([]);
        expect(outcome.sides[id]?.withheld.noConsent).toBeGreaterThanOrEqual(3);
      }
    });

    test("templates leave only from the party that supplies them, and at tier match alone", async () => {
      expect(sent("wfp")).not.toContain('"template"');
      expect(sent("wfp")).not.toContain('"person.fingerprints"');
      const prints = [...(await templatesOf(agencies.files.wfp.templates)).values()].flat();
      expect(prints.filter((print) => sent("wfp").includes(print))).toEqual([]);
      const flows = messages().flatMap(({ from, body }) =>
        body.kind === "batch" && JSON.stringify(body).includes('"template"') ? [`${from} ${body.flow}`] : [],
      );
      expect(new Set(flows)).toEqual(new Set(["iom match"]));
    });

    test("what was received for matching is purged, but for pairs that wait, and stands on no person's file", async () => {
      const { store } = agencies.wfp.serving.node;
      const kept: string[] = [];
      for await (const { ref } of stagedRecords(store, { exchange, tier: "match", direction: "received" }))
        kept.push(ref);
      const waiting = await waitingRefs(agencies.wfp.client, exchange);
      expect(kept.filter((ref) => !waiting.has(ref))).toEqual([]);
      for (const { file } of await linkedPersons(agencies.wfp.client, exchange)) {
        const received = file.assertions
          .filter(({ source }) => source === "iom")
          .map(({ attribute }) => attribute);
        expect(received.length).toBeGreaterThan(0);
        for (const matchOnly of [
          "person.origin",
          "person.rationCard",
          "person.membership",
          "person.fingerprints",
        ]) {
          expect(received).not.toContain(matchOnly);
        }
        expect(file.encounters.filter(({ source }) => source !== "wfp")).toEqual([]);
      }
      const exported = await textOf(agencies.wfp.client, "/api/export?purpose=statistics");
      const cards = rows.iom.map((row) => row.Ration_Card ?? "").filter((card) => card !== "");
      const theirs = new Set(rows.wfp.map((row) => row["Ration Card"]));
      expect(cards.filter((card) => !theirs.has(card) && exported.includes(card))).toEqual([]);
    });
  });

  describe("under an agreement that grants an attribute for linked persons but not for matching", () => {
    let exchange: string;

    beforeAll(async () => {
      const agreement = await agreementWithout(
        ({ attribute, tier }) => attribute === "person.birthDate" && tier === "match",
      );
      traffic = { iom: [], wfp: [] };
      ({ exchange } = await run(agreement));
    }, 240_000);

    test("no match batch has it, and batches of linked persons do", () => {
      const batches = messages().flatMap(({ body }) => (body.kind === "batch" ? [body] : []));
      const having = batches.filter((batch) => JSON.stringify(batch).includes("person.birthDate"));
      expect(batches.some(({ flow }) => flow === "match")).toBe(true);
      expect(new Set(having.map(({ flow }) => flow))).toEqual(new Set(["linked"]));
    });

    test("phones that are granted for linked persons cross for linked persons alone", async () => {
      for (const id of SIDES) {
        const { number, phone } = COLUMNS[id];
        // With the numbers of duplicates, whose files are merged into theirs.
        const linked = new Set(
          (await linkedPersons(agencies[id].client, exchange)).flatMap(({ file }) =>
            file.identifiers.map(({ value }) => value),
          ),
        );
        const crossed = rows[id].filter((row) => sent(id).includes((row[phone] ?? "").slice(1)));
        expect(crossed.length).toBeGreaterThan(5);
        expect(crossed.filter((row) => !linked.has(row[number] ?? ""))).toEqual([]);
      }
    });
  });

  const sent = (id: Id): string => Buffer.concat(traffic[id]).toString("utf8");
  const bytes = (): string => sent("iom") + sent("wfp");
  const messages = (): Message[] =>
    [...traffic.iom, ...traffic.wfp].map((body) => JSON.parse(body.toString("utf8")) as Message);

  async function agreementWithout(left: (clause: Clause) => boolean): Promise<string> {
    const { agreement } = await agencies.iom.client.post<{ agreement: { clauses: Clause[] } }>(
      "/api/agreements/draft",
      { partner: "wfp", ...TERMS },
    );
    const clauses = agreement.clauses.filter((clause) => !left(clause));
    expect(clauses.length).toBeLessThan(agreement.clauses.length);
    return signBoth(agencies.iom.client, agencies.wfp.client, { ...agreement, clauses });
  }

  async function run(agreement: string): Promise<{ exchange: string; outcome: Followed }> {
    const { exchange } = await agencies.iom.client.post<{ exchange: string }>("/api/exchanges", {
      agreement,
    });
    const [outcome] = await Promise.all(
      [agencies.wfp, agencies.iom].map(({ client }) => follow(client, exchange, () => undefined)),
    );
    return { exchange, outcome: outcome as Followed };
  }
});

interface File {
  readonly identifiers: readonly { readonly value: string }[];
  readonly current: Readonly<Record<string, { readonly state: string; readonly value?: unknown }>>;
  readonly assertions: readonly { readonly attribute: string; readonly source: string }[];
  readonly encounters: readonly { readonly source: string }[];
  readonly withheld: Readonly<Record<string, readonly string[]>>;
}

const said = (attribute: string) => (assertion: { readonly attribute: string }) =>
  assertion.attribute === attribute;

const numbersOf = (registrations: readonly { number: string }[], from: number, to: number): string[] =>
  registrations.slice(from, to).map(({ number }) => number);

async function waitingRefs(client: ApiClient, exchange: string): Promise<ReadonlySet<string>> {
  const pairs = await pairsOf(client, exchange);
  return new Set(pairs.filter(({ decision }) => decision === "waiting").map(({ partnerRef }) => partnerRef));
}

/** Files of the persons whom the exchange linked, with the agency's own number. */
async function linkedPersons(
  client: ApiClient,
  exchange: string,
): Promise<readonly { readonly number: string; readonly file: File }[]> {
  const linked: { number: string; file: File }[] = [];
  for (const { own, decision } of await pairsOf(client, exchange)) {
    if (decision !== "linked" || own === undefined) continue;
    const found = await client.post<{ id: string; status: string }[]>("/api/persons/search", {
      identifier: own,
      purpose: "referral",
    });
    const [person] = found.filter(({ status }) => status === "active");
    if (person !== undefined)
      linked.push({
        number: own,
        file: await client.get<File>(`/api/persons/${person.id}?purpose=referral`),
      });
  }
  return linked;
}

async function textOf(client: ApiClient, path: string): Promise<string> {
  let text = "";
  for await (const chunk of client.stream(path)) text += chunk;
  return text;
}

/** Templates in base64, as they would stand in a message, by the number of the person. */
async function templatesOf(archive: string): Promise<Map<string, string[]>> {
  const byNumber = new Map<string, string[]>();
  for (const { identifier, template } of await templatesIn(archive)) {
    const standing = byNumber.get(identifier) ?? [];
    byNumber.set(identifier, [...standing, Buffer.from(template).toString("base64")]);
  }
  return byNumber;
}
