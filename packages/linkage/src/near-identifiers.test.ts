import { describe, expect, it } from "vitest";
import { seeded, type TwoRegistries, twoRegistries } from "../test/households.ts";
import { linkPeople as link } from "../test/people.ts";
import { DEFAULT_POLICY } from "./decide/policy.ts";
import type { LinkageModel } from "./document/linkage-model.ts";
import type { LinkageRecord } from "./record.ts";
import { explainPair } from "./score/undecided-pair.ts";

const RULE = "identifier one slip apart, and an initial or birth years within five";

/** A card for each household, written on its members (or its head only), at one registry in ten one digit off. */
function withCards(
  { left, right, truth }: TwoRegistries,
  numberOf: (home: number) => number,
  onAll: boolean,
): TwoRegistries {
  const random = seeded(3);
  const give = (record: LinkageRecord): LinkageRecord => {
    const [, home = "", member] = record.id.split("-");
    const digits = String(numberOf(Number(home)));
    const at = 1 + (Number(home) % (digits.length - 1));
    const wrong = Number(home) % 10 === 0 && record.id.startsWith("R") ? "7" : digits.charAt(at);
    const card = `card:${digits.slice(0, at)}${wrong}${digits.slice(at + 1)}`;
    return (onAll || member === "0") && random() < 0.95 ? { ...record, identifiers: [card] } : record;
  };
  return { left: left.map(give), right: right.map(give), truth };
}

const scattered = (home: number) => 1_000_000 + ((home * 7_368_787) % 9_000_000);
const inARow = (home: number) => 1_000_000 + home;

function uOf(model: LinkageModel, comparison: string): number {
  return (
    model.comparisons
      .find(({ name }) => name === comparison)
      ?.levels.find(({ label }) => label === "one slip apart")?.u ?? Number.NaN
  );
}

async function linked(registries: TwoRegistries) {
  const { pairs, model, blocking } = await link({ ...registries, policy: DEFAULT_POLICY });
  const links = pairs.filter(({ decision }) => decision === "link");
  const right = links.filter((pair) => registries.truth.has(`${pair.left} ${pair.right}`)).length;
  return { model, blocking, right, precision: right / links.length };
}

describe("identifiers one slip apart", () => {
  const villages = twoRegistries(300, 5);

  it("count for much among numbers drawn at random and for little among numbers issued in a row", async () => {
    const random = await linked(withCards(villages, scattered, false));
    const row = await linked(withCards(villages, inARow, false));
    expect(uOf(random.model, "identifier")).toBeLessThan(3e-4);
    expect(uOf(row.model, "identifier")).toBeGreaterThan(0.01);
    expect(row.precision).toBeGreaterThanOrEqual(0.99);
  });

  it("among household cards issued in a row cost hardly any precision or recall and few candidates", async () => {
    const without = await linked(villages);
    const row = await linked(withCards(villages, inARow, true));
    expect(row.model.comparisons.find(({ name }) => name === "identifier")?.tells).toBe("household");
    expect(uOf(row.model, "identifier")).toBeGreaterThan(0.01);
    expect(row.precision).toBeGreaterThanOrEqual(without.precision - 0.002);
    expect(row.right).toBeGreaterThanOrEqual(0.995 * without.right);
    expect(row.blocking.candidatePairs).toBeLessThan(4 * without.blocking.candidatePairs);
  });

  it("bring a pair that no other rule finds, but not where neither an initial nor the age agrees", async () => {
    const card = (id: string, own: string, year: string, digits: string): LinkageRecord => ({
      id,
      nameParts: [own, "Zimmerman"],
      birthDate: year,
      identifiers: [`card:${digits}`],
    });
    const left = [card("L-1", "Quentin", "1950", "88112233"), card("L-2", "Bol", "1950", "99112233")];
    const right = [card("R-1", "Xenia", "1990", "88112323"), card("R-2", "Bol", "1990", "9911223")];
    const find = async (one: readonly LinkageRecord[], other: readonly LinkageRecord[]) => {
      const { blocking } = await link({ left: one, right: other, policy: DEFAULT_POLICY });
      expect(blocking.rules.some(({ name }) => name === RULE)).toBe(true);
      return blocking.candidatePairs;
    };
    expect(await find(left, right)).toBe(2);
    const renamed = right.map((record) => ({ ...record, nameParts: ["Thon"] }));
    expect(await find(left, renamed)).toBe(0);
  });

  it("say nothing for a pair of which no part of the name agrees", async () => {
    const record = (id: string, name: readonly string[], digits: string): LinkageRecord => ({
      id,
      nameParts: name,
      birthDate: "1984-05-07",
      identifiers: [`card:${digits}`],
    });
    const { pairs, model } = await link({
      left: [record("L-1", ["Garang", "Majok"], "88112233")],
      right: [record("R-1", ["Thon", "Riek"], "88112234")],
      policy: DEFAULT_POLICY,
      keepFrom: 1e-9,
    });
    const [pair] = pairs;
    const slip = (pair === undefined ? [] : explainPair(model, pair)).find(
      ({ comparison }) => comparison === "identifier",
    );
    expect(slip?.level).toBe("one slip apart");
    expect(slip?.weight).toBeLessThanOrEqual(0);
  });
});
