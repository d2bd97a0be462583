import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { commitmentOf } from "../src/commitment.ts";
import { LIMITS, PROTOCOL, reportOf } from "../src/index.ts";
import type { MemoryPerson } from "./memory-registry.ts";
import { agreementOf, EXCHANGE, TwoNodes } from "./two-nodes.ts";

const person = (agency: string, number: number, name = `Person${number} Of${number}`): MemoryPerson => ({
  ref: `${agency}-${String(number).padStart(5, "0")}`,
  name,
  phone: `+2119${String(10_000_000 + number)}`,
  disability: number % 7 === 0,
});
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);

/** 1,200 and 900 persons, 600 of them in both, two of these so that a human must decide: several batches each way. */
const persons = {
  iom: [
    ...range(0, 1200).map((n) => person("a", n)),
    person("a", 5000, "Unsure One"),
    person("a", 5001, "Unsure Two"),
  ],
  wfp: [
    ...range(600, 1500).map((n) => person("b", n)),
    person("b", 5000, "Unsure One"),
    person("b", 5001, "Unsure Two"),
  ],
};
const few = { iom: range(0, 6).map((n) => person("a", n)), wfp: range(3, 9).map((n) => person("b", n)) };

function outcome(nodes: TwoNodes) {
  expect(nodes.faults).toEqual([]);
  return ["iom", "wfp"].map((id) => {
    const { millisecondsByStep: _, ...report } = reportOf(nodes.state(id));
    const { received, links } = nodes.nodes[id]!.store.committed;
    return {
      report,
      received: [...received.keys()].sort(),
      links: [...links.values()].sort((a, b) => (a.supplierRef < b.supplierRef ? -1 : 1)),
    };
  });
}

async function undisturbed(population: typeof few, wire: { window?: number; personsPerBatch?: number } = {}) {
  const nodes = new TwoNodes(population, agreement, wire);
  await nodes.run();
  expect(nodes.state("wfp").step).toBe("done");
  return outcome(nodes);
}
const agreement = agreementOf();

describe("an exchange", () => {
  test("ends with the same report on both sides, every link reconciled", async () => {
    const nodes = new TwoNodes(persons);
    await nodes.run();
    expect(nodes.faults).toEqual([]);
    const [iom, wfp] = ["iom", "wfp"].map((id) => reportOf(nodes.state(id)));
    expect(iom?.step).toBe("done");
    expect(wfp?.step).toBe("done");
    expect(wfp?.match?.linked).toBe(600);
    expect(wfp?.match?.waiting).toBe(2);
    expect(iom?.sides).toEqual(wfp?.sides);
    expect(nodes.nodes.iom!.store.committed.received.size).toBe(600);
    expect(nodes.nodes.wfp!.store.committed.received.size).toBe(600);
  });

  test("puts the same commitments into both ledgers", async () => {
    const nodes = new TwoNodes(persons);
    await nodes.run();
    const commitments = (id: string, kind: string) =>
      nodes.nodes[id]!.store.committed.ledger.flatMap((note) =>
        note.kind === kind && "commitment" in note ? [note.commitment] : [],
      );
    expect(commitments("iom", "disclosure").length).toBeGreaterThan(3);
    expect(commitments("iom", "disclosure")).toEqual(commitments("wfp", "receipt"));
    expect(commitments("wfp", "disclosure")).toEqual(commitments("iom", "receipt"));
  });

  test("purges what was received for matching and says so with a certificate", async () => {
    const nodes = new TwoNodes(persons);
    await nodes.run();
    expect(nodes.nodes.wfp!.store.committed.staged.size).toBe(0);
    expect(nodes.wire.some((message) => message.body.kind === "purged")).toBe(true);
  });

  test("carries an adjudicator's decision in a round of its own", async () => {
    const nodes = new TwoNodes(persons);
    await nodes.run();
    const { links } = nodes.nodes.wfp!.store.committed;
    links.set("a-05000", {
      matcherRef: "b-05000",
      supplierRef: "a-05000",
      verdict: "linked",
      probability: 0.9,
      decidedBy: "adjudicator",
      round: 1,
    });
    await nodes.nodes.wfp!.driver.adjudicated(EXCHANGE);
    await nodes.settled();
    expect(nodes.state("iom")).toMatchObject({ step: "done", round: 1 });
    expect(nodes.state("wfp")).toMatchObject({ step: "done", round: 1 });
    expect(nodes.nodes.iom!.store.committed.received.has("b-05000")).toBe(true);
    expect(nodes.nodes.wfp!.store.committed.received.has("a-05000")).toBe(true);
  });
});

