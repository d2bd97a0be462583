import { findLinks, personFile, recordConsents, recordLinks, searchPersons } from "@accord/registry";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { heldAgreement } from "../src/agreements/held-agreements.ts";
import { pseudonym } from "../src/keys/pseudonym.ts";
import { consentSaid } from "../src/rights/say-consent.ts";
import { type Agencies, type Agency, agreeOn, twoAgencies } from "./agencies.ts";

interface Shown {
  readonly id: string;
  readonly step: string;
  readonly reason?: string;
  readonly waits?: { readonly for: string; readonly next: string };
}

let both: Agencies;
let digest: string;
const wire: string[] = [];

beforeAll(async () => {
  both = await twoAgencies({
    people: 60,
    templates: false,
    serve: { onPlaintext: (_partner, bytes) => wire.push(Buffer.from(bytes).toString("utf8")) },
  });
  digest = await agreeOn(both, { referral: true, assistance: true });
}, 120_000);
afterAll(() => both.close());

/** A person of the agency who is in scope, consented to be referred, and whose place nobody has to protect. */
async function referable(from: Agency, skip = 0): Promise<string> {
  const { node } = from.serving;
  const partner = from.id === "iom" ? "wfp" : "iom";
  const found = await everybody(from);
  let left = skip;
  for (const { id } of found) {
    const file = await personFile(node.store, id);
    if (file?.status !== "active" || file.protectLocation || file.holder !== from.id) continue;
    if (
      (file.current["person.birthDate"] as { value?: { date: string } })?.value?.date.slice(0, 4) ===
      undefined
    )
      continue;
    if (
      Number((file.current["person.birthDate"] as { value: { date: string } }).value.date.slice(0, 4)) > 2000
    )
      continue;
    if (left-- > 0) continue;
    await consent(from, id, partner, "given");
    return id;
  }
  throw new Error("nobody can be referred");
}

/** Own persons by the letters that their names begin with. */
async function everybody({ serving }: Agency) {
  const letters = [..."abcdefghijklmnopqrstuvwxyz"];
  const found = await Promise.all(
    letters.map((name) => searchPersons(serving.node.store, { name, limit: 200 })),
  );
  return [...new Map(found.flat().map((each) => [each.id, each])).values()];
}

async function consent(
  from: Agency,
  person: string,
  recipient: string,
  event: "given" | "withdrawn",
): Promise<void> {
  const { node } = from.serving;
  const word = { person, recipient, purpose: "referral" };
  if (event === "withdrawn") await consentSaid(node, { ...word, event, askedBy: "test" });
  else await recordConsents(node.store, [{ ...word, given: true, assertedAt: "2026-02-01T00:00:00Z" }]);
}

const settled = async (): Promise<void> => {
  for (let round = 0; round < 4; round++) {
    for (const each of [both.iom, both.wfp]) {
      await each.serving.node.referrals.settled();
      await each.serving.node.inquiries.settled();
    }
  }
};
const shown = (agency: Agency, id: string) =>
  agency.client.get<Shown & { shown: { person?: string; offered?: Record<string, unknown> }[] }>(
    `/api/referrals/${id}?purpose=referral`,
  );
const refer = (person: string, more: object = {}) =>
  both.iom.client.post<Shown>("/api/referrals", {
    partner: "wfp",
    person,
    service: { kind: "nutrition" },
    ...more,
  });

