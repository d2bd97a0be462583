import { type Agreement, TEMPLATE_OVERLAP } from "@accord/agreement";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LIMITS, MessageBody, reportOf } from "../src/index.ts";
import type { MemoryPerson } from "./memory-registry.ts";
import { agreementOf, EXCHANGE, type Fault, TwoNodes } from "./two-nodes.ts";

type Overlap = NonNullable<Agreement["overlap"]>;
type Population = Readonly<Record<"iom" | "wfp", readonly MemoryPerson[]>>;

const person = (agency: string, number: number): MemoryPerson => ({
  ref: `${agency}-${String(number).padStart(5, "0")}`,
  name: `Person${"abcdefghij"[number % 10]} Of${number} Kin${number * 7}`,
  phone: `+2119${String(10_000_000 + number)}`,
  card: `RC-${number}`,
  disability: false,
});
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);
const population = (onlyIom: number, both: number, onlyWfp: number): Population => ({
  iom: range(0, onlyIom + both).map((n) => person("a", n)),
  wfp: range(onlyIom, onlyIom + both + onlyWfp).map((n) => person("b", n)),
});
const withOverlap = (overlap: Partial<Overlap> = {}, terms: Partial<Agreement> = {}): Agreement =>
  agreementOf((draft) => ({
    ...draft,
    minimumOverlapTold: 10,
    overlap: { ...TEMPLATE_OVERLAP, estimateBy: ["phone", "rationCard"], byCounty: false, ...overlap },
    ...terms,
  }));
const agreement = withOverlap();

async function run(
  persons: Population,
  terms: Agreement = agreement,
  options: { fault?: Fault; tuplesPerBatch?: number; window?: number } = {},
): Promise<TwoNodes> {
  const nodes = new TwoNodes(persons, terms, options.window === undefined ? {} : { window: options.window });
  if (options.fault !== undefined) nodes.fault = options.fault;
  for (const registry of Object.values(nodes.registries))
    registry.overlap.tuplesPerBatch = options.tuplesPerBatch;
  await nodes.run();
  return nodes;
}
const told = (nodes: TwoNodes, id: string) => nodes.state(id).overlap?.told;
const ledger = (nodes: TwoNodes, id: string) => nodes.nodes[id]!.store.committed.ledger;
const disclosed = (nodes: TwoNodes) =>
  nodes.wire.filter((message) => message.body.kind === "batch" && message.body.flow === "match").length;

/** Changes a message of one kind on its way, as a partner that cheats would have sent it. */
const tampering =
  (kind: string, change: (body: Record<string, unknown>) => void, from = "iom"): Fault =>
  (message) => {
    if (message.body.kind === kind && message.from === from) change(message.body as Record<string, unknown>);
    return "pass";
  };