describe("an attribute that no clause grants", () => {
  test("is in no byte that crosses the wire", async () => {
    const nodes = new TwoNodes(
      persons,
      agreementOf((draft) => ({
        ...draft,
        clauses: draft.clauses.filter((clause) => clause.attribute !== "person.phone"),
      })),
    );
    await nodes.run();
    const bytes = JSON.stringify(nodes.wire);
    expect(nodes.state("iom").step).toBe("done");
    expect(bytes).not.toContain("phone");
    expect(bytes).not.toContain("disability");
    for (const { phone } of [...persons.iom, ...persons.wfp]) expect(bytes).not.toContain(phone);
  });

  test("makes the receiver refuse the whole batch and halt both sides", async () => {
    const nodes = new TwoNodes(few);
    nodes.fault = (message) => {
      if (message.body.kind === "batch" && message.body.flow === "match") {
        (message.body.match as { states: Record<string, unknown> }[])[0]!.states["person.disability"] = {
          state: "known",
          value: true,
        };
        // A partner that cheats also commits to what it sends.
        Object.assign(message.body, {
          commitment: commitmentOf({ match: message.body.match }, message.body.salt),
        });
      }
      return "pass";
    };
    await nodes.run();
    expect(nodes.state("wfp").standing).toMatchObject({
      kind: "halted",
      code: "exchange.batch_refused.attributeNotGranted",
    });
    expect(nodes.state("iom").standing).toMatchObject({ kind: "halted", by: "wfp" });
    expect(nodes.nodes.wfp!.store.committed.staged.size).toBe(0);
    expect(nodes.nodes.wfp!.store.committed.ledger.some((note) => note.kind === "refusal")).toBe(true);
  });

  test("is refused where a batch is not what its commitment says", async () => {
    const nodes = new TwoNodes(few);
    nodes.fault = (message) => {
      if (message.body.kind === "batch") Object.assign(message.body, { commitment: "0".repeat(64) });
      return "pass";
    };
    await nodes.run();
    expect(nodes.state("wfp").standing).toMatchObject({ code: "exchange.commitment_mismatch" });
  });
});

describe("the circuit breaker", () => {
  const strict = agreementOf((draft) => ({
    ...draft,
    circuitBreaker: { expectedOverlap: { minimum: 0.9, maximum: 1 }, maximumDuplicateShare: 1 },
  }));

  test("holds an exchange whose overlap is implausible, and tells the partner why", async () => {
    const nodes = new TwoNodes(few, strict);
    await nodes.run();
    expect(nodes.state("wfp").standing).toMatchObject({ kind: "held", code: "exchange.implausible_overlap" });
    expect(nodes.state("iom").partnerNotice).toMatchObject({ code: "exchange.implausible_overlap" });
    expect(nodes.nodes.iom!.store.committed.links.size).toBe(0);
  });

  test("lets it go on when a member of staff says so", async () => {
    const nodes = new TwoNodes(few, strict);
    await nodes.run();
    await nodes.nodes.wfp!.driver.override(EXCHANGE, "officer", "a small trial");
    await nodes.settled();
    expect(nodes.state("iom").step).toBe("done");
    expect(nodes.state("wfp").step).toBe("done");
  });
});

