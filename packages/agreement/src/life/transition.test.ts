import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { draft } from "../../test/fixtures.ts";
import { agreementDigest, canonicalBytes } from "../canonical.ts";
import type { SignedAgreement } from "../signature/signed.ts";
import { NegotiationMessage } from "./message.ts";
import { type Negotiation, type NegotiationEvent, waitsForUs } from "./negotiation.ts";
import { newAnswer, newNegotiation, transition } from "./transition.ts";

const coded = (code: string) => expect.objectContaining({ code });
let ids = 0;
const context = {
  at: "2026-01-01T08:00:00.000Z",
  newId: () => `urn:uuid:00000000-0000-4000-8000-${String(++ids).padStart(12, "0")}`,
};
const versions = new Map(
  ["one", "two", "a", "b"].map((title) => {
    const agreement = draft({ title });
    const document = Buffer.from(canonicalBytes(agreement)).toString("utf8");
    return [title, { digest: agreementDigest(agreement), document }];
  }),
);
const version = (title: string) => versions.get(title) ?? { digest: "", document: "" };
const titleOf = (side: Negotiation) =>
  [...versions].find(([, { digest }]) => digest === side.versions.at(-1)?.digest)?.[0] ?? "";
const propose = (title: string): NegotiationEvent => ({ kind: "propose", ...version(title) });
const signed = (title: string): Extract<NegotiationEvent, { kind: "signed" }> => ({
  kind: "signed",
  digest: version(title).digest,
  signed: {
    payload: Buffer.from(version(title).document).toString("base64url"),
    signatures: [],
  } satisfies SignedAgreement,
});

/** Two sides, and the messages that are on their way; each is delivered once, twice or after a crash. */
class Table {
  sides: Record<"iom" | "wfp", Negotiation | undefined> = { iom: undefined, wfp: undefined };
  wire: { from: "iom" | "wfp"; message: NegotiationMessage }[] = [];

  do(who: "iom" | "wfp", event: NegotiationEvent): void {
    const partner = who === "iom" ? "wfp" : "iom";
    const side = this.sides[who] ?? newNegotiation({ self: who, partner }, context);
    const turn = transition(side, event, context);
    this.sides[who] = turn.negotiation;
    for (const effect of turn.effects) {
      if (effect.kind === "send") {
        this.wire.push({
          from: who,
          message: NegotiationMessage.parse(JSON.parse(JSON.stringify(effect.message))),
        });
      }
    }
  }

  /** Brings the oldest message across, and its sender the news that it was taken. */
  deliver(times = 1): boolean {
    const next = this.wire.shift();
    if (next === undefined) return false;
    const to = next.from === "iom" ? "wfp" : "iom";
    for (let time = 0; time < times; time++) {
      this.sides[to] ??= newAnswer({ self: to, partner: next.from }, next.message, context);
      this.do(to, { kind: "message", message: next.message });
    }
    this.do(next.from, { kind: "delivered", id: next.message["@id"] });
    return true;
  }

  settle(times = 1): void {
    while (this.deliver(times));
  }

  get states(): string {
    return `${this.sides.iom?.state} ${this.sides.wfp?.state}`;
  }
}

