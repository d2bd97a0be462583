import { type Agreement, draftAgreement } from "@accord/agreement";
import type { DisclosedPerson } from "@accord/vocabulary";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type ReferralAct,
  type ReferralBody,
  type ReferralResult,
  type ReferralState,
  type ReferralTask,
  referralMachine,
} from "../src/index.ts";
import type { ConversationData } from "./memory-conversations.ts";
import { agreementOf } from "./two-nodes.ts";
import { ID, TwoParties } from "./two-parties.ts";

const agreement = (change: (draft: Agreement) => Agreement = (draft) => draft): Agreement =>
  change(
    draftAgreement({
      parties: agreementOf().parties,
      scope: { places: ["SS"] },
      validFrom: "2026-01-01",
      impactAssessment: { reference: "DPIA-1", completedOn: "2025-12-01" },
      referral: true,
    }),
  );

const person: DisclosedPerson = {
  ref: "p1",
  statements: [
    {
      id: "s1",
      subject: "person",
      source: "iom",
      method: "declared",
      assertedAt: "2026-01-02T00:00:00Z",
      clock: "000000001-0000-iom",
      states: { "person.name": { state: "known", value: { parts: ["Nyamal"], script: "Latn" } } },
    },
  ],
};

type Data = ConversationData<ReferralState, ReferralBody>;
type Parties = TwoParties<ReferralState, ReferralBody, ReferralAct, ReferralTask, ReferralResult>;

/** A registry of one person: what is disclosed, offered and taken stands under names of its own. */
async function work(
  data: Data,
  _state: ReferralState,
  _held: unknown,
  task: ReferralTask,
): Promise<ReferralResult> {
  switch (task.kind) {
    case "disclose":
      return {
        kind: "disclose",
        content: {
          persons: [person],
          linked: [],
          ...(task.note === undefined ? {} : { note: task.note }),
        },
        salt: "A".repeat(43),
      };
    case "keepOffer":
      data.held.set("offer", task.content);
      return { kind: "keepOffer" };
    case "take":
      data.held.set("file", data.held.get("offer"));
      data.held.delete("offer");
      return { kind: "take" };
    case "destroy": {
      const persons = data.held.size;
      data.held.clear();
      return { kind: "destroy", persons };
    }
  }
}

const parties = (of: Agreement = agreement()): Parties => new TwoParties(of, referralMachine, work);

const refer = (change: Partial<Extract<ReferralAct, { kind: "refer" }>> = {}): ReferralAct => ({
  kind: "refer",
  service: { kind: "nutrition" },
  subject: "person",
  urgency: "urgent",
  note: undefined,
  person: "own-1",
  ...change,
});

const open = (two: Parties, act: ReferralAct = refer()) =>
  two.drivers.iom.open({ id: ID, agreement: two.digest, act });
const held = (two: Parties) => [...two.stores.wfp.committed.held.keys()];

