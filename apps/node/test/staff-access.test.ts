import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { erasePersons, type Registration, registerBatch } from "@accord/registry";
import { known } from "@accord/vocabulary";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Agency, agency } from "./agencies.ts";
import { type SignedIn, signedIn } from "./staff-accounts.ts";

const HOUR = 3_600_000;

let root: string;
let node: Agency;
let now = Date.parse("2026-03-02T08:00:00Z");
let persons: readonly string[];
let clerk: SignedIn;
let manager: SignedIn;
let officer: SignedIn;
let auditor: SignedIn;

const registration = (key: string, pcode: string): Registration => ({
  externalKey: key,
  identifiers: [{ issuer: "IOM", kind: "brave", value: key }],
  states: {
    "person.name": known({ parts: ["Nyakim", key], script: "Latn" }),
    "person.location": known({ pcode }),
  },
  method: "declared",
  assertedAt: "2026-01-02T00:00:00Z",
  registeredAt: "2026-01-02",
  protectLocation: false,
  consents: [],
  rowDigest: key,
});
const error = (promise: Promise<unknown>): Promise<{ code: string; where: string }> =>
  promise.then(
    () => expect.fail("it was let pass"),
    (thrown) => thrown,
  );
const ledger = async (kind: string) => {
  const { entries } = await auditor.client.get<{ entries: Record<string, unknown>[] }>(
    "/api/ledger?limit=1000",
  );
  return entries.filter((entry) => entry.kind === kind);
};
async function exported(who: Pick<SignedIn, "client">, purpose = "statistics"): Promise<number> {
  let text = "";
  for await (const chunk of who.client.stream(`/api/export?purpose=${purpose}`)) text += chunk;
  return text.split("\n").filter((line) => line !== "").length;
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "accord-staff-"));
  node = await agency(root, "iom", { nowMilliseconds: () => now });
  const { store, context } = node.serving.node;
  const outcomes = await registerBatch(store, context, [
    registration("A", "SS0701"),
    registration("B", "SS0702"),
    registration("C", "SS0301"),
  ]);
  persons = outcomes.map((outcome) => (outcome.kind === "rejected" ? "" : outcome.person));
});
afterAll(async () => {
  await node?.serving.close();
  await rm(root, { recursive: true, force: true });
});

describe("before anybody has an account", () => {
  test("what needs four eyes passes, since there is nobody else, and the ledger says that nobody looked", async () => {
    expect(await exported(node)).toBe(3);
    const account = { roles: ["auditor"], sites: [], purposes: [] } as const;
    auditor = await signedIn(node, { login: "auditor", ...account }, now);
    expect(await ledger("approval")).toMatchObject([
      { operation: "person.export", event: "given", code: "no-accounts-yet" },
    ]);
  });
});

