import { describe, expect, it } from "vitest";
import type { Force, NotInForce } from "../in-force.ts";
import type { EventContent, VerifiedEvent } from "../signature/event.ts";
import { dutiesOn, phaseOf } from "./phase.ts";

const DIGEST = "a".repeat(64);
const not = (reason: NotInForce): Force => ({ inForce: false, reason, message: "" });
const event = (
  party: string,
  content: EventContent,
  id = "1",
  at = "2026-05-01T00:00:00Z",
): VerifiedEvent => ({
  id: id.repeat(64).slice(0, 64),
  event: {
    version: "accord-agreement-event/1",
    agreement: DIGEST,
    party,
    at,
    ...content,
  } as VerifiedEvent["event"],
});
const stop = event("iom", { kind: "suspension", reason: "x" });
const resumed = (party: string) =>
  event(party, { kind: "resumption", suspension: stop.id, reason: "x" }, "2");
const ended = event("iom", { kind: "revocation", reason: "x" });
const certificate = event("iom", {
  kind: "windUp",
  ended: "revoked",
  deleted: { statements: 0, matchRecords: 0, persons: 0 },
  kept: "",
});
const phase = (force: Force, events: VerifiedEvent[] = [], untold = false, self = "iom") =>
  phaseOf({ self, force, events, untold });

describe("the phase of an agreement's life", () => {
  it("is worked out from what was signed, the day and what the partner was told", () => {
    expect(phase({ inForce: true })).toBe("active");
    expect(phase(not("unsigned"))).toBe("proposed");
    expect(phase(not("notYetValid"))).toBe("signed");
    expect(phase(not("notAssessed"))).toBe("signed");
    expect(phase(not("suspended"), [stop], true)).toBe("suspending");
    expect(phase(not("suspended"), [stop])).toBe("suspended");
    expect(phase(not("suspended"), [stop], true, "wfp")).toBe("suspended");
    expect(phase(not("suspended"), [stop, resumed("iom")])).toBe("resuming");
    expect(phase(not("suspended"), [stop, resumed("iom")], false, "wfp")).toBe("suspended");
    expect(phase(not("revoked"), [ended], true)).toBe("revoking");
    expect(phase(not("revoked"), [ended])).toBe("revoked");
    expect(phase(not("expired"))).toBe("expired");
    expect(phase(not("superseded"))).toBe("superseded");
    for (const reason of ["revoked", "expired", "superseded"] as const) {
      expect(phase(not(reason), [certificate])).toBe("woundUp");
      expect(phase(not(reason), [certificate], false, "wfp")).not.toBe("woundUp");
    }
  });
});

describe("what an agreement asks for", () => {
  const agreement = { reviewBy: "2026-06-30", validUntil: "2026-12-31", windUp: { deleteWithinDays: 30 } };
  const duties = (today: string, life: Partial<Parameters<typeof dutiesOn>[2]> = {}) =>
    dutiesOn(today, agreement, { phase: "active", events: [], ...life });

  it("is a review from thirty days before its date, and late after it", () => {
    expect(duties("2026-05-30")).toEqual([]);
    expect(duties("2026-05-31")).toEqual([{ kind: "review", by: "2026-06-30", overdue: false }]);
    expect(duties("2026-07-01")).toEqual([{ kind: "review", by: "2026-06-30", overdue: true }]);
  });

  it("is no review where one was held, until the day that the last one set", () => {
    const held = (at: string, nextReviewBy?: string) =>
      event("wfp", { kind: "review", outcome: "continue", reason: "x", nextReviewBy }, "1", at);
    expect(duties("2026-07-01", { events: [held("2026-06-01T00:00:00Z")] })).toEqual([]);
    const events = [held("2026-06-02T00:00:00Z", "2026-09-01"), held("2026-06-01T00:00:00Z", "2026-07-01")];
    expect(duties("2026-07-15", { events })).toEqual([]);
    expect(duties("2026-09-02", { events })).toEqual([{ kind: "review", by: "2026-09-01", overdue: true }]);
  });

  it("is its end that comes near", () => {
    const held = event("wfp", { kind: "review", outcome: "continue", reason: "x" });
    expect(duties("2026-12-01", { events: [held] })).toEqual([{ kind: "expiry", on: "2026-12-31" }]);
  });

  it("is deletion, once it has ended, until it is certified; and nothing of one that is not in life", () => {
    const endedOn = "2026-06-01";
    expect(duties("2026-06-15", { phase: "revoked", endedOn })).toEqual([
      { kind: "windUp", by: "2026-07-01", overdue: false },
    ]);
    expect(duties("2026-07-02", { phase: "expired", endedOn })).toMatchObject([{ overdue: true }]);
    for (const phase of ["woundUp", "proposed", "signed"] as const) {
      expect(duties("2026-12-31", { phase, endedOn })).toEqual([]);
    }
  });
});
