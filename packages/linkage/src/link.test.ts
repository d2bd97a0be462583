import { describe, expect, it } from "vitest";
import { seeded, twoRegistries } from "../test/households.ts";
import { dedupePeople as deduplicate, linkPeople as link } from "../test/people.ts";
import { decideBy } from "./decide/decide.ts";
import { DEFAULT_POLICY } from "./decide/policy.ts";
import { LinkageModel } from "./document/linkage-model.ts";
import type { LinkageRecord } from "./record.ts";
import { explainPair } from "./score/undecided-pair.ts";

const villages = twoRegistries(300, 5);

function accuracy(
  pairs: readonly { left: string; right: string; decision: string }[],
  truth: ReadonlySet<string>,
) {
  const links = pairs.filter(({ decision }) => decision === "link");
  const right = links.filter((pair) => truth.has(`${pair.left} ${pair.right}`)).length;
  return { precision: right / links.length, recall: right / truth.size };
}

describe("linkage of households whose members share all but the own name", () => {
  const linked = link({ ...villages, policy: DEFAULT_POLICY });

  it("finds more by households than by each person's biography, at no less precision", async () => {
    const { pairs } = await linked;
    const alone = accuracy(decideBy(pairs, "biographyWithoutHouseholds", DEFAULT_POLICY), villages.truth);
    const together = accuracy(pairs, villages.truth);
    if (process.env.LINKAGE_SHOW) console.log({ alone, together, truth: villages.truth.size });
    expect(together.precision).toBeGreaterThanOrEqual(0.99);
    expect(together.precision).toBeGreaterThanOrEqual(alone.precision - 0.005);
    expect(together.recall).toBeGreaterThan(alone.recall + 0.05);
    expect(together.recall).toBeGreaterThan(0.9);
  });

  it("says what speaks for each pair in bits that sum to its weight", async () => {
    const { pairs, model } = await linked;
    for (const pair of pairs) {
      const sum = explainPair(model, pair).reduce((total, { weight }) => total + weight, pair.prior);
      expect(Math.abs(sum - pair.weight)).toBeLessThan(0.05);
      expect(pair.probability).toBeCloseTo(1 / (1 + 2 ** -pair.weight), 10);
    }
  });

  it("links nobody twice", async () => {
    const links = (await linked).pairs.filter(({ decision }) => decision === "link");
    expect(new Set(links.map(({ left }) => left)).size).toBe(links.length);
    expect(new Set(links.map(({ right }) => right)).size).toBe(links.length);
  });

  it("gives the same result whatever the order of the records", async () => {
    const random = seeded(9);
    const shuffled = (records: readonly LinkageRecord[]) =>
      records
        .map((record) => ({ record, key: random() }))
        .sort((a, b) => a.key - b.key)
        .map(({ record }) => record);
    const again = await link({
      left: shuffled(villages.left),
      right: shuffled(villages.right),
      policy: DEFAULT_POLICY,
    });
    const first = await linked;
    expect(again.model).toEqual(first.model);
    expect(again.pairs).toEqual(first.pairs);
  });

  it("scores the same with its own model given back as JSON", async () => {
    const first = await linked;
    const model = LinkageModel.parse(JSON.parse(JSON.stringify(first.model)));
    const again = await link({ ...villages, policy: DEFAULT_POLICY, model });
    expect(again.pairs).toEqual(first.pairs);
  });

  it("names the rules and comparisons that an attribute not granted makes impossible", async () => {
    const { blocking, unusableComparisons } = await link({
      ...villages,
      policy: DEFAULT_POLICY,
      withheld: ["sex", "place", "origin", "phone", "card", "role", "household_size"],
    });
    expect(blocking.unusable.find(({ name }) => name === "phone")?.missing).toEqual(["phone"]);
    expect(unusableComparisons).toContain("sex");
    expect(unusableComparisons).not.toContain("ownName");
  });

  it("says which rule lost how many pairs to blocks over the limit", async () => {
    const { blocking } = await link({ ...villages, policy: DEFAULT_POLICY, maxPairsPerKey: 3 });
    const cut = blocking.rules.filter(({ oversizeKeys }) => oversizeKeys > 0);
    expect(cut.length).toBeGreaterThan(0);
    expect(cut.every(({ pairsDropped, oversizeKeys }) => pairsDropped > 3 * oversizeKeys)).toBe(true);
  });
});

