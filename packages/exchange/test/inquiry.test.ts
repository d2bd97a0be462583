import { type Agreement, draftAgreement } from "@accord/agreement";
import { describe, expect, test } from "vitest";
import {
  type AssistanceFinding,
  type InquiryAct,
  type InquiryBody,
  type InquiryResult,
  type InquiryState,
  type InquiryTask,
  inquiryMachine,
} from "../src/index.ts";
import type { ConversationData } from "./memory-conversations.ts";
import { agreementOf } from "./two-nodes.ts";
import { ID, TwoParties } from "./two-parties.ts";

type Parties = TwoParties<InquiryState, InquiryBody, InquiryAct, InquiryTask, InquiryResult>;

const agreement = (change: (draft: Agreement) => Agreement = (draft) => draft): Agreement =>
  change(
    draftAgreement({
      parties: agreementOf().parties,
      scope: { places: ["SS"] },
      validFrom: "2026-01-01",
      impactAssessment: { reference: "DPIA-1", completedOn: "2025-12-01" },
      assistance: true,
    }),
  );

const REFS = Array.from({ length: 12 }, (_, index) => `r${index}`);
const ASKED = REFS.map((linkedRef) => ({ ref: `q${linkedRef}`, linkedRef }));
const cycle = { from: "2026-06-01", until: "2026-06-30" };
const list = { kind: "food" as const, cycle };

/** An answering registry that knows `found`, and an asking one in which the persons on the list are linked as `REFS`. */
function parties(of: Agreement, found: readonly AssistanceFinding[], declined?: string): Parties {
  const work = async (
    data: ConversationData<InquiryState, InquiryBody>,
    _state: InquiryState,
    _held: unknown,
    task: InquiryTask,
  ): Promise<InquiryResult> => {
    if (task.kind === "gather")
      return { kind: "gather", asked: ASKED.slice(0, task.persons.length), salt: "B".repeat(43) };
    if (task.kind === "look") return { kind: "look", findings: found, salt: "C".repeat(43), declined };
    data.held.set("findings", task.findings);
    return { kind: "keep" };
  };
  return new TwoParties(of, inquiryMachine, work);
}

const ask = (two: Parties, persons = 12, of = list) =>
  two.drivers.wfp.open({
    id: ID,
    agreement: two.digest,
    act: { kind: "ask", list: of, persons: REFS.slice(0, persons) },
  });
const findings: readonly AssistanceFinding[] = [
  { ref: "qr1", about: "a1", cycle, on: "2026-06-03" },
  { ref: "qr4", about: "a4", cycle },
];

