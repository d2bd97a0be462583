import { TIERS } from "@accord/vocabulary";
import { beforeAll, describe, expect, it } from "vitest";
import { disclosedPerson, draft, iomKey, keys, matchRecord, wfpKey } from "../test/fixtures.ts";
import { canonicalJson } from "./canonical.ts";
import { checkRecords } from "./check/check-records.ts";
import { applyPlan } from "./disclosure/apply-plan.ts";
import { compileDisclosure } from "./disclosure/compile.ts";
import { planInForce } from "./disclosure/plan-under.ts";
import { type ForceAt, inForce, requireInForce } from "./in-force.ts";
import {
  EVENT_TYP,
  type EventContent,
  signEvent,
  type VerifiedEvent,
  verifyEvent,
} from "./signature/event.ts";
import { signBytes } from "./signature/jws.ts";
import { signAgreement } from "./signature/sign-agreement.ts";
import { type VerifiedAgreement, verifyAgreement } from "./signature/verify-agreement.ts";

const coded = (code: string) => expect.objectContaining({ code });
let verified: VerifiedAgreement;
let revocation: VerifiedEvent;
let suspension: VerifiedEvent;
const now = "2026-06-01T12:00:00Z";

async function signedTwice(agreement = draft()): Promise<VerifiedAgreement> {
  const half = await signAgreement(agreement, {
    party: "iom",
    privateKey: iomKey,
    at: "2025-12-20T08:00:00Z",
  });
  const signed = await signAgreement(half, { party: "wfp", privateKey: wfpKey, at: "2025-12-21T08:00:00Z" });
  return verifyAgreement(signed, { keys });
}

const say = (party: "iom" | "wfp", content: EventContent, digest = verified.digest, at = now) =>
  signEvent({ digest, party, privateKey: party === "iom" ? iomKey : wfpKey, content, at });
const heard = async (party: "iom" | "wfp", content: EventContent) =>
  verifyEvent(await say(party, content), { agreement: verified, keys });
const reason = "Safeguards failed.";
const revoke = (party: "iom" | "wfp", digest: string, at = now) =>
  say(party, { kind: "revocation", reason }, digest, at);

beforeAll(async () => {
  verified = await signedTwice();
  revocation = await verifyEvent(await revoke("wfp", verified.digest), { agreement: verified, keys });
  suspension = await heard("iom", { kind: "suspension", reason });
});

describe("an agreement in force", () => {
  it("is so from the start of its first day to the end of its last", () => {
    for (const at of ["2026-01-01T00:00:00Z", now, "2027-01-01T23:59:59Z"]) {
      expect(inForce(verified, { now: at })).toEqual({ inForce: true });
    }
    expect(requireInForce(verified, { now })).toBe(verified);
  });

  it("grants what its clauses grant", () => {
    expect(planInForce(verified, { from: "iom", tier: "match" }, { now, alongside: [] })).toEqual(
      compileDisclosure(verified.agreement, { from: "iom", tier: "match" }),
    );
  });
});

describe("an agreement not in force", () => {
  const cases: [string, string, () => VerifiedAgreement, () => ForceAt][] = [
    ["notYetValid", "not_yet_valid", () => verified, () => ({ now: "2025-12-31T23:59:59Z" })],
    ["expired", "expired", () => verified, () => ({ now: "2027-01-02T00:00:00Z" })],
    ["revoked", "revoked", () => verified, () => ({ now, events: [revocation] })],
    ["suspended", "suspended", () => verified, () => ({ now, events: [suspension] })],
    ["superseded", "superseded", () => verified, () => ({ now, supersededBy: "a".repeat(64) })],
    ["notAssessed", "not_assessed", () => verified, () => ({ now, assessmentApproved: false })],
    ["unsigned", "unsigned", () => ({ ...verified }), () => ({ now })],
  ];

  it.each(cases)(
    "grants nothing at any tier in either direction when it is %s",
    (reason, code, subject, at) => {
      expect(inForce(subject(), at())).toMatchObject({ inForce: false, reason });
      expect(() => requireInForce(subject(), at())).toThrow(coded(`agreement.${code}`));
      for (const from of ["iom", "wfp"]) {
        for (const tier of TIERS) {
          const plan = planInForce(subject(), { from, tier }, { ...at(), alongside: [] });
          expect(plan.grants).toEqual([]);
          const record = tier === "match" ? matchRecord({}) : disclosedPerson({}, { source: from });
          expect(() => applyPlan(plan, record as never)).toThrow(coded("agreement.nothing_granted"));
          expect(checkRecords(plan, [record])?.rule).toBe("nothingGranted");
        }
      }
    },
  );

  it("is what no agreement at all is", () => {
    expect(inForce(undefined, { now })).toMatchObject({ inForce: false, reason: "unsigned" });
  });
});