it("keeps a pair with fingerprints whose biographies share no blocking key", async () => {
  const left = [
    ...villages.left,
    { id: "L-x", nameParts: ["Zacharia"], birthDate: "1980", sex: "male" as const },
  ];
  const right = [
    ...villages.right,
    { id: "R-x", nameParts: ["Wek"], birthDate: "1960", sex: "female" as const },
  ];
  const { pairs } = await link({
    left,
    right,
    policy: DEFAULT_POLICY,
    biometrics: [{ left: "L-x", right: "R-x", weight: 45, score: 150 }],
  });
  const pair = pairs.find((one) => one.left === "L-x");
  expect(pair?.decision).toBe("adjudicate");
  expect(pair?.labels).toContain("conflict");
});

it("compares the few records that remain with each other, whatever the blocking rules say", async () => {
  const few = twoRegistries(60, 5);
  const left = [...few.left, { id: "L-x", nameParts: ["Brooke", "Burford"], birthDate: "1950-03-04" }];
  const right = [...few.right, { id: "R-x", nameParts: ["Brookfe", "Burfjord"] }];
  const source = { left, right, policy: DEFAULT_POLICY, keepFrom: 1e-9 };
  const found = async (policy: typeof DEFAULT_POLICY) =>
    (await link({ ...source, policy })).pairs.some((pair) => pair.left === "L-x" && pair.right === "R-x");
  expect(await found(DEFAULT_POLICY)).toBe(true);
  expect(await found({ ...DEFAULT_POLICY, oneToOne: false })).toBe(false);
});

it("finds who stands twice in one registry", async () => {
  const twice = villages.left.slice(0, 40).map((record) => ({
    ...record,
    id: `again-${record.id}`,
    household: `again-${record.household}`,
  }));
  const { pairs } = await deduplicate({
    records: [...villages.left, ...twice],
    policy: { ...DEFAULT_POLICY, oneToOne: false },
  });
  const found = new Set(
    pairs
      .filter(({ decision }) => decision === "link")
      .map(({ left, right }) => [left, right].sort().join(" ")),
  );
  const expected = twice.map(({ id }) => [id, id.slice("again-".length)].sort().join(" "));
  expect(expected.filter((pair) => found.has(pair)).length).toBeGreaterThanOrEqual(38);
  expect(pairs.every(({ left, right }) => left < right)).toBe(true);
});

it("refuses an id that comes twice and evidence on unknown records", async () => {
  const record: LinkageRecord = { id: "a", nameParts: ["Deng"] };
  await expect(link({ left: [record, record], right: [], policy: DEFAULT_POLICY })).rejects.toMatchObject({
    code: "linkage.duplicate-id",
  });
  const biometrics = [{ left: "a", right: "nobody", weight: 20, score: 100 }];
  await expect(
    link({ left: [record], right: [record], biometrics, policy: DEFAULT_POLICY }),
  ).rejects.toMatchObject({
    code: "linkage.unknown-record",
  });
});

it("takes empty registries, hostile names and async iterables", async () => {
  const none = await link({ left: [], right: [], policy: DEFAULT_POLICY });
  expect(none.pairs).toEqual([]);
  const hostile: LinkageRecord[] = [
    { id: "1", nameParts: ["'); DROP TABLE records_left; --", "Deng"] },
    { id: "2", nameParts: ["", "  ", "\u0000\u202e"] },
    { id: "3", nameParts: ["x".repeat(4096)], birthDate: "31/12/1990", place: "", phone: "-" },
    { id: "4", nameParts: undefined },
    { id: "5", nameParts: ["محمد", "أحمد"], identifiers: ["", "card:1' OR '1'='1"] },
  ];
  async function* asynchronous() {
    yield* hostile;
  }
  const { pairs } = await link({ left: asynchronous(), right: hostile, policy: DEFAULT_POLICY });
  expect(pairs.every(({ left, right }) => left === right)).toBe(true);
});