describe("a referral", () => {
  test("is offered, accepted and completed, and stands in both ledgers", async () => {
    const two = parties();
    await open(two);
    await two.settled();
    expect(two.steps()).toEqual(["offered", "offered"]);
    expect(two.state("iom")).toMatchObject({ taken: true, persons: 1 });
    expect(two.state("iom").waits).toMatchObject({ for: "wfp", until: "2026-06-03T00:00:00.000Z" });
    expect(two.state("wfp").waits).toMatchObject({
      for: "wfp",
      next: expect.stringContaining("referral accept"),
    });
    expect(held(two)).toEqual(["offer"]);
    await two.drivers.wfp.act(ID, { kind: "accept", person: undefined });
    await two.settled();
    expect(two.steps()).toEqual(["accepted", "accepted"]);
    expect(held(two)).toEqual(["file"]);
    await two.drivers.wfp.act(ID, { kind: "complete", outcome: "served" });
    await two.settled();
    expect(two.steps()).toEqual(["completed", "completed"]);
    expect(two.state("iom").outcome).toBe("served");
    expect(held(two)).toEqual(["file"]);
    const crossings = (party: "iom" | "wfp") =>
      two.stores[party].committed.ledger.flatMap((note) =>
        note.kind === "disclosure" || note.kind === "receipt"
          ? [[note.kind, note.commitment, note.clauses]]
          : [],
      );
    const [[, commitment, clauses]] = crossings("iom") as [[string, string, string[]]];
    expect(clauses).toEqual(["referral.iom.person-name"]);
    expect(crossings("wfp")).toEqual([["receipt", commitment, clauses]]);
    const events = two.stores.wfp.committed.ledger.flatMap((note) =>
      note.kind === "turn" ? [note.event] : [],
    );
    expect(events).toEqual(["received", "accepted", "completed"]);
    expect(two.faults).toEqual([]);
  });

  test("that is refused leaves nothing at the partner, and tells why", async () => {
    const two = parties();
    await open(two);
    await two.settled();
    await two.drivers.wfp.act(ID, { kind: "refuse", reason: "noCapacity" });
    await two.settled();
    expect(two.steps()).toEqual(["refused", "refused"]);
    expect(two.state("iom").reason).toBe("noCapacity");
    expect(held(two)).toEqual([]);
    expect(two.stores.wfp.committed.ledger).toContainEqual(
      expect.objectContaining({ kind: "destroyed", persons: 1 }),
    );
  });

  test("that is withdrawn after it was accepted is taken out of the partner's registry", async () => {
    const two = parties();
    await open(two);
    await two.settled();
    await two.drivers.wfp.act(ID, { kind: "accept", person: undefined });
    await two.settled();
    await two.drivers.iom.act(ID, { kind: "withdraw", reason: "personWithdrew" });
    await two.settled();
    expect(two.steps()).toEqual(["withdrawn", "withdrawn"]);
    expect(held(two)).toEqual([]);
  });

  test("that nobody answers in time is withdrawn on both sides, and cannot be accepted any more", async () => {
    const two = parties();
    await open(two);
    await two.settled();
    two.now = "2026-06-03T00:00:00.001Z";
    await expect(two.drivers.wfp.act(ID, { kind: "accept", person: undefined })).rejects.toMatchObject({
      code: "referral.too_late",
    });
    await two.resume();
    expect(two.steps()).toEqual(["withdrawn", "withdrawn"]);
    expect(two.state("wfp").reason).toBe("notAnswered");
    expect(held(two)).toEqual([]);
  });

  test("whose service is not given in time says so and waits for staff", async () => {
    const two = parties();
    await open(two);
    await two.settled();
    await two.drivers.wfp.act(ID, { kind: "accept", person: undefined });
    await two.settled();
    two.now = "2026-08-01T00:00:00.000Z";
    await two.resume();
    expect(two.steps()).toEqual(["accepted", "accepted"]);
    expect(two.state("iom").waits?.overdue).toBe(true);
    expect(two.state("wfp").waits?.overdue).toBe(true);
  });

  test("outside the terms is not begun: service, name, note, household, ceiling", async () => {
    const narrow = agreement((draft) => ({
      ...draft,
      referrals: draft.referrals.map((terms) => ({
        ...terms,
        subjects: ["person"],
        services: [{ kind: "health", names: ["Malakal clinic"] }],
        personsPerDay: 1,
      })),
    }));
    const code = async (act: ReferralAct, today = 0) => {
      const two = parties(narrow);
      two.stores.iom.today = { own: today, partner: 0 };
      const error: { code?: string } = await open(two, act).then(
        () => ({}),
        (thrown) => thrown,
      );
      expect(two.wire).toEqual([]);
      return error.code;
    };
    const health = { kind: "health" as const };
    expect(await code(refer())).toBe("referral.service_not_granted");
    expect(await code(refer({ service: { ...health, name: "Bor clinic" } }))).toBe(
      "referral.service_unnamed",
    );
    expect(await code(refer({ service: health, note: "x" }))).toBe("referral.note_too_long");
    expect(await code(refer({ service: health, subject: "household" }))).toBe("referral.subject_not_granted");
    expect(await code(refer({ service: health }), 1)).toBe("referral.daily_ceiling");
  });

  test("outside the clauses is rejected whole by the receiver, whoever sends it", async () => {
    const two = parties();
    const phone: DisclosedPerson = {
      ref: "p1",
      statements: [
        { ...person.statements[0]!, states: { "person.disability": { state: "known", value: true } } },
      ],
    };
    await open(two);
    const [message] = two.wire;
    await two.settled();
    const other = "0191e3a0-0000-7000-8000-00000000000b";
    const body = two.wire[0]!.body as Extract<ReferralBody, { kind: "refer" }>;
    expect(message).toBe(two.wire[0]);
    const send = async (change: Partial<typeof body>) => {
      await two.drivers.wfp.receive({ ...two.wire[0]!, conversation: other, body: { ...body, ...change } });
      await two.settled();
      const state = two.stores.wfp.committed.states.get(other)!;
      two.stores.wfp.committed.states.delete(other);
      return [state.step, state.reason];
    };
    const { content } = body;
    expect(await send({ content: { ...content, persons: [phone] } })).toEqual([
      "rejected",
      "attributeNotGranted",
    ]);
    expect(await send({ content: { ...content, note: "who" } })).toEqual([
      "rejected",
      "referral.note_too_long",
    ]);
    expect(await send({ commitment: "0".repeat(64) })).toEqual(["rejected", "referral.commitment_mismatch"]);
    expect(await send({ answerBy: "2027-06-01T00:00:00.000Z" })).toEqual([
      "rejected",
      "referral.answer_time",
    ]);
    expect(await send({ service: { kind: "other" } })).toEqual(["rejected", "referral.service_not_granted"]);
    expect(held(two)).toEqual(["offer"]); // the first one's alone
    expect(two.stores.wfp.committed.ledger.filter((note) => note.kind === "refusal")).toHaveLength(5);
  });

  test("of a direction or a partner without terms is refused before anything is kept", async () => {
    const two = parties(agreement((draft) => ({ ...draft, referrals: [] })));
    await expect(open(two)).rejects.toMatchObject({ code: "referral.not_granted" });
    const none = {
      ...two.stores.wfp.agreements[0]!,
      force: { inForce: false, code: "agreement.suspended", reason: "" },
    };
    const suspended = parties();
    suspended.stores.iom.agreements[0] = none as never;
    await expect(open(suspended)).rejects.toMatchObject({ code: "exchange.agreement_unknown" });
  });
});

