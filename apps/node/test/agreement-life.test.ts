import { generateKeyPairSync } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Agreement } from "@accord/agreement";
import { calculateJwkThumbprint } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { watchAgreements } from "../src/agreements/watch-agreements.ts";
import { connect } from "../src/api-client.ts";
import { signedByKey } from "../src/cli/agreement-signing-key.ts";
import { assess, introduce, signBoth } from "../src/demo/sharing.ts";
import { serveNode } from "../src/serve.ts";
import { type Agency, agency, TERMS } from "./agencies.ts";

interface Negotiation {
  readonly id: string;
  readonly state: string;
  readonly waitsForUs: boolean;
  readonly untold: boolean;
  readonly versions: readonly { digest: string; by: string }[];
  readonly agreement: Agreement;
  readonly changes?: { terms: { term: string }[]; clauses: unknown[] };
}
interface Standing {
  readonly digest: string;
  readonly phase: string;
  readonly inForce: boolean;
  readonly events: readonly { kind: string; party: string; id: string; says: string }[];
  readonly duties: readonly { kind: string }[];
  readonly windUpBy?: string;
}

let root: string;
let iom: Agency;
let wfp: Agency;
/** What both nodes take for the time; a test moves it. */
let now = Date.parse("2026-03-01T08:00:00Z");

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "accord-life-"));
  [iom, wfp] = (await Promise.all(
    (["iom", "wfp"] as const).map((id) => agency(root, id, { nowMilliseconds: () => ++now })),
  )) as [Agency, Agency];
  await introduce(iom.client, wfp.client);
}, 120_000);
afterAll(async () => {
  await Promise.all([iom, wfp].map((each) => each?.serving.close()));
  await rm(root, { recursive: true, force: true });
});

const draft = async (terms: object = {}): Promise<Agreement> =>
  (
    await iom.client.post<{ agreement: Agreement }>("/api/agreements/draft", {
      partner: "wfp",
      ...TERMS,
      ...terms,
    })
  ).agreement;
const negotiations = ({ client }: Agency) => client.get<Negotiation[]>("/api/agreements/negotiations");
const one = ({ client }: Agency, id: string) => client.get<Negotiation>(`/api/agreements/negotiations/${id}`);
const standing = async ({ client }: Agency, digest: string): Promise<Standing> =>
  (await client.get<{ standing: Standing }>(`/api/agreements/${digest}`)).standing;
const say = ({ client }: Agency, digest: string, what: string, body: object = { reason: "Because." }) =>
  client.post<{ standing: Standing; sentToPartner: boolean }>(`/api/agreements/${digest}/${what}`, body);