describe("staff with accounts", () => {
  beforeAll(async () => {
    clerk = await signedIn(
      node,
      { login: "clerk", roles: ["enumerator"], sites: ["SS07"], purposes: ["registration"] },
      now,
    );
    manager = await signedIn(node, { login: "manager", roles: ["dataManager"] }, now);
    officer = await signedIn(node, { login: "officer", roles: ["dataProtectionOfficer"] }, now);
  });
  const search = (who: SignedIn, purpose: string) =>
    who.client.post<{ location: string }[]>("/api/persons/search", { name: "Nyakim", purpose });

  test("find and open the persons of their own sites, and are told that the others are unknown", async () => {
    expect((await search(clerk, "registration")).map(({ location }) => location).toSorted()).toEqual([
      "SS0701",
      "SS0702",
    ]);
    expect(await search(manager, "registration")).toHaveLength(3);
    const [own, , elsewhere] = persons;
    expect(await clerk.client.get(`/api/persons/${own}?purpose=registration`)).toMatchObject({ id: own });
    for (const id of [elsewhere, "0191e3a0-0000-7000-8000-000000000001"]) {
      expect(await error(clerk.client.get(`/api/persons/${id}?purpose=registration`))).toMatchObject({
        code: "person.unknown",
      });
    }
  });

  test("see the requests of the persons of their own sites alone, and it is noted who saw them", async () => {
    const local = await signedIn(
      node,
      {
        login: "protector",
        roles: ["dataProtectionOfficer"],
        sites: ["SS07"],
        purposes: ["requestOfPerson"],
      },
      now,
    );
    const [own, , elsewhere] = persons;
    for (const id of [own, elsewhere]) {
      await officer.client.post(`/api/persons/${id}/requests`, {
        kind: "access",
        language: "en",
        shown: { by: "knownToStaff" },
      });
    }
    const seenBy = async (who: SignedIn) =>
      (await who.client.get<{ id: string; person: string }[]>("/api/rights/requests")).map(
        ({ person }) => person,
      );
    expect(await seenBy(local)).toEqual([own]);
    expect((await seenBy(officer)).toSorted()).toEqual([own, elsewhere].toSorted());
    const [theirs] = (
      await officer.client.get<{ id: string; person: string }[]>("/api/rights/requests")
    ).filter(({ person }) => person === elsewhere);
    expect(
      await error(
        local.client.post(`/api/rights/requests/${theirs!.id}/answer`, {
          outcome: "refused",
          ground: "manifestlyUnfounded",
        }),
      ),
    ).toMatchObject({ code: "person.unknown" });
    const reads = (await ledger("access")).filter(({ action }) => action === "rights.queue");
    expect(reads.map(({ persons: count }) => count)).toEqual([1, 2, 2]);
  });

  test("state a purpose each time, of those that are theirs", async () => {
    expect((await error(clerk.client.get(`/api/persons/${persons[0]}`))).code).toBe("api.request_malformed");
    expect((await error(search(clerk, "curiosity"))).code).toBe("api.request_malformed");
    expect((await error(search(clerk, "referral"))).code).toBe("access.purpose_not_yours");
  });

  test("leave every look in the log of reads, with whom, for what and when, until the person is erased", async () => {
    const before = (await officer.client.get<unknown[]>("/api/reads?limit=5000")).length;
    now += 1000;
    const from = new Date(now).toISOString();
    await search(clerk, "registration");
    await clerk.client.get(`/api/persons/${persons[1]}?purpose=registration`);
    const reads = await officer.client.get<Record<string, unknown>[]>(`/api/reads?from=${from}&limit=5000`);
    expect(reads).toHaveLength(3);
    expect(reads[0]).toMatchObject({
      staff: clerk.id,
      roles: ["enumerator"],
      action: "person.open",
      purpose: "registration",
      person: persons[1],
      at: from,
    });
    expect(await officer.client.get(`/api/reads?person=${persons[1]}&from=${from}`)).toHaveLength(2);
    expect((await officer.client.get<unknown[]>("/api/reads?limit=5000")).length).toBe(before + 3);
    expect((await error(clerk.client.get("/api/reads"))).code).toBe("access.refused");

    const { store, context } = node.serving.node;
    const [leaving] = await registerBatch(store, context, [registration("D", "SS0701")]);
    const gone = leaving?.kind === "created" ? leaving.person : "";
    await clerk.client.get(`/api/persons/${gone}?purpose=registration`);
    expect(await officer.client.get(`/api/reads?person=${gone}`)).toHaveLength(1);
    await erasePersons(store, context, { persons: [gone], reason: "request", by: "a test" });
    expect(await officer.client.get(`/api/reads?person=${gone}`)).toHaveLength(0);
  });

  test("leave it in the ledger too, which says how many and never whom", async () => {
    await clerk.client.get(`/api/persons/${persons[0]}?purpose=registration`);
    const latest = (await ledger("access")).at(-1);
    expect(latest).toMatchObject({
      action: "person.open",
      outcome: "allowed",
      persons: 1,
      purpose: "registration",
      role: "enumerator",
      staff: clerk.id,
    });
    expect(JSON.stringify(await ledger("access"))).not.toContain(persons[0]);
  });

  test("are refused what is not their role's, and that stands in the ledger", async () => {
    expect((await error(auditor.client.get(`/api/persons/${persons[0]}?purpose=referral`))).code).toBe(
      "access.refused",
    );
    expect((await ledger("access")).at(-1)).toMatchObject({
      action: "person.open",
      outcome: "refused",
      persons: 0,
      staff: auditor.id,
    });
  });
});