describe("a negotiation", () => {
  it("goes through the protocol's states to the end, each own message with a state before it", () => {
    const table = new Table();
    table.do("iom", propose("one"));
    expect(table.sides.iom?.state).toBe("REQUESTING");
    table.settle();
    expect(table.states).toBe("REQUESTED REQUESTED");
    table.do("wfp", propose("two"));
    expect(table.sides.wfp?.state).toBe("OFFERING");
    table.settle();
    expect(table.states).toBe("OFFERED OFFERED");
    table.do("iom", { kind: "accept" });
    expect(table.sides.iom?.state).toBe("ACCEPTING");
    table.settle();
    expect(table.states).toBe("ACCEPTED ACCEPTED");
    table.do("wfp", signed("two"));
    expect(table.sides.wfp?.state).toBe("AGREEING");
    table.settle();
    expect(table.states).toBe("AGREED AGREED");
    expect(waitsForUs(table.sides.iom as Negotiation)).toBe(true);
    table.do("iom", signed("two"));
    expect(table.sides.iom?.state).toBe("VERIFYING");
    table.settle();
    expect(table.states).toBe("FINALIZED FINALIZED");
    expect(table.sides.iom?.versions.map(({ by }) => by)).toEqual(["iom", "wfp"]);
    expect(table.sides.wfp?.versions).toEqual(table.sides.iom?.versions);
  });

  it("ends in an agreement without a counter-proposal, and where the consumer signed before anybody", () => {
    const table = new Table();
    table.do("iom", propose("one"));
    table.settle();
    table.do("iom", signed("one"));
    expect(table.states).toBe("REQUESTED REQUESTED");
    table.do("wfp", signed("one"));
    table.settle();
    expect(table.sides.iom).toMatchObject({ state: "AGREED", signedHere: true });
    table.do("iom", signed("one"));
    table.settle();
    expect(table.states).toBe("FINALIZED FINALIZED");
  });

  it("takes a signature of the partner's offer for its acceptance", () => {
    const table = new Table();
    table.do("iom", propose("one"));
    table.settle();
    table.do("wfp", propose("two"));
    table.settle();
    table.do("iom", signed("two"));
    table.settle();
    expect(table.states).toBe("ACCEPTED ACCEPTED");
    expect(table.sides.iom?.signedHere).toBe(true);
  });

  it("forgets that a version was signed when another is on the table", () => {
    const table = new Table();
    table.do("iom", propose("one"));
    table.do("iom", signed("one"));
    table.settle();
    table.do("wfp", propose("two"));
    table.settle();
    expect(table.sides.iom?.signedHere).toBe(false);
    expect(() => table.do("iom", signed("one"))).toThrow(coded("agreement.version_changed"));
  });

  it("can be ended by either side until it is signed, and by none after", () => {
    for (const who of ["iom", "wfp"] as const) {
      const table = new Table();
      table.do("iom", propose("one"));
      table.settle();
      table.do(who, { kind: "terminate", code: "declined", reason: "No legal basis." });
      expect(table.sides[who]?.state).toBe("TERMINATING");
      table.settle();
      expect(table.states).toBe("TERMINATED TERMINATED");
      expect(table.sides.iom?.ended).toMatchObject({ by: who, code: "declined", reason: "No legal basis." });
      expect(() => table.do(who, propose("two"))).toThrow(coded("agreement.negotiation_state"));
    }
    const done = new Table();
    done.do("iom", propose("one"));
    done.settle();
    done.do("wfp", signed("one"));
    done.settle();
    done.do("iom", signed("one"));
    done.settle();
    expect(() => done.do("wfp", { kind: "terminate", code: "declined", reason: "Late." })).toThrow(
      coded("agreement.negotiation_state"),
    );
  });

  it("is over where the partner's node refuses a word for good", () => {
    const table = new Table();
    table.do("iom", propose("one"));
    const id = table.wire[0]?.message["@id"] ?? "";
    table.do("iom", { kind: "refused", id: "another", reason: "x" });
    expect(table.sides.iom?.state).toBe("REQUESTING");
    table.do("iom", { kind: "refused", id, reason: "Not ours." });
    expect(table.sides.iom).toMatchObject({ state: "TERMINATED", ended: { by: "wfp", reason: "Not ours." } });
  });

  it("refuses a text that is not what its digest says, and a word of another negotiation", () => {
    const table = new Table();
    table.do("iom", propose("one"));
    const [sent] = table.wire;
    const message = sent?.message as Extract<NegotiationMessage, { "@type": "ContractRequestMessage" }>;
    const changed = { ...message, accord: { document: version("two").document } };
    const answer = newAnswer({ self: "wfp", partner: "iom" }, message, context);
    expect(() => transition(answer, { kind: "message", message: changed }, context)).toThrow(
      coded("agreement.version_changed"),
    );
    const foreign = { ...message, consumerPid: context.newId() };
    expect(() => transition(answer, { kind: "message", message: foreign }, context)).toThrow(
      coded("agreement.negotiation_other"),
    );
  });

  it("comes to the same end however often messages are repeated", () => {
    for (const times of [1, 2, 3]) {
      const table = new Table();
      table.do("iom", propose("one"));
      table.settle(times);
      table.do("wfp", signed("one"));
      table.settle(times);
      table.do("iom", signed("one"));
      table.settle(times);
      expect(table.states).toBe("FINALIZED FINALIZED");
      expect(table.sides.wfp?.versions).toHaveLength(1);
    }
  });

  it("under any order of acts, is never final without both signatures, and both sides see the same version", () => {
    const acts = fc.array(
      fc.tuple(
        fc.constantFrom("iom" as const, "wfp" as const),
        fc.constantFrom("sign", "deliver", "deliver", "repeat", "sign", "propose", "accept", "terminate"),
        fc.constantFrom("a", "b"),
      ),
      { minLength: 10, maxLength: 40 },
    );
    let finals = 0;
    fc.assert(
      fc.property(acts, (order) => {
        const table = new Table();
        const signedBy = new Map<string, Set<string>>();
        table.do("iom", propose("a"));
        for (const [who, act, title] of order) {
          try {
            if (act === "deliver" || act === "repeat") table.deliver(act === "repeat" ? 2 : 1);
            else if (table.sides[who] === undefined) continue;
            else if (act === "propose") table.do(who, propose(title));
            else if (act === "accept") table.do(who, { kind: "accept" });
            else if (act === "terminate") table.do(who, { kind: "terminate", code: "x", reason: "x" });
            else {
              const standing = signed(titleOf(table.sides[who]));
              table.do(who, standing);
              const { digest } = standing;
              signedBy.set(digest, (signedBy.get(digest) ?? new Set()).add(who));
            }
          } catch (error) {
            if (!String((error as { code?: string }).code).startsWith("agreement.")) throw error;
          }
        }
        const { iom, wfp } = table.sides;
        for (const side of [iom, wfp]) {
          if (side?.state !== "FINALIZED") continue;
          finals += 1;
          expect(signedBy.get(side.versions.at(-1)?.digest ?? "")?.size).toBe(2);
          expect(wfp?.versions.at(-1)?.digest).toBe(iom?.versions.at(-1)?.digest);
        }
      }),
      { numRuns: 2000, seed: 7 },
    );
    expect(finals).toBeGreaterThan(0);
  });
});