describe("the overlap", () => {
  test("is known to both sides before anybody is disclosed, and is the true number by exact keys", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(25), fc.integer({ min: 10, max: 40 }), fc.nat(25), async (a, both, b) => {
        const nodes = await run(population(a, both, b));
        expect(nodes.faults).toEqual([]);
        for (const id of ["iom", "wfp"]) {
          expect(nodes.state(id).step).toBe("done");
          expect(told(nodes, id)).toMatchObject({ kind: "estimated", persons: both, low: both, high: both });
        }
        const kinds = nodes.wire.map((message) => message.body.kind);
        expect(kinds.lastIndexOf("overlapPassed")).toBeLessThan(kinds.indexOf("batch"));
      }),
      { numRuns: 8 },
    );
  });

  test("is told by county of each registry, where the agreement says so", async () => {
    const nodes = await run(population(20, 60, 20), withOverlap({ byCounty: true }));
    expect(told(nodes, "iom")).toEqual(told(nodes, "wfp"));
    expect(told(nodes, "iom")).toMatchObject({
      persons: 60,
      byCounty: {
        iom: { SS0101: { count: 30 }, SS0202: { count: 30 } },
        wfp: { SS0101: { count: 30 }, SS0202: { count: 30 } },
      },
    });
  });

  test("stands in the report, with the time that it took", async () => {
    const nodes = await run(population(5, 20, 5));
    const report = reportOf(nodes.state("iom"));
    expect(report.overlap).toMatchObject({ told: { persons: 20 } });
    expect(Object.keys(report.millisecondsByStep)).toContain("overlap");
  });

  test("is in both ledgers: what each committed to, what each heard, and what came of it", async () => {
    const nodes = await run(population(5, 20, 5));
    const events = (id: string, event: string) =>
      ledger(nodes, id).flatMap((note) => (note.kind === "overlap" && note.event === event ? [note] : []));
    for (const [self, partner] of [
      ["iom", "wfp"],
      ["wfp", "iom"],
    ] as const) {
      expect(events(self, "committed")).toHaveLength(1);
      expect(events(self, "committed")[0]?.commitment).toBe(events(partner, "heard")[0]?.commitment);
      expect(events(self, "counted")).toMatchObject([{ persons: 20 }]);
    }
  });

  test("leaves no key of anybody on the wire, and every blinded element is there once", async () => {
    const persons = population(5, 20, 5);
    const nodes = await run(persons, withOverlap({}, { clauses: [] }));
    const bytes = JSON.stringify(nodes.wire);
    for (const { phone, card } of [...persons.iom, ...persons.wfp]) {
      expect(bytes).not.toContain(phone);
      expect(bytes).not.toContain(card);
    }
    const sets = nodes.wire.flatMap(({ body }) =>
      body.kind === "overlapBatch" && body.part === "set" ? [Buffer.from(body.content, "base64")] : [],
    );
    const elements = sets.flatMap((set) =>
      range(0, set.length / 32).map((at) => set.subarray(at * 32, at * 32 + 32).toString("hex")),
    );
    expect(elements).toHaveLength(2 * 50);
    expect(new Set(elements).size).toBe(elements.length);
  });

  test("forgets elements and tags when it is counted", async () => {
    const nodes = await run(population(5, 20, 5));
    for (const id of ["iom", "wfp"]) expect(nodes.nodes[id]!.store.overlap.size).toBe(0);
  });

  test("is answered in an order that tells nothing: the place of a person in the answer is drawn anew", async () => {
    const nodes = await run(population(0, 200, 0));
    const answers = nodes.wire.flatMap(({ body, from }) =>
      body.kind === "overlapBatch" && body.part === "answer" ? [{ from, content: body.content }] : [],
    );
    expect(answers.map((answer) => answer.from)).toEqual(["iom", "wfp"]);
    // Both registries have the same 200 persons, so that both answers are the same tags: in other orders.
    const tags = answers.map(({ content }) => {
      const bytes = Buffer.from(content, "base64");
      return range(0, bytes.length / 24).map((at) => bytes.subarray(at * 24, at * 24 + 24).toString("hex"));
    });
    expect([...tags[0]!].sort()).toEqual([...tags[1]!].sort());
    expect(tags[0]!.filter((tag, at) => tag === tags[1]![at]).length).toBeLessThan(8);
  });
});

describe("where few are in both", () => {
  test("the supplying party learns only that, from the wire as well, and the matching party's staff decide", async () => {
    const nodes = await run(population(30, 4, 30));
    expect(told(nodes, "iom")).toEqual({ kind: "fewerThan", fewerThan: 10 });
    expect(told(nodes, "wfp")).toEqual({ kind: "fewerThan", fewerThan: 10 });
    expect(nodes.state("wfp").standing).toMatchObject({ kind: "held", code: "exchange.overlap_too_small" });
    // Without the matching party's answer, nothing that the supplying party holds tells how many there are.
    const answers = nodes.wire.filter(({ body }) => body.kind === "overlapBatch" && body.part === "answer");
    expect(answers.map((message) => message.from)).toEqual(["iom"]);
    expect(nodes.wire.some(({ body }) => body.kind === "overlapCounted")).toBe(false);
    expect(disclosed(nodes)).toBe(0);
    for (const id of ["iom", "wfp"]) {
      const counted = ledger(nodes, id).find((note) => note.kind === "overlap" && note.event === "counted");
      expect(counted).toMatchObject({ persons: undefined });
    }
  });

  test("it goes on when they let it", async () => {
    const nodes = await run(population(30, 4, 30));
    await nodes.nodes.wfp!.driver.override(EXCHANGE, "officer", "a new camp");
    await nodes.settled();
    // The circuit breaker has its own say afterwards: it was not overridden by this.
    expect(nodes.state("wfp")).toMatchObject({
      step: "match",
      standing: { code: "exchange.overlap_too_small" },
    });
    expect(nodes.state("wfp").overlap?.confirmed).toEqual({ by: "officer", reason: "a new camp" });
  });

  test("the exchange ends by itself below what the agreement says", async () => {
    const nodes = await run(population(30, 20, 30), withOverlap({ stopBelow: 21 }));
    for (const id of ["iom", "wfp"]) {
      expect(nodes.state(id).standing).toMatchObject({ kind: "halted", code: "exchange.overlap_below" });
    }
    expect(disclosed(nodes)).toBe(0);
    expect((await run(population(30, 21, 30), withOverlap({ stopBelow: 21 }))).state("iom").step).toBe(
      "done",
    );
  });
});