describe("a referral between two nodes", () => {
  it("is offered with what the clauses grant and no more, accepted into the registry, and completed", async () => {
    const person = await referable(both.iom);
    wire.length = 0;
    const { id } = await refer(person, { urgency: "urgent" });
    await settled();
    const offer = await shown(both.wfp, id);
    expect(offer).toMatchObject({ step: "offered", waits: { for: "wfp" } });
    expect(Object.keys(offer.shown[0]!.offered!).sort()).toEqual(
      expect.arrayContaining(["person.name", "person.sex"]),
    );
    expect(wire.join("")).not.toMatch(/person\.(fingerprints|disability|agencyId)/);
    expect((await both.wfp.client.get<Shown[]>("/api/referrals"))[0]).not.toHaveProperty("shown");
    await both.wfp.client.post(`/api/referrals/${id}/accept`, {});
    await settled();
    const accepted = await shown(both.wfp, id);
    const here = accepted.shown[0]!.person!;
    const file = await personFile(both.wfp.serving.node.store, here);
    const own = await personFile(both.iom.serving.node.store, person);
    expect(file?.holder).toBe("iom");
    expect(file?.current["person.name"]).toEqual(own?.current["person.name"]);
    expect(file?.assertions.every((each) => each.source === "iom" && each.retentionUntil !== undefined)).toBe(
      true,
    );
    await both.wfp.client.post(`/api/referrals/${id}/complete`, { outcome: "served" });
    await settled();
    expect((await shown(both.iom, id)).step).toBe("completed");
    const after = await personFile(both.iom.serving.node.store, person);
    expect(after?.disclosures).toContainEqual(
      expect.objectContaining({ recipient: "wfp", purpose: "referral", exchange: id }),
    );
  });

  it("is not made without the person's own consent to it, nor by who gives no reason to refuse", async () => {
    const found = await everybody(both.iom);
    const codes = new Set<string>();
    for (const { id } of found.slice(0, 20)) {
      const error: { code?: string } = await refer(id).then(
        () => ({}),
        (thrown) => thrown,
      );
      if (error.code !== undefined) codes.add(error.code);
    }
    expect([...codes]).toContain("referral.person_no_consent");
    await settled();
  });

  it("that is refused leaves nothing at the partner and tells why", async () => {
    const person = await referable(both.iom, 1);
    const { id } = await refer(person);
    await settled();
    await both.wfp.client.post(`/api/referrals/${id}/refuse`, { reason: "noCapacity" });
    await settled();
    expect(await shown(both.iom, id)).toMatchObject({ step: "refused", reason: "noCapacity" });
    expect((await shown(both.wfp, id)).shown).toEqual([]);
  });

  it("ends when the person takes the consent back: what the partner took in of it is erased, what a link brought stays", async () => {
    const person = await referable(both.iom, 2);
    const { iom, wfp } = both;
    const [known] = await everybody(wfp);
    const { keys } = iom.serving.node;
    const held = await heldAgreement(iom.serving.node.store, iom.serving.node.judge, digest);
    const ref = pseudonym(keys.pseudonym, "person", held!.agreement.id, person);
    const link = { agreement: digest, probability: 1, evidence: null, decidedBy: "test" };
    await recordLinks(wfp.serving.node.store, wfp.serving.node.context, [
      { ...link, partner: "iom", person: known!.id, partnerRef: ref },
    ]);
    await recordLinks(iom.serving.node.store, iom.serving.node.context, [
      { ...link, partner: "wfp", person, partnerRef: "theirs" },
    ]);
    const { id } = await refer(person);
    await settled();
    await wfp.client.post(`/api/referrals/${id}/accept`, {});
    await settled();
    expect((await shown(wfp, id)).shown).toEqual([expect.objectContaining({ person: known!.id })]);
    const before = await personFile(wfp.serving.node.store, known!.id);
    expect(before?.assertions.some((each) => each.source === "iom")).toBe(true);
    await consent(iom, person, "wfp", "withdrawn");
    await settled();
    expect(await shown(iom, id)).toMatchObject({ step: "withdrawn", reason: "personWithdrew" });
    expect((await shown(wfp, id)).step).toBe("withdrawn");
    const after = await personFile(wfp.serving.node.store, known!.id);
    expect(after?.assertions.some((each) => each.source === "iom")).toBe(false);
    const standing = (await findLinks(wfp.serving.node.store, { person: known!.id })).filter(
      (each) => each.undoneAt === undefined,
    );
    expect(standing.map((each) => each.partnerRef)).toEqual([ref]);
  });

  it("stands in both ledgers, which agree on what crossed", async () => {
    const entries = async (agency: Agency) =>
      (await agency.client.get<{ entries: Record<string, unknown>[] }>("/api/ledger?limit=1000")).entries;
    const [iom, wfp] = await Promise.all([entries(both.iom), entries(both.wfp)]);
    const commitments = (of: Record<string, unknown>[], kind: string) =>
      of.filter((entry) => entry.kind === kind && entry.tier === "referral").map((entry) => entry.commitment);
    expect(commitments(iom, "disclosure").length).toBeGreaterThan(2);
    expect(commitments(wfp, "receipt")).toEqual(commitments(iom, "disclosure"));
    expect(JSON.stringify([iom, wfp])).not.toContain("nutrition");
  });
});