describe("four eyes", () => {
  beforeEach(() => {
    now += HOUR / 60;
  });
  const approve = (who: Pick<SignedIn, "client">, id: string) =>
    who.client.post(`/api/approvals/${id}/approve`);

  test("an export waits until another member of staff, whose role it is, approves it; then it passes once", async () => {
    const waits = await error(exported(manager));
    expect(waits.code).toBe("approval.waits");
    expect(await error(exported(manager))).toMatchObject({ code: "approval.waits", where: waits.where });
    expect((await error(approve(manager, waits.where))).code).toBe("approval.own");
    expect((await error(approve(node, waits.where))).code).toBe("approval.own");
    expect((await error(approve(clerk, waits.where))).code).toBe("access.refused");
    const supervisor = await signedIn(node, { login: "supervisor", roles: ["registrationSupervisor"] }, now);
    expect((await error(approve(supervisor, waits.where))).code).toBe("approval.not_yours");
    await approve(officer, waits.where);
    expect((await error(approve(officer, waits.where))).code).toBe("approval.over");
    expect(await exported(manager)).toBe(3);
    expect((await error(exported(manager))).code).toBe("approval.waits");
  });

  test("what was approved is what was asked, by whoever asked: another purpose or asker waits anew", async () => {
    const waits = await error(exported(manager, "targeting"));
    await approve(officer, waits.where);
    expect((await error(exported(manager, "referral"))).code).toBe("approval.waits");
    expect((await error(exported(node, "targeting"))).code).toBe("approval.waits");
    expect(await exported(manager, "targeting")).toBe(3);
  });

  test("the local operator asks like anybody, and approves nothing, not even another's", async () => {
    const own = await error(exported(node, "registration"));
    expect((await error(approve(node, own.where))).code).toBe("approval.own");
    await approve(officer, own.where);
    expect(await exported(node, "registration")).toBe(3);
    const others = await error(exported(manager, "assistance"));
    expect((await error(approve(node, others.where))).code).toBe("approval.own");
  });

  test("a refusal is told once with the next attempt, and asking again asks anew", async () => {
    const waits = await error(exported(manager, "protection"));
    await officer.client.post(`/api/approvals/${waits.where}/refuse`, { reason: "not this month" });
    expect((await error(exported(manager, "protection"))).code).toBe("approval.was_refused");
    const again = await error(exported(manager, "protection"));
    expect(again.code).toBe("approval.waits");
    expect(again.where).not.toBe(waits.where);
  });

  test("a request lapses after three days, approved or not", async () => {
    const waits = await error(exported(manager, "incident"));
    now += 71 * HOUR;
    const lateOfficer = await signedIn(
      node,
      { login: "late-officer", roles: ["dataProtectionOfficer"] },
      now,
    );
    await approve(lateOfficer, waits.where);
    now += 2 * HOUR;
    const lateManager = await signedIn(node, { login: "late-manager", roles: ["dataManager"] }, now);
    const list = await lateManager.client.get<{ id: string; state: string }[]>("/api/approvals");
    expect(list.find(({ id }) => id === waits.where)?.state).toBe("lapsed");
  });

  test("each step stands in the ledger with the digest of what was asked", async () => {
    const steps = (await ledgerSteps()).slice(0, 2);
    expect(steps.map(({ event }) => event)).toEqual(["asked", "given"]);
    expect(steps[0]?.commitment).toBe(steps[1]?.commitment);
    expect(steps[0]?.staff).toBe(manager.id);
    expect(steps[1]?.staff).toBe(officer.id);
  });

  async function ledgerSteps() {
    const fresh = await signedIn(node, { login: "late-auditor", roles: ["auditor"] }, now);
    const { entries } = await fresh.client.get<{
      entries: { kind: string; event: string; commitment: string; staff: string; code?: string }[];
    }>("/api/ledger?limit=1000");
    return entries.filter(({ kind, code }) => kind === "approval" && code !== "no-accounts-yet");
  }
});