describe("an agreement under which both confirm", () => {
  const both = withOverlap({ goOn: "whenBothConfirm" });

  test("holds both sides until staff of each have seen the estimate", async () => {
    const nodes = await run(population(5, 20, 5), both);
    for (const id of ["iom", "wfp"]) {
      expect(nodes.state(id).standing).toMatchObject({ kind: "held", code: "exchange.overlap_confirm" });
      expect(told(nodes, id)).toMatchObject({ persons: 20 });
    }
    await nodes.nodes.iom!.driver.override(EXCHANGE, "amina", "as expected");
    await nodes.settled();
    expect(nodes.state("iom").step).toBe("overlap");
    expect(disclosed(nodes)).toBe(0);
    await nodes.nodes.wfp!.driver.override(EXCHANGE, "peter", "as expected");
    await nodes.settled();
    expect(nodes.state("iom").step).toBe("done");
    expect(nodes.state("wfp").step).toBe("done");
    expect(nodes.state("wfp").breakerOverridden).toBeUndefined();
    expect(ledger(nodes, "iom").some((note) => note.kind === "overlap" && note.event === "confirmed")).toBe(
      true,
    );
  });

  test("lets either stop there, and nobody was disclosed", async () => {
    const nodes = await run(population(5, 20, 5), both);
    await nodes.nodes.iom!.driver.halt(EXCHANGE, {
      code: "exchange.stopped",
      reason: "too few",
      remedy: "None.",
    });
    await nodes.settled();
    expect(nodes.state("wfp").standing).toMatchObject({ kind: "halted", by: "iom" });
    expect(disclosed(nodes)).toBe(0);
  });
});

describe("ceilings", () => {
  test("end an exchange whose set would be larger than the agreement allows", async () => {
    const nodes = await run(
      population(5, 20, 5),
      withOverlap({ ceilings: { personsPerRun: 24, runsPerDay: 1 } }),
    );
    expect(nodes.state("iom").standing).toMatchObject({ kind: "halted", code: "exchange.overlap_ceiling" });
    expect(nodes.wire.some(({ body }) => body.kind === "overlapOpening")).toBe(false);
  });

  test("end an exchange that asks once more than the agreement allows in a day", async () => {
    const nodes = new TwoNodes(
      population(5, 20, 5),
      withOverlap({ ceilings: { personsPerRun: 100, runsPerDay: 2 } }),
    );
    nodes.nodes.wfp!.store.overlapRunsToday = 2;
    await nodes.run();
    expect(nodes.state("wfp").standing).toMatchObject({ kind: "halted", code: "exchange.overlap_runs" });
    expect(nodes.state("iom").standing).toMatchObject({ kind: "halted", by: "wfp" });
  });
});

describe("a run that links", () => {
  const linking = withOverlap({ linkBy: ["rationCard"] });

  test("tells the matching party which of its persons are in both, by pseudonyms and without their cards", async () => {
    const persons = population(12, 20, 9);
    const nodes = await run(persons, linking);
    expect(nodes.faults).toEqual([]);
    expect(nodes.state("wfp")).toMatchObject({ step: "done", overlap: { linked: 20 } });
    const { linked } = nodes.registries.wfp!.overlap;
    expect(
      linked.map((pair) => [pair.ownRef.slice(2), pair.partnerRef.slice(2)]).every(([a, b]) => a === b),
    ).toBe(true);
    expect(linked.every((pair) => pair.keys.includes("rationCard"))).toBe(true);
    expect(nodes.registries.iom!.overlap.linked).toEqual([]);
    expect(nodes.state("iom").overlap?.linked).toBeUndefined();
    for (const { card } of persons.wfp) expect(JSON.stringify(nodes.wire)).not.toContain(card);
  });

  test("has no pseudonym of the matching party's persons on the wire, nor an answer to the supplying party", async () => {
    const nodes = await run(population(12, 20, 9), withOverlap({ linkBy: ["rationCard"] }, { clauses: [] }));
    const runs = nodes.wire.flatMap((message) =>
      message.body.kind === "overlapBatch" && message.body.run === "link" ? [message] : [],
    );
    expect(JSON.stringify(runs)).not.toContain("b-0");
    expect(
      runs
        .filter(({ body }) => body.kind === "overlapBatch" && body.part === "answer")
        .map(({ from }) => from),
    ).toEqual(["iom"]);
  });
});