/** What staff of both sides do, in order: each is done again where the process died before it was kept. */
async function story(two: Parties, end: "complete" | "withdraw" | "refuse"): Promise<readonly string[]> {
  await two.staff(
    () => open(two),
    () => two.stores.iom.committed.states.has(ID),
  );
  await two.resume();
  const step = () => two.state("wfp").step;
  if (end === "refuse") {
    await two.staff(
      () => two.drivers.wfp.act(ID, { kind: "refuse", reason: "notEligible" }),
      () => step() !== "offered",
    );
  } else {
    await two.staff(
      () => two.drivers.wfp.act(ID, { kind: "accept", person: undefined }),
      () => step() !== "offered",
    );
    if (end === "complete") {
      await two.staff(
        () => two.drivers.wfp.act(ID, { kind: "complete", outcome: "served" }),
        () => step() === "completed",
      );
    } else {
      const withdraw = () => two.drivers.iom.act(ID, { kind: "withdraw", reason: "noLongerNeeded" });
      await two.staff(withdraw, () => two.state("iom").step === "withdrawn");
    }
  }
  await two.resume();
  return [...two.steps(), ...held(two)];
}

describe("whatever fails on the way", () => {
  for (const end of ["complete", "withdraw", "refuse"] as const) {
    test(`a referral that ends with ${end} ends so after a crash at any call to either store`, async () => {
      const calm = parties();
      const expected = await story(calm, end);
      const ledgers = (two: Parties) =>
        (["iom", "wfp"] as const).map((party) => two.stores[party].committed.ledger);
      for (const party of ["iom", "wfp"] as const) {
        const calls = calm.stores[party].calls;
        expect(calls).toBeGreaterThan(3);
        for (let call = 0; call < calls; call++) {
          for (const when of ["before", "after"] as const) {
            const two = parties();
            two.stores[party].crashAt = { call, when };
            expect(await story(two, end), `${party} ${call} ${when}`).toEqual(expected);
            expect(ledgers(two)).toEqual(ledgers(calm));
            expect(two.faults).toEqual([]);
          }
        }
      }
    });
  }

  test("messages lost, repeated and answered in vain change nothing", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.infiniteStream(fc.constantFrom("pass", "lose", "loseAnswer", "repeat")),
        fc.constantFrom("complete", "withdraw", "refuse"),
        async (faults, end) => {
          const two = parties();
          let disturbed = 0;
          two.fault = () => (disturbed++ < 12 ? (faults.next().value ?? "pass") : "pass");
          const calm = parties();
          expect(await story(two, end)).toEqual(await story(calm, end));
          expect(two.stores.wfp.committed.ledger).toEqual(calm.stores.wfp.committed.ledger);
        },
      ),
      { numRuns: 60, seed: 12 },
    );
  });

  test("a withdrawal that crosses an answer ends both sides at the same step, and never with data that must go", async () => {
    const answers: readonly ReferralAct[][] = [
      [{ kind: "accept", person: undefined }],
      [{ kind: "refuse", reason: "noCapacity" }],
      [
        { kind: "accept", person: undefined },
        { kind: "complete", outcome: "served" },
      ],
    ];
    for (const acts of answers) {
      const two = parties();
      await open(two);
      await two.settled();
      two.fault = () => "lose";
      for (const act of acts) await two.drivers.wfp.act(ID, act);
      await two.drivers.iom.act(ID, { kind: "withdraw", reason: "error" });
      await two.settled();
      two.fault = () => "pass";
      await two.resume();
      const done = acts.length === 2 ? "completed" : "withdrawn";
      expect(two.steps()).toEqual([done, done]);
      expect(held(two)).toEqual(done === "completed" ? ["file"] : []);
    }
  });
});