describe("an agreement that is no longer in force", () => {
  test("halts the exchange at once, and batches that wait for delivery do not leave", async () => {
    const nodes = new TwoNodes(persons);
    let batches = 0;
    nodes.fault = (message) => {
      if (message.body.kind === "batch" && ++batches === 2) {
        const { store } = nodes.nodes.iom!;
        store.held = store.held.map((held) => ({
          ...held,
          force: { inForce: false, code: "agreement.revoked", reason: "revoked" },
        }));
      }
      return "pass";
    };
    await nodes.run();
    expect(nodes.state("iom").standing).toMatchObject({ kind: "halted", code: "agreement.revoked" });
    expect(nodes.state("wfp").standing).toMatchObject({ kind: "halted", by: "iom" });
    expect(batches).toBe(2);
  });
});

describe("the window of batches under way", () => {
  const many = {
    iom: range(0, 40).map((n) => person("a", n)),
    wfp: range(20, 60).map((n) => person("b", n)),
  };

  /** Batches that one side has sent before it hears of the first, and what comes of the exchange once it does. */
  async function underWay(window: number) {
    const nodes = new TwoNodes(many, agreement, { window, personsPerBatch: 2 });
    nodes.fault = (message) => (message.body.kind === "received" ? "lose" : "pass");
    await nodes.run();
    const sent = nodes.state("iom").outgoing.match?.awaiting.length;
    nodes.fault = () => "pass";
    await nodes.resume();
    expect(nodes.state("iom").step).toBe("done");
    return { sent, outcome: outcome(nodes) };
  }

  test("is never exceeded, is used whole, and changes nothing in what comes of the exchange", async () => {
    const one = await underWay(1);
    const four = await underWay(4);
    const unlimited = await underWay(Number.POSITIVE_INFINITY);
    expect([one.sent, four.sent, unlimited.sent]).toEqual([1, 4, 20]);
    expect(four.outcome).toEqual(one.outcome);
    expect(unlimited.outcome).toEqual(one.outcome);
  });

  test("is brought over ahead of its turn, a few messages at a time, while the partner is busy with one before", async () => {
    const nodes = new TwoNodes(many, agreement, { window: Number.POSITIVE_INFINITY, personsPerBatch: 2 });
    let most = 0;
    let ahead = 0;
    nodes.fault = (message) => {
      if (message.from === "iom") {
        const beyond = nodes.prepared.filter((number) => number > message.number).length;
        ahead += beyond;
        most = Math.max(most, beyond);
      }
      return message.body.kind === "received" ? "lose" : "pass";
    };
    await nodes.run();
    expect(ahead).toBeGreaterThan(0);
    expect(most).toBeLessThanOrEqual(LIMITS.messagesAhead);
    expect(new Set(nodes.prepared).size).toBe(nodes.prepared.length);
  });

  test("reads each batch in a transaction of its own, so that a whole flow is never held in memory", async () => {
    const nodes = new TwoNodes(many, agreement, { window: Number.POSITIVE_INFINITY, personsPerBatch: 2 });
    await nodes.run();
    const { history } = nodes.nodes.iom!.store;
    const sent = history.map(({ exchanges }) => exchanges.get(EXCHANGE)?.outgoing.match?.nextIndex ?? 0);
    expect(Math.max(...sent.map((at, index) => at - (sent[index - 1] ?? 0)))).toBe(1);
  });
});