describe("a partner that cheats", () => {
  const persons = population(5, 20, 5);
  const refusal = async (fault: Fault, code: string, terms = agreement) => {
    const nodes = await run(persons, terms, { fault });
    expect(nodes.state("wfp").standing).toMatchObject({ kind: "halted", code, by: "wfp" });
    expect(nodes.state("iom").standing).toMatchObject({ kind: "halted", code });
    expect(ledger(nodes, "wfp").some((note) => note.kind === "refusal" && note.code === code)).toBe(true);
    expect(disclosed(nodes)).toBe(0);
    expect(nodes.nodes.wfp!.store.overlap.size).toBe(0);
  };
  const changeSet = (change: (bytes: Buffer) => Buffer): Fault =>
    tampering("overlapBatch", (body) => {
      if (body.part === "set")
        body.content = change(Buffer.from(body.content as string, "base64")).toString("base64");
    });

  test("by another set than it committed to is refused", async () => {
    await refusal(
      changeSet((bytes) =>
        Buffer.concat([bytes.subarray(32, 64), bytes.subarray(0, 32), bytes.subarray(64)]),
      ),
      "exchange.overlap_commitment_mismatch",
    );
  });

  test("by a set larger or smaller than it committed to is refused", async () => {
    await refusal(
      changeSet((bytes) => Buffer.concat([bytes, bytes.subarray(0, 64)])),
      "exchange.overlap_beyond_commitment",
    );
    await refusal(
      changeSet((bytes) => bytes.subarray(64)),
      "exchange.overlap_beyond_commitment",
    );
  });

  test("by a set of guessed people beyond those whom its snapshot pinned is refused", async () => {
    await refusal(
      tampering("overlapOpening", ({ opening }) => {
        (opening as { groups: { persons: number }[] }).groups[0]!.persons += 1;
      }),
      "exchange.overlap_not_snapshot",
    );
  });

  test("by a county of few, in which a person would stand out, is refused", async () => {
    await refusal(
      tampering("overlapOpening", ({ opening }) => {
        (opening as { groups: { name: string; persons: number }[] }).groups = [
          { name: "SS0101", persons: 1 },
          { name: "SS0202", persons: 24 },
        ];
      }),
      "exchange.overlap_malformed",
      withOverlap({ byCounty: true }),
    );
  });

  test("by points that are none, or the identity, is refused, although it commits to them", async () => {
    for (const element of ["00".repeat(32), "ff".repeat(32), `01${"00".repeat(31)}`]) {
      const { SetCommitment } = await import("@accord/overlap");
      const nodes = new TwoNodes(persons, agreement);
      // What it committed to is set in the opening, so that the test must know the set before: it runs once to see it.
      await nodes.run();
      const set = nodes.wire.find(({ body, from }) => from === "iom" && body.kind === "overlapBatch")!
        .body as { content: string };
      const wrong = Buffer.from(set.content, "base64");
      wrong.set(Buffer.from(element, "hex"), 64);
      await refusal((message) => {
        const body = message.body as unknown as Record<string, unknown>;
        if (message.from !== "iom") return "pass";
        if (body.kind === "overlapOpening") {
          const opening = body.opening as { groups: never; slots: never; commitment: string };
          opening.commitment = new SetCommitment(opening).add(wrong).digest();
        }
        if (body.kind === "overlapBatch" && body.part === "set") body.content = wrong.toString("base64");
        return "pass";
      }, "exchange.overlap_point_invalid");
    }
  });

  test("by an answer with one tag twice is refused", async () => {
    await refusal(
      tampering("overlapBatch", (body) => {
        if (body.part !== "answer") return;
        const bytes = Buffer.from(body.content as string, "base64");
        bytes.copy(bytes, 24, 0, 24);
        body.content = bytes.toString("base64");
      }),
      "exchange.overlap_point_repeated",
    );
  });

  test("by an answer that hides half of the overlap is found out by the other count", async () => {
    const nodes = await run(persons, agreement, {
      fault: tampering(
        "overlapBatch",
        (body) => {
          if (body.part !== "answer") return;
          const bytes = Buffer.from(body.content as string, "base64");
          for (let at = 0; at < bytes.length / 2; at++) bytes[at]! ^= 0x55;
          body.content = bytes.toString("base64");
        },
        "wfp",
      ),
    });
    expect(nodes.state("iom").standing).toMatchObject({ code: "exchange.overlap_disagreement" });
    expect(disclosed(nodes)).toBe(0);
  });

  test("by going on before the estimate is known, or by a message that is not due, is refused", async () => {
    await refusal(
      tampering("overlapReceived", (body) => {
        body.index = 7;
      }),
      "exchange.overlap_misplaced",
    );
    await refusal((message) => {
      if (message.body.kind === "overlapOpening" && message.from === "iom")
        Object.assign(message, { body: { kind: "overlapCounted", run: "link", digest: "0".repeat(64) } });
      return "pass";
    }, "exchange.overlap_misplaced");
  });

  test("by a batch beyond the protocol's bound is not even read", () => {
    const content = Buffer.alloc((LIMITS.overlapElementsPerBatch + 1) * 32).toString("base64");
    const body = { kind: "overlapBatch", run: "estimate", part: "set", index: 0, content };
    expect(MessageBody.safeParse(body).success).toBe(false);
    expect(MessageBody.safeParse({ ...body, content: content.slice(0, 1000) }).success).toBe(true);
  });
});