describe("a question on a distribution list", () => {
  test("is answered by the partner's node by itself, and both ledgers hold question and answer", async () => {
    const two = parties(agreement(), findings);
    await ask(two);
    await two.settled();
    expect(two.steps()).toEqual(["done", "done"]);
    expect(two.state("wfp")).toMatchObject({ persons: 12, found: 2, reason: undefined });
    expect(two.stores.wfp.committed.held.get("findings")).toEqual(findings);
    const crossings = (party: "iom" | "wfp", kind: string) =>
      two.stores[party].committed.ledger.flatMap((note) =>
        note.kind === kind && "commitment" in note && "records" in note
          ? [[note.commitment, note.records]]
          : [],
      );
    expect(crossings("wfp", "disclosure")).toEqual(crossings("iom", "receipt"));
    expect(crossings("iom", "disclosure")).toEqual(crossings("wfp", "receipt"));
    expect(crossings("iom", "disclosure")).toEqual([[expect.any(String), 2]]);
  });

  test("tells yes or no only where the clause says so, and a partner who tells or takes more is refused", async () => {
    const yesOrNo = agreement((draft) => ({
      ...draft,
      clauses: draft.clauses.map((clause) =>
        clause.tier === "assistance" ? { ...clause, transformation: "present" as const } : clause,
      ),
    }));
    const told = parties(yesOrNo, [{ ref: "qr1", about: "a1" }]);
    await ask(told);
    await told.settled();
    expect(told.state("wfp").step).toBe("done");
    const more = parties(yesOrNo, findings);
    await ask(more);
    await more.settled();
    expect(more.state("wfp")).toMatchObject({ step: "declined", reason: "assistance.answer_outside_clause" });
    expect(more.stores.wfp.committed.held.size).toBe(0);
  });

  test("on few persons, too many, another kind or another time is not asked", async () => {
    const narrow = agreement((draft) => ({
      ...draft,
      assistance: draft.assistance.map((terms) => ({
        ...terms,
        kinds: ["food"],
        mostPersons: 11,
        daysAhead: 29,
      })),
    }));
    const code = async (persons: number, of = list, today = 0) => {
      const two = parties(narrow, []);
      two.stores.wfp.today = { own: today, partner: 0 };
      const error: { code?: string } = await ask(two, persons, of).then(
        () => ({}),
        (thrown) => thrown,
      );
      expect(two.wire).toEqual(error.code === undefined ? two.wire : []);
      return error.code;
    };
    expect(await code(9)).toBe("assistance.list_too_small");
    expect(await code(12)).toBe("assistance.list_too_large");
    expect(await code(10, { ...list, kind: "cash" as "food" })).toBe("assistance.kind_not_granted");
    expect(await code(10, { ...list, cycle: { from: "2026-06-01", until: "2026-07-02" } })).toBe(
      "assistance.cycle_out_of_bounds",
    );
    expect(await code(10, list, 99_991)).toBe("assistance.daily_ceiling");
    expect(await code(10)).toBeUndefined();
  });

  test("that a lying partner sends beyond the terms is declined without a look, and stands in the ledger", async () => {
    const two = parties(agreement(), findings);
    await ask(two);
    const [sent] = two.wire;
    await two.settled();
    const body = (two.wire[0] ?? sent)!.body as Extract<InquiryBody, { kind: "ask" }>;
    const id = "0191e3a0-0000-7000-8000-00000000000c";
    const send = async (change: Partial<typeof body>, today = 0) => {
      two.stores.iom.today = { own: 0, partner: today };
      await two.drivers.iom.receive({ ...two.wire[0]!, conversation: id, body: { ...body, ...change } });
      await two.settled();
      const state = two.stores.iom.committed.states.get(id)!;
      two.stores.iom.committed.states.delete(id);
      return [state.step, state.reason];
    };
    expect(await send({ persons: ASKED.slice(0, 1) })).toEqual(["declined", "assistance.list_too_small"]);
    expect(await send({ persons: [...ASKED.slice(1), ASKED[1]!] })).toEqual([
      "declined",
      "assistance.person_repeated",
    ]);
    expect(await send({}, 100_000)).toEqual(["declined", "assistance.daily_ceiling"]);
    expect(await send({ commitment: "1".repeat(64) })).toEqual([
      "declined",
      "assistance.commitment_mismatch",
    ]);
    expect(two.stores.iom.committed.ledger.filter((note) => note.kind === "refusal")).toHaveLength(4);
  });

  test("on persons who were asked about too often is declined by the answering registry", async () => {
    const two = parties(agreement(), findings, "assistance.asked_too_often");
    await ask(two);
    await two.settled();
    expect(two.steps()).toEqual(["declined", "declined"]);
    expect(two.state("wfp").reason).toBe("assistance.asked_too_often");
  });

  test("ends alike after a crash at any call to either store", async () => {
    const story = async (two: Parties) => {
      await two.staff(
        () => ask(two),
        () => two.stores.wfp.committed.states.has(ID),
      );
      await two.settled();
      for (const each of ["iom", "wfp"] as const) if (two.stores[each].dead) two.restart(each);
      await two.resume();
      return [...two.steps(), two.stores.wfp.committed.held.get("findings")];
    };
    const calm = parties(agreement(), findings);
    const expected = await story(calm);
    for (const party of ["iom", "wfp"] as const) {
      for (let call = 0; call < calm.stores[party].calls; call++) {
        for (const when of ["before", "after"] as const) {
          const two = parties(agreement(), findings);
          two.stores[party].crashAt = { call, when };
          expect(await story(two), `${party} ${call} ${when}`).toEqual(expected);
          for (const each of ["iom", "wfp"] as const)
            expect(two.stores[each].committed.ledger).toEqual(calm.stores[each].committed.ledger);
        }
      }
    }
  });

  test("that is not answered in time says so, and an answer that comes later is taken", async () => {
    const two = parties(agreement(), findings);
    two.fault = () => "lose";
    await ask(two);
    await two.settled();
    two.now = "2026-06-02T00:00:00.000Z";
    await two.drivers.wfp.resumeAll();
    await two.settled();
    expect(two.state("wfp").waits).toMatchObject({ overdue: true, for: "iom" });
    two.fault = () => "pass";
    await two.resume();
    expect(two.steps()).toEqual(["done", "done"]);
  });
});
