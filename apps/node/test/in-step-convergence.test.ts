import type { Message } from "@accord/exchange";
import { correctPerson, decideDuplicate, externalKeys, findLinks, restoreDuplicate } from "@accord/registry";
import { known } from "@accord/vocabulary";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Followed, follow } from "../src/demo/sharing.ts";
import type { InStep } from "../src/in-step/verify.ts";
import { type Agencies, type Agency, agreeOn, twoAgencies } from "./agencies.ts";

/** What staff do between deltas. `which` chooses a linked person, whatever their number. */
type Act = {
  readonly at: "iom" | "wfp";
  readonly does: "correct" | "undo" | "withdraw" | "merge" | "restore" | "moveAway" | "exchange";
  readonly which: number;
};
const acts = fc.array(
  fc.record({
    at: fc.constantFrom("iom" as const, "wfp" as const),
    does: fc.constantFrom(
      ...([
        "correct",
        "correct",
        "correct",
        "undo",
        "withdraw",
        "merge",
        "restore",
        "moveAway",
        "exchange",
      ] as const),
    ),
    which: fc.nat(1000),
  }),
  { minLength: 12, maxLength: 18 },
);
const SEED = 7;
const SEQUENCES = 1;

let agencies: Agencies;
let agreement: string;
let faults: (message: Message) => "pass" | "lose" | "loseAnswer" | "repeat" = () => "pass";

beforeAll(async () => {
  agencies = await twoAgencies({ people: 120, templates: false });
  agreement = await agreeOn(agencies);
  for (const { serving } of [agencies.iom, agencies.wfp]) {
    const { client } = serving.node;
    const deliver = client.deliver.bind(client);
    client.deliver = async (card, message, suite) => {
      const fault = faults(message);
      if (fault === "lose") return { kind: "unreachable", reason: "lost" };
      const answer = await deliver(card, message, suite);
      if (fault === "repeat") return deliver(card, message, suite);
      return fault === "loseAnswer" ? { kind: "unreachable", reason: "answer lost" } : answer;
    };
  }
  await exchange();
}, 240_000);
afterAll(() => agencies?.close());

async function exchange(options: object = {}): Promise<Followed> {
  const made = await agencies.iom.client.post<{ exchange: string }>("/api/exchanges", {
    agreement,
    ...options,
  });
  const [report] = await Promise.all(
    [agencies.iom, agencies.wfp].map(({ client }) => follow(client, made.exchange, () => undefined)),
  );
  expect(report?.standing).toEqual({ kind: "running" });
  expect(report?.step).toBe("done");
  return report!;
}

const linksAt = (agency: Agency) => findLinks(agency.serving.node.store, { agreement });
const merged = { iom: new Set<string>(), wfp: new Set<string>() };
let corrections = 0;

/** In the order of the agency's own numbers, which the population's seed gives: ids are drawn anew in each run. */
async function choosable(at: "iom" | "wfp"): Promise<readonly string[]> {
  const linked = [...new Set((await linksAt(agencies[at])).map(({ person }) => person))];
  const numbers = await externalKeys(agencies[at].serving.node.store, linked);
  const numberOf = (person: string) => numbers.get(person) ?? "";
  return linked
    .filter((person) => !merged[at].has(person))
    .sort((one, other) => (numberOf(one) < numberOf(other) ? -1 : 1));
}

async function act({ at, does, which }: Act): Promise<void> {
  if (does === "exchange") {
    await exchange();
    return;
  }
  const agency = agencies[at];
  const { store, context } = agency.serving.node;
  const persons = await choosable(at);
  const person = persons[which % persons.length]!;
  switch (does) {
    case "correct":
      return correctPerson(store, context, {
        person,
        states: { "person.phone": known(`+2119${String(10_000_000 + corrections++)}`) },
        method: "biometric",
      });
    case "moveAway":
      return correctPerson(store, context, {
        person,
        states: { "person.location": known({ pcode: "SS0101" }) },
        method: "biometric",
      });
    case "undo": {
      const link = (await linksAt(agency)).find((each) => each.person === person)!;
      await agency.client.post("/api/links/undo", { link: link.id, by: "A. Deng" });
      return;
    }
    case "withdraw":
      await agency.client.post(`/api/persons/${person}/consents`, {
        recipient: at === "iom" ? "wfp" : "iom",
        purpose: "deduplicationOfPersons",
        event: "withdrawn",
      });
      return;
    case "merge": {
      const other = persons[(which + 1) % persons.length]!;
      if (other === person) return;
      await decideDuplicate(store, context, { kept: person, duplicate: other, by: "test", evidence: {} });
      merged[at].add(other);
      return;
    }
    case "restore": {
      const [one] = merged[at];
      if (one === undefined) return;
      await restoreDuplicate(store, context, { duplicate: one, by: "test" });
      merged[at].delete(one);
    }
  }
}

/** Faults as the seed draws them; never so many in a row that a delivery gives up for long. */
function drawnFaults(seed: number): typeof faults {
  let state = seed;
  let inARow = 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const kind = (["lose", "loseAnswer", "repeat"] as const)[(state >>> 8) % 12];
    inARow = kind === undefined || kind === "repeat" ? 0 : inARow + 1;
    return kind === undefined || inARow > 2 ? "pass" : kind;
  };
}

test.each(fc.sample(acts, { numRuns: SEQUENCES, seed: SEED }).map((each, index) => [index, each] as const))(
  "both hold the same after whatever staff did, with messages lost and repeated, and a whole exchange adds nothing (%i)",
  async (index, sequence) => {
    faults = drawnFaults(SEED + index);
    for (const each of sequence) await act(each);
    await exchange();
    faults = () => "pass";
    // What one side refused of the other's decisions in the last delta is told in this one.
    await exchange();
    for (const { client, id } of [agencies.iom, agencies.wfp]) {
      const found = await client.post<InStep>(`/api/partners/${id === "iom" ? "wfp" : "iom"}/verify`, {});
      expect(found).toMatchObject({ equal: true, differences: { here: 0, there: 0 } });
    }
    const whole = await exchange({ whole: true });
    for (const side of Object.values(whole.sides)) expect(side.applied).toEqual({});
    // A link that the whole exchange made and people had undone is told to be none in the delta after it.
    await exchange();
    expect(await agencies.iom.client.post<InStep>("/api/partners/wfp/verify", {})).toMatchObject({
      equal: true,
    });
  },
  300_000,
);