describe("over a bad network and through crashes", () => {
  const persons = population(1, 10, 1);
  const terms = withOverlap({ linkBy: ["rationCard"], byCounty: true });
  const outcome = (nodes: TwoNodes) => {
    expect(nodes.faults).toEqual([]);
    return ["iom", "wfp"].map((id) => ({
      step: nodes.state(id).step,
      told: told(nodes, id),
      linked: nodes.state(id).overlap?.linked,
      received: [...nodes.nodes[id]!.store.committed.received.keys()].sort(),
    }));
  };

  test("several batches within a window come to what one comes to", async () => {
    const expected = outcome(await run(persons, terms));
    const nodes = await run(persons, terms, { tuplesPerBatch: 2, window: 3 });
    expect(outcome(nodes)).toEqual(expected);
    const sent = nodes.wire.filter(
      ({ body, from }) =>
        from === "iom" && body.kind === "overlapBatch" && body.run === "estimate" && body.part === "set",
    );
    expect(sent).toHaveLength(6);
  });

  test("messages lost, repeated, or whose answer is lost change nothing", async () => {
    const expected = outcome(await run(persons, terms));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom("pass", "lose", "loseAnswer", "repeat"), { minLength: 1, maxLength: 60 }),
        async (faults) => {
          let next = 0;
          const nodes = await run(persons, terms, {
            fault: () => (faults[next++] as "pass" | undefined) ?? "pass",
            tuplesPerBatch: 4,
          });
          await nodes.resume();
          expect(outcome(nodes)).toEqual(expected);
        },
      ),
      { numRuns: 8 },
    );
  });

  test("a node killed at any call to its store, at each batch, comes to the same when it starts anew", async () => {
    const expected = outcome(await run(persons, terms, { tuplesPerBatch: 6 }));
    for (const id of ["iom", "wfp"]) {
      for (const when of ["before", "after"] as const) {
        for (let call = 0; ; call++) {
          const nodes = new TwoNodes(persons, terms);
          for (const registry of Object.values(nodes.registries)) registry.overlap.tuplesPerBatch = 6;
          const { store } = nodes.nodes[id]!;
          store.crashAt = { call, when };
          await nodes.run().catch(() => undefined);
          await nodes.settled();
          const crashed = store.dead;
          if (crashed && store.committed.exchanges.get(EXCHANGE)?.step === "match") break;
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