describe("a revocation", () => {
  it("works at once, by either party alone, even if it is dated ahead", async () => {
    for (const party of ["iom", "wfp"] as const) {
      const signed = await revoke(party, verified.digest, "2030-01-01T00:00:00Z");
      const ahead = await verifyEvent(signed, { agreement: verified, keys });
      expect(inForce(verified, { now, events: [ahead] })).toMatchObject({ reason: "revoked" });
    }
  });

  it("of another agreement is refused, and does not touch this one", async () => {
    const other = await signedTwice(draft({ title: "Another" }));
    const signed = await revoke("iom", other.digest);
    await expect(verifyEvent(signed, { agreement: verified, keys })).rejects.toThrow(
      coded("agreement.event_other"),
    );
    const foreign = await verifyEvent(signed, { agreement: other, keys });
    expect(inForce(verified, { now, events: [foreign] })).toEqual({ inForce: true });
  });

  it("cannot be forged with another key, for the other party, or by altering it", async () => {
    const options = { agreement: verified, keys };
    const content = { kind: "revocation", reason: "x" } as const;
    const request = { digest: verified.digest, content, at: now };
    const forged = await signEvent({ ...request, party: "wfp", privateKey: iomKey });
    await expect(verifyEvent(forged, options)).rejects.toThrow(coded("agreement.key_mismatch"));
    const stranger = await signEvent({ ...request, party: "unhcr", privateKey: iomKey });
    await expect(verifyEvent(stranger, options)).rejects.toThrow(coded("agreement.not_a_party"));
    const honest = await revoke("iom", verified.digest);
    const altered = Buffer.from(honest.payload, "base64url").toString().replace("failed", "worked");
    await expect(
      verifyEvent({ ...honest, payload: Buffer.from(altered).toString("base64url") }, options),
    ).rejects.toThrow(coded("agreement.signature_invalid"));
    const body = JSON.parse(Buffer.from(honest.payload, "base64url").toString());
    const inAnothersName = await signBytes(canonicalJson({ ...body, party: "wfp" }), EVENT_TYP, {
      party: "iom",
      privateKey: iomKey,
      at: now,
    });
    await expect(verifyEvent(inAnothersName, options)).rejects.toThrow(coded("agreement.event_malformed"));
    await expect(verifyEvent({}, options)).rejects.toThrow(coded("agreement.event_malformed"));
  });
});

describe("a suspension", () => {
  const forceWith = (...events: VerifiedEvent[]) => inForce(verified, { now, events });

  it("by either party ends only when both resumed from that very one, in whatever order they are heard", async () => {
    for (const by of ["iom", "wfp"] as const) {
      const stopped = await heard(by, { kind: "suspension", reason });
      const resume = (party: "iom" | "wfp", id: string) =>
        heard(party, { kind: "resumption", suspension: id, reason });
      const [iom, wfp] = [await resume("iom", stopped.id), await resume("wfp", stopped.id)];
      expect(forceWith(stopped)).toMatchObject({ inForce: false, reason: "suspended" });
      for (const one of [iom, wfp]) expect(forceWith(stopped, one)).toMatchObject({ reason: "suspended" });
      const order = [stopped, iom, wfp];
      for (let turn = 0; turn < 3; turn++) {
        expect(forceWith(...order)).toEqual({ inForce: true });
        order.push(order.shift() as VerifiedEvent);
      }
      const again = await heard(by, { kind: "suspension", reason: "Once more." });
      expect(forceWith(stopped, iom, wfp, again)).toMatchObject({ reason: "suspended" });
      const wrong = [await resume("iom", "b".repeat(64)), await resume("wfp", "b".repeat(64))];
      expect(forceWith(stopped, ...wrong)).toMatchObject({ reason: "suspended" });
    }
  });

  it("is not lifted by one party resuming twice, and hides neither the end nor a revocation", async () => {
    const twice = await heard("iom", { kind: "resumption", suspension: suspension.id, reason: "Twice." });
    const once = await heard("iom", { kind: "resumption", suspension: suspension.id, reason });
    expect(forceWith(suspension, once, twice)).toMatchObject({ reason: "suspended" });
    expect(forceWith(suspension, revocation)).toMatchObject({ reason: "revoked" });
    expect(inForce(verified, { now: "2027-01-02T00:00:00Z", events: [suspension] })).toMatchObject({
      reason: "expired",
    });
  });
});