describe("a bad network", () => {
  test("changes nothing: messages lost, repeated, or whose answer is lost come to the same result", async () => {
    const expected = await undisturbed(few);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom("pass", "lose", "loseAnswer", "repeat"), { minLength: 1, maxLength: 40 }),
        async (faults) => {
          const nodes = new TwoNodes(few, agreement);
          let next = 0;
          nodes.fault = () => (faults[next++] as "pass" | undefined) ?? "pass";
          await nodes.run();
          await nodes.resume();
          expect(outcome(nodes)).toEqual(expected);
        },
      ),
      { numRuns: 60 },
    );
  });

  test("refuses a message of another exchange's partner, and one that was never introduced", async () => {
    const nodes = new TwoNodes(few);
    await nodes.run();
    const hello = nodes.wire[0]!;
    const { driver } = nodes.nodes.wfp!;
    expect(await driver.receive({ ...hello, from: "mallory" }, "suite-a")).toMatchObject({ kind: "refused" });
    expect(await driver.receive({ ...hello, to: "other" }, "suite-a")).toMatchObject({
      kind: "refused",
      code: "exchange.misdirected",
    });
    const unknown = { ...hello, exchange: "0191e3a0-0000-7000-8000-00000000ffff" };
    expect(await driver.receive({ ...unknown, number: 3 }, "suite-a")).toMatchObject({
      kind: "refused",
      code: "exchange.unknown",
    });
    expect(
      await driver.receive(
        {
          ...unknown,
          body: {
            kind: "hello",
            protocol: PROTOCOL,
            agreement: "none",
            suites: ["suite-a"],
            alongside: [],
            bases: [],
          },
        },
        "suite-a",
      ),
    ).toMatchObject({ kind: "refused", code: "exchange.agreement_unknown" });
    expect(await driver.receive(hello, "suite-a")).toMatchObject({ kind: "accepted" });
  });
});

describe("the suite under which messages are sealed", () => {
  test("is the answering node's preferred one of those offered, and all messages after the hello are sealed with it", async () => {
    const nodes = new TwoNodes(few);
    await nodes.run();
    expect([nodes.state("iom").suite, nodes.state("wfp").suite]).toEqual(["suite-a", "suite-a"]);
    expect(nodes.sealedWith[0]).toBeUndefined();
    expect(new Set(nodes.sealedWith.slice(1))).toEqual(new Set(["suite-a"]));
    expect(nodes.state("iom").step).toBe("done");
  });

  test("is one that both have, where the preferred one is new to the other", async () => {
    const nodes = new TwoNodes(few);
    nodes.suites = { iom: ["suite-old"], wfp: ["suite-new", "suite-old"] };
    await nodes.restart("iom");
    await nodes.restart("wfp");
    await nodes.run();
    expect(nodes.state("wfp")).toMatchObject({ suite: "suite-old", step: "done" });
  });

  test("halts the exchange where there is none in common", async () => {
    const nodes = new TwoNodes(few);
    nodes.suites = { iom: ["suite-old"], wfp: ["suite-new"] };
    await nodes.restart("iom");
    await nodes.restart("wfp");
    await nodes.run();
    expect(nodes.state("iom").standing).toMatchObject({ kind: "halted", code: "exchange.suite_unknown" });
  });

  test("cannot be another in the middle of an exchange", async () => {
    const nodes = new TwoNodes(few);
    await nodes.run();
    const { driver } = nodes.nodes.wfp!;
    const later = nodes.wire.find((message) => message.to === "wfp" && message.number > 0)!;
    expect(await driver.receive(later, "suite-b")).toMatchObject({ code: "exchange.suite_mismatch" });
    expect(await driver.receive(later, "suite-a")).toMatchObject({ kind: "accepted" });
  });
});

describe("a process killed", () => {
  test("at any call to either store, before or after it took effect, ends with the same result once it is resumed", async () => {
    const wire = { personsPerBatch: 1, window: 2 };
    const expected = await undisturbed(few, wire);
    for (const id of ["iom", "wfp"]) {
      for (const when of ["before", "after"] as const) {
        for (let call = 0; ; call++) {
          const nodes = new TwoNodes(few, agreement, wire);
          const { store } = nodes.nodes[id]!;
          store.crashAt = { call, when };
          await nodes.run().catch(() => undefined);
          await nodes.settled();
          const crashed = store.dead;
          await nodes.restart(id);
          if (nodes.nodes.iom!.store.committed.exchanges.size === 0) await nodes.run();
          await nodes.resume();
          expect(outcome(nodes), `${id} killed ${when} call ${call}`).toEqual(expected);
          if (!crashed) break;
        }
      }
    }
  });
});
