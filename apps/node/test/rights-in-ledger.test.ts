import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Registration, registerBatch } from "@accord/registry";
import { known } from "@accord/vocabulary";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { entriesOfPerson } from "../src/ledger/person-entries.ts";
import { type Agency, agency } from "./agencies.ts";

let root: string;
let iom: Agency;
let person: string;
let other: string;
let third: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "accord-rights-ledger-"));
  iom = await agency(root, "iom", {});
  const { store, context } = iom.serving.node;
  const outcomes = await registerBatch(store, context, ["A", "B", "C"].map(registration));
  [person, other, third] = outcomes.map((each) => (each.kind === "rejected" ? "" : each.person)) as [
    string,
    string,
    string,
  ];
});
afterAll(async () => {
  await iom?.serving.close();
  await rm(root, { recursive: true, force: true });
});

const registration = (key: string): Registration => ({
  externalKey: key,
  identifiers: [{ issuer: "iom", kind: "brave", value: key }],
  states: { "person.name": known({ parts: ["Nyakim", key], script: "Latn" }) },
  method: "declared",
  assertedAt: "2026-01-02T00:00:00Z",
  registeredAt: "2026-01-02",
  protectLocation: false,
  consents: [],
  rowDigest: key,
});

/** What the ledger says of a person, but for readings of the file. */
const saidOf = async (id: string) => {
  const { ledger, store } = iom.serving.node;
  const entries = await entriesOfPerson(ledger, store, id);
  return entries.map(({ entry }) => entry).filter(({ kind }) => kind !== "access");
};

describe("what a person asks for stands in the ledger, where they alone find it", () => {
  it("an objection that is made and ends", async () => {
    const { objection } = await iom.client.post<{ objection: string }>(`/api/persons/${person}/objections`, {
      recipient: "wfp",
      ground: "safety",
    });
    await iom.client.post(`/api/rights/objections/${objection}/end`);
    const about = { kind: "objection", ground: "safety", recipient: "wfp", reference: objection };
    expect(await saidOf(person)).toMatchObject([
      { ...about, event: "made" },
      { ...about, event: "ended" },
    ]);
    expect(await saidOf(other)).toEqual([]);
  });

  it("a restriction that begins once, however often it is asked for, and is lifted", async () => {
    const restrict = () => iom.client.post(`/api/persons/${other}/restrict`, { ground: "accuracyContested" });
    await restrict();
    await restrict();
    await iom.client.post(`/api/persons/${other}/lift-restriction`);
    expect(await saidOf(other)).toMatchObject([
      { kind: "restriction", event: "began", ground: "accuracyContested" },
      { kind: "restriction", event: "lifted" },
    ]);
  });

  it("a correction, by attribute and without the value", async () => {
    await iom.client.post(`/api/persons/${third}/correct`, {
      states: { "person.name": known({ parts: ["Nyandeng", "Canary"], script: "Latn" }) },
      method: "documented",
    });
    const said = await saidOf(third);
    expect(said).toMatchObject([{ kind: "correction", counts: { "person.name": 1 }, method: "documented" }]);
    expect(JSON.stringify(said)).not.toContain("Canary");
  });

  it("an approval of what would be done to them", async () => {
    const before = await saidOf(third);
    await iom.client.post("/api/persons/erase", { persons: [person, other], confirm: "erase" });
    const { entries } = await iom.client.get<{ entries: { kind: string; subjects?: { count: number } }[] }>(
      "/api/ledger?limit=1000",
    );
    expect(entries.filter(({ kind }) => kind === "approval")).toMatchObject([
      { operation: "person.erase-many", event: "given", subjects: { count: 2 } },
    ]);
    expect(entries.filter(({ kind }) => kind === "erasure")).toMatchObject([
      { reason: "request", persons: 2, subjects: { count: 2 } },
    ]);
    expect(await saidOf(third)).toEqual(before);
  });
});
