import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { type Demand, registerBatch } from "@accord/registry";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { accord } from "./accord-command.ts";
import { type Agency, agency } from "./agencies.ts";
import { signedIn } from "./staff-accounts.ts";

const CANARY = "Zzcanaryname";
const DEMAND = {
  authority: "security",
  legalBasis: "noneNamed",
  askedFor: ["listOfPersons", "biometrics"],
  receivedOn: "2026-03-01",
};

describe("an authority's demand", () => {
  let root: string;
  let node: Agency;

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), "accord-demand-"));
    node = await agency(root, "iom", {});
    const { store, context } = node.serving.node;
    const [outcome] = await registerBatch(store, context, [
      {
        externalKey: CANARY,
        identifiers: [],
        states: {
          "person.name": { state: "known", value: { parts: [CANARY, CANARY], script: "Latn" } },
          "person.sex": { state: "known", value: "female" },
        },
        method: "declared",
        assertedAt: "2026-01-02T00:00:00Z",
        registeredAt: "2026-01-02",
        protectLocation: false,
        consents: [],
        rowDigest: CANARY,
      },
    ]);
    expect(outcome?.kind).toBe("created");
  });
  afterAll(async () => {
    await node?.serving.close();
    await rm(root, { recursive: true, force: true });
  });

  const record = (client = node.client, more: object = {}) =>
    client.post<Demand>("/api/demands", { ...DEMAND, ...more });

  test("is recorded and decided, each with an entry in the ledger that holds none of its words", async () => {
    const demand = await record(node.client, { words: `Hand over ${CANARY} and her family` });
    const decided = await node.client.post<Demand>(`/api/demands/${demand.id}/decide`, {
      outcome: "refused",
      ground: "privilegesAndImmunities",
    });
    expect(decided).toMatchObject({ outcome: "refused", ground: "privilegesAndImmunities", persons: 0 });
    const ledger = JSON.stringify(await node.client.get("/api/ledger?from=0&limit=1000"));
    expect(ledger).toContain('"demand"');
    expect(ledger).not.toContain(CANARY);
    expect(JSON.stringify(await node.client.get("/api/demands"))).not.toContain(CANARY);
    expect(await node.client.get(`/api/demands/${demand.id}/words`)).toEqual({
      words: `Hand over ${CANARY} and her family`,
    });
    await expect(
      node.client.post(`/api/demands/${demand.id}/decide`, {
        outcome: "answered",
        ground: "obligationOfLaw",
      }),
    ).rejects.toMatchObject({ code: "demand.decided" });
  });

  test("that was refused gives nobody's data", async () => {
    const { id } = await record();
    await expect(
      node.client.post(`/api/demands/${id}/decide`, {
        outcome: "refused",
        ground: "noLegalBasis",
        persons: 3,
      }),
    ).rejects.toMatchObject({ code: "demand.refused_gives_nothing" });
  });

  test("no code that demands reach can read a person, and no answer of its routes holds a person's value", async () => {
    const taken = new Set<string>();
    for (const file of ["api/demands.ts", "governance/demands.ts"]) importsFromRegistry(file, taken);
    expect([...taken].sort()).toEqual([
      "AUTHORITIES",
      "CLAIMED_BASES",
      "DEMANDED",
      "DEMAND_GROUNDS",
      "addDemand",
      "decideDemand",
      "demandWords",
      "listDemands",
      "listStaffAccounts",
    ]);
    const sources = readFileSync(
      fileURLToPath(new URL("../../../packages/registry/src/governance/demand.ts", import.meta.url)),
      "utf8",
    );
    expect(sources.match(/\b(from|join|into|update)\s+(?!demand\b|["'(])[a-z_]+\b/g) ?? []).toEqual([]);

    const demand = await record(node.client, { askedFor: ["wholeRegistry"] });
    const answers = [
      demand,
      await node.client.get("/api/demands"),
      await node.client.get(`/api/demands/${demand.id}/words`),
      await node.client.post(`/api/demands/${demand.id}/decide`, {
        outcome: "answered",
        ground: "obligationOfLaw",
        persons: 1,
      }),
    ];
    expect(JSON.stringify(answers)).not.toContain(CANARY);
    const routes = node.serving.api.guardedRoutes.filter(({ action }) => action.startsWith("demand."));
    expect(
      routes
        .filter(({ method }) => method !== "HEAD")
        .map(({ method, url }) => `${method} ${url}`)
        .sort(),
    ).toEqual([
      "GET /api/demands",
      "GET /api/demands/:id/words",
      "POST /api/demands",
      "POST /api/demands/:id/decide",
    ]);
  });

  test("is listed by the command line, which reads its words from the standard input", async () => {
    const { askedFor: _, ...flags } = DEMAND;
    const recorded = await accord(
      [
        "demand",
        "record",
        "--authority",
        flags.authority,
        "--basis",
        flags.legalBasis,
        "--asked",
        "onePerson",
        "--received",
        flags.receivedOn,
        "--words-stdin",
        "--node",
        node.folder,
      ],
      `Where is ${CANARY}?\n`,
    );
    expect(recorded).toMatchObject({ code: 0 });
    const listed = await accord(["demand", "list", "--node", node.folder]);
    expect(listed.out).toContain("onePerson");
    expect(listed.out).not.toContain(CANARY);
  });

  test("is decided by another than who recorded it, once there are accounts", async () => {
    const officer = await signedIn(node, { login: "officer", roles: ["dataProtectionOfficer"] });
    const other = await signedIn(node, { login: "other", roles: ["dataProtectionOfficer"] });
    const { id } = await record(officer.client);
    const decision = { outcome: "refused", ground: "riskToPersons" };
    await expect(officer.client.post(`/api/demands/${id}/decide`, decision)).rejects.toMatchObject({
      code: "demand.own",
    });
    expect(await other.client.post(`/api/demands/${id}/decide`, decision)).toMatchObject({
      decidedBy: other.id,
    });
  });
});

/** The names that a source of the node, and what it imports of demands, takes from the registry, types aside. */
function importsFromRegistry(file: string, taken: Set<string>): void {
  const path = resolve(dirname(fileURLToPath(import.meta.url)), "../src", file);
  for (const [, names = ""] of readFileSync(path, "utf8").matchAll(
    /import \{([^}]+)\} from "@accord\/registry"/g,
  )) {
    for (const name of names.split(",").map((each) => each.trim())) {
      if (name !== "" && !name.startsWith("type ")) taken.add(name);
    }
  }
}