const sign = async ({ client }: Agency, digest: string) => {
  const { signed } = await client.get<{ signed: string }>(`/api/agreements/${digest}`);
  return client.post<{ standing: Standing }>("/api/agreements/sign", { document: JSON.parse(signed) });
};
const ledgerOf = async ({ client }: Agency, digest: string): Promise<string[]> => {
  const { entries } = await client.get<{ entries: { kind: string; agreement?: string; event?: string }[] }>(
    "/api/ledger?limit=1000",
  );
  return entries
    .filter((entry) => entry.kind === "agreement" && entry.agreement === digest)
    .map((entry) => entry.event ?? "");
};
/** What a node does after it answered, such as sending the next word, has been done. */
const settled = async (check: () => Promise<boolean>): Promise<void> => {
  for (let turn = 0; turn < 200; turn++) {
    if (await check()) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error("it did not come about");
};

describe("an agreement that two nodes negotiate", () => {
  test("is proposed, answered with another version, accepted, signed by both and in force", async () => {
    const proposed = await iom.client.post<Negotiation>("/api/agreements/negotiations", {
      agreement: await draft(),
    });
    expect(proposed).toMatchObject({ state: "REQUESTED", untold: false });
    const [theirs] = await negotiations(wfp);
    expect(theirs).toMatchObject({ state: "REQUESTED", waitsForUs: true });
    const shown = await one(wfp, theirs!.id);
    const counter = {
      ...shown.agreement,
      breachNoticeHours: 12,
      clauses: shown.agreement.clauses.filter((clause) => clause.attribute !== "person.phone"),
    };
    await wfp.client.post(`/api/agreements/negotiations/${theirs!.id}/counter`, { agreement: counter });
    const offered = await one(iom, proposed.id);
    expect(offered).toMatchObject({ state: "OFFERED", waitsForUs: true });
    expect(offered.changes?.terms).toEqual([{ term: "breachNoticeHours", before: 24, after: 12 }]);
    expect(offered.changes?.clauses).toHaveLength(3);

    const { digest } = offered.versions.at(-1)!;
    await sign(iom, digest);
    await settled(async () => (await one(wfp, theirs!.id)).state === "ACCEPTED");
    await sign(wfp, digest);
    await settled(async () => (await one(iom, proposed.id)).state === "FINALIZED");
    await settled(async () => (await one(wfp, theirs!.id)).state === "FINALIZED");
    for (const { client } of [iom, wfp]) await assess({ drafter: client, officer: client }, digest);
    for (const each of [iom, wfp]) {
      expect(await standing(each, digest)).toMatchObject({ phase: "active", inForce: true });
      expect(await ledgerOf(each, digest)).toEqual(
        expect.arrayContaining(["countered", "signed", "activated"]),
      );
      expect((await ledgerOf(each, digest)).filter((event) => event === "activated")).toHaveLength(1);
    }
    const first = proposed.versions[0]!.digest;
    expect(await standing(iom, first)).toMatchObject({ phase: "proposed", inForce: false });
  });

  test("can be declined, and then nobody can sign it on", async () => {
    const { id } = await iom.client.post<Negotiation>("/api/agreements/negotiations", {
      agreement: await draft({ title: "Declined" }),
    });
    const [theirs] = await negotiations(wfp);
    await wfp.client.post(`/api/agreements/negotiations/${theirs!.id}/terminate`, { reason: "No basis." });
    expect(await one(iom, id)).toMatchObject({
      state: "TERMINATED",
      ended: { by: "wfp", reason: "No basis." },
    });
    await expect(iom.client.post(`/api/agreements/negotiations/${id}/accept`, {})).rejects.toMatchObject({
      code: "agreement.negotiation_state",
    });
  });

  test("waits for a partner who is away, across a restart of the node that spoke", async () => {
    await wfp.serving.close();
    const { id, untold, state } = await iom.client.post<Negotiation>("/api/agreements/negotiations", {
      agreement: await draft({ title: "Across a restart" }),
    });
    expect({ untold, state }).toEqual({ untold: true, state: "REQUESTING" });
    await iom.serving.close();
    const options = { logLevel: "silent", nowMilliseconds: () => ++now } as const;
    iom.serving = await serveNode(iom.folder, options);
    iom.client = await connect(iom.folder);
    expect(await one(iom, id)).toMatchObject({ untold: true, state: "REQUESTING" });
    wfp.serving = await serveNode(wfp.folder, options);
    wfp.client = await connect(wfp.folder);
    await iom.serving.node.courier.carryAll();
    expect(await one(iom, id)).toMatchObject({ untold: false, state: "REQUESTED" });
    expect((await negotiations(wfp))[0]).toMatchObject({ state: "REQUESTED", waitsForUs: true });
  });
});

describe("an agreement that two signatories sign for one party", () => {
  test("is in force when both did with keys that are pinned at both nodes", async () => {
    const keys = await Promise.all(
      (["ed25519", "P-256"] as const).map(async (kind, index) => {
        const { privateKey } =
          kind === "ed25519"
            ? generateKeyPairSync("ed25519")
            : generateKeyPairSync("ec", { namedCurve: "P-256" });
        const { d: _, ...open } = privateKey.export({ format: "jwk" });
        const kid = await calculateJwkThumbprint(open as Parameters<typeof calculateJwkThumbprint>[0]);
        const file = join(root, `signatory-${index}.jwk`);
        await writeFile(file, JSON.stringify(privateKey.export({ format: "jwk" })));
        return {
          file,
          signatory: {
            id: `office-${index}`,
            office: `Office ${index}`,
            kind: "hardware",
            key: { ...open, kid },
          },
        };
      }),
    );
    for (const { client } of [iom, wfp]) {
      for (const { signatory } of keys) {
        const pin = (fingerprint: string) =>
          client.post("/api/agreements/signatories", { party: "iom", signatory, fingerprint });
        await expect(pin("another")).rejects.toMatchObject({ code: "agreement.fingerprint_mismatch" });
        await pin(signatory.key.kid);
      }
    }
    const plain = await draft({ title: "Two signatories" });
    const [party, other] = plain.parties;
    const agreement = {
      ...plain,
      parties: [
        { ...party, signing: { required: 2, signatories: keys.map(({ signatory }) => signatory) } },
        other,
      ],
    };
    for (const { client } of [iom, wfp]) await assess({ drafter: client, officer: client }, agreement);
    await iom.client.post("/api/agreements/negotiations", { agreement });
    const [theirs] = await negotiations(wfp);
    const { digest } = theirs!.versions[0]!;
    await sign(wfp, digest);
    await settled(async () => (await negotiations(iom)).some((each) => each.state === "AGREED"));
    await expect(sign(iom, digest)).rejects.toMatchObject({ code: "agreement.wrong_key" });
    const half = await signedByKey(iom.client, digest, keys[0]!.file);
    expect(half).toMatchObject({ sentToPartner: false, standing: { phase: "proposed" } });
    await signedByKey(iom.client, digest, keys[1]!.file);
    await settled(async () => (await standing(wfp, digest)).inForce);
    expect(await standing(iom, digest)).toMatchObject({ phase: "active" });
    await wfp.client.post("/api/agreements/signatories/remove", {
      party: "iom",
      kid: keys[1]!.signatory.key.kid,
    });
    expect(await standing(wfp, digest)).toMatchObject({ inForce: false });
    await say(iom, digest, "revoke");
  });
});

describe("an agreement as others read it", () => {
  test("is on paper in each language, a policy in JSON-LD, and in the directory with where two conflict", async () => {
    const terms = { title: "First", places: ["SS07"] };
    const first = await signBoth(iom.client, wfp.client, await draft(terms));
    const plain = await draft({ ...terms, title: "Second" });
    const clauses = plain.clauses.map((clause) => ({ ...clause, retentionDays: 7 }));
    const second = await signBoth(iom.client, wfp.client, { ...plain, clauses });
    for (const language of ["en", "fr", "ar"]) {
      const { pdf } = await iom.client.get<{ pdf: string }>(
        `/api/agreements/${first}/pdf?language=${language}`,
      );
      expect(Buffer.from(pdf, "base64").toString("latin1", 0, 5)).toBe("%PDF-");
    }
    const policy = await iom.client.get<{ "@graph": { "dct:identifier"?: string }[] }>(
      `/api/agreements/${first}/json-ld`,
    );
    expect(policy["@graph"][0]?.["dct:identifier"]).toBe(`sha256:${first}`);
    const directory = await wfp.client.get<{
      agreements: { digest: string; partner: string; phase: string }[];
      conflicts: { agreements: string[]; differs: string[]; stricter: { retentionDays: number } }[];
      dot: string;
    }>("/api/agreements/directory");
    expect(directory.agreements.find(({ digest }) => digest === first)).toMatchObject({
      partner: "iom",
      phase: "active",
    });
    const between = directory.conflicts.filter(
      ({ agreements }) => agreements.includes(first) && agreements.includes(second),
    );
    expect(between).toHaveLength(plain.clauses.length);
    expect(between[0]).toMatchObject({ differs: ["retentionDays"], stricter: { retentionDays: 7 } });
    expect(directory.dot).toContain("digraph");
    for (const digest of [first, second]) await say(iom, digest, "revoke");
  });
});

describe("an agreement in force", () => {
  let digest: string;
  beforeAll(async () => {
    digest = await signBoth(iom.client, wfp.client, await draft({ title: "A life" }));
  });

  test("is suspended by one at once at both nodes, and resumed by both", async () => {
    const { sentToPartner } = await say(wfp, digest, "suspend");
    expect(sentToPartner).toBe(true);
    for (const each of [iom, wfp]) {
      expect(await standing(each, digest)).toMatchObject({ phase: "suspended", inForce: false });
      await expect(each.client.post("/api/exchanges", { agreement: digest })).rejects.toMatchObject({
        code: "exchange.not_in_force",
      });
    }
    await say(wfp, digest, "resume");
    expect(await standing(wfp, digest)).toMatchObject({ phase: "resuming", inForce: false });
    expect(await standing(iom, digest)).toMatchObject({ phase: "suspended", inForce: false });
    await expect(say(wfp, digest, "resume")).rejects.toMatchObject({ code: "agreement.not_suspended" });
    await say(iom, digest, "resume");
    for (const each of [iom, wfp]) {
      expect(await standing(each, digest)).toMatchObject({ phase: "active", inForce: true });
      expect(await ledgerOf(each, digest)).toEqual(
        expect.arrayContaining(["activated", "suspended", "resumed", "resumed"]),
      );
    }
  });

  test("is suspended here though the partner is away, who hears of it later", async () => {
    await iom.serving.close();
    expect(await say(wfp, digest, "suspend")).toMatchObject({
      sentToPartner: false,
      standing: { phase: "suspending", inForce: false },
    });
    iom.serving = await serveNode(iom.folder, { logLevel: "silent", nowMilliseconds: () => ++now });
    iom.client = await connect(iom.folder);
    await wfp.serving.node.courier.carryAll();
    for (const each of [iom, wfp]) expect(await standing(each, digest)).toMatchObject({ phase: "suspended" });
    for (const each of [iom, wfp]) await say(each, digest, "resume");
  });

  test("reminds of its review until one is held, at both nodes", async () => {
    now = Date.parse("2026-08-20T08:00:00Z");
    expect((await standing(iom, digest)).duties).toMatchObject([{ kind: "review", overdue: false }]);
    await say(wfp, digest, "review", { reason: "Needed.", outcome: "continue", nextReviewBy: "2027-01-15" });
    for (const each of [iom, wfp]) expect((await standing(each, digest)).duties).toEqual([]);
  });

  test.each([
    [undefined, "active"],
    ["suspended", "suspended"],
  ] as const)(
    "whose amendment is signed and not assessed, and says %s of the time until then, is %s",
    async (meanwhile, phase) => {
      const amended = await draft({ title: `Meanwhile ${phase}`, validFrom: "2026-08-01" });
      const supersedes = { digest, dataShared: "deleted", ...(meanwhile === undefined ? {} : { meanwhile }) };
      const next = await signBoth(iom.client, wfp.client, { ...amended, supersedes }, []);
      for (const each of [iom, wfp]) {
        await watchAgreements(each.serving.node);
        expect(await standing(each, next)).toMatchObject({ phase: "signed" });
        expect(await standing(each, digest)).toMatchObject({ phase, inForce: phase === "active" });
      }
      // An amendment that never was in force takes nothing with it.
      await say(iom, next, "revoke");
      for (const each of [iom, wfp]) {
        await settled(async () => (await standing(each, next)).phase.startsWith("revok"));
        expect(await standing(each, digest)).toMatchObject({ phase: "active", inForce: true });
      }
    },
  );

  test("is superseded by its amendment on the first day of that, which says what becomes of the data", async () => {
    const amended = await draft({ title: "Amended", validFrom: "2026-09-01" });
    const next = await signBoth(iom.client, wfp.client, {
      ...amended,
      supersedes: { digest, dataShared: "cutToNewTerms" },
    });
    expect(await standing(iom, digest)).toMatchObject({ phase: "active" });
    expect(await standing(iom, next)).toMatchObject({ phase: "signed" });
    now = Date.parse("2026-09-01T00:00:01Z");
    for (const each of [iom, wfp]) {
      await watchAgreements(each.serving.node);
      expect(await standing(each, digest)).toMatchObject({ phase: "superseded", supersededBy: next });
      expect(await standing(each, next)).toMatchObject({ phase: "active" });
      expect(await ledgerOf(each, digest)).toContain("amended");
      expect((await ledgerOf(each, next)).at(-1)).toBe("activated");
    }
    digest = next;
  });

  test("ends on its last day, must be wound up by a date, and is with a certificate that the partner gets", async () => {
    await expect(say(iom, digest, "wind-up", {})).rejects.toMatchObject({ code: "agreement.not_ended" });
    now = Date.parse("2027-09-02T00:00:01Z");
    for (const each of [iom, wfp]) await watchAgreements(each.serving.node);
    expect(await standing(iom, digest)).toMatchObject({ phase: "expired", windUpBy: "2027-10-02" });
    expect(await ledgerOf(iom, digest)).toContain("expired");
    await say(iom, digest, "wind-up", {});
    expect(await standing(iom, digest)).toMatchObject({ phase: "woundUp", duties: [] });
    await settled(async () => (await standing(wfp, digest)).events.some((each) => each.kind === "windUp"));
    expect(await standing(wfp, digest)).toMatchObject({ phase: "expired" });
    now = Date.parse("2027-10-02T00:00:01Z");
    await watchAgreements(wfp.serving.node);
    expect(await standing(wfp, digest)).toMatchObject({ phase: "woundUp" });
    expect(await ledgerOf(wfp, digest)).toContain("wound-up");
  });
});
