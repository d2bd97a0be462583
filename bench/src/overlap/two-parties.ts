import { randomBytes } from "node:crypto";
import {
  arrange,
  countsOf,
  estimate,
  inOrder,
  type KeySet,
  POINT_BYTES,
  pairsOf,
  type Scalar,
  SetCommitment,
  Stream,
  scalarOf,
  shuffleWithin,
  TAG_BYTES,
} from "@accord/overlap";
import { blindSet, reblindSet } from "@accord/overlap/pool";
import { count, type Row, seconds, type Table } from "../table.ts";

const DOMAINS = ["number", "name"];

interface Party {
  readonly set: KeySet;
  readonly scalar: Scalar;
  readonly points: Uint8Array;
}

/** Both parties' whole work on this machine, one after the other: arrange, blind, commit, check, blind again, shuffle, pair, estimate. */
export async function twoParties(persons: number): Promise<Table> {
  const both = Math.round(persons * 0.4);
  const steps: { what: string; wall: number; processor: number }[] = [];
  const step = async <T>(what: string, work: () => Promise<T> | T): Promise<T> => {
    const [began, cpu] = [performance.now(), process.cpuUsage()];
    const result = await work();
    const { user, system } = process.cpuUsage(cpu);
    steps.push({ what, wall: performance.now() - began, processor: (user + system) / 1000 });
    return result;
  };
  const party = async (first: number): Promise<Party> => {
    const set = arrange(
      Array.from({ length: persons }, (_, index) => ({
        group: `SS${String(index % 10).padStart(2, "0")}`,
        keys: [`number ${first + index}`, `name ${first + index}`],
      })),
      { slots: 2, smallestGroup: 10, stream: new Stream(randomBytes(32)) },
    );
    const scalar = scalarOf(randomBytes(64));
    const points = await blindSet(set.keys, { scalar, domains: DOMAINS, filling: randomBytes(32) });
    new SetCommitment(set).add(points).digest();
    return { set, scalar, points };
  };
  const a = await step("one blinds and commits", () => party(0));
  const b = await step("the other blinds and commits", () => party(persons - both));
  const answer = async (by: Party, to: Party) => {
    new SetCommitment(to.set).add(to.points).digest();
    return reblindSet(to.points, by.scalar);
  };
  const shuffled = (tags: Uint8Array, { set }: Party) =>
    inOrder(tags, DOMAINS.length * TAG_BYTES, shuffleWithin(set.groups, new Stream(randomBytes(32))));
  const tagsOfA = await step("the other answers the one", () => answer(b, a));
  const tagsOfB = await step("the one answers the other", () => answer(a, b));
  const found = await step("both count and estimate", () => {
    const groups = { own: a.set.groups, partner: b.set.groups };
    countsOf(pairsOf(shuffled(tagsOfB, b), tagsOfA, 2), { own: b.set.groups, partner: a.set.groups });
    const counts = countsOf(pairsOf(shuffled(tagsOfA, a), tagsOfB, 2), groups);
    const side = ({ set }: Party) => ({ persons, slots: set.slots });
    return estimate({ bySlots: counts.bySlots, exact: [true, false], sides: [side(a), side(b)] });
  });
  const sum = (of: "wall" | "processor") => steps.reduce((total, each) => total + each[of], 0);
  const rows: Row[] = steps.map(({ what, wall, processor }) => ({
    what,
    measured: seconds(wall),
    against: `${seconds(processor)} of processor time`,
  }));
  const bytes = 2 * 2 * persons * (POINT_BYTES + TAG_BYTES);
  return {
    question: `How long do ${count(persons)} persons against ${count(persons)} with two keys each take, both parties on this machine?`,
    rows: [
      ...rows,
      {
        what: "whole",
        measured: seconds(sum("wall")),
        against: `limit for 100,000: 60 s on 2 cores; processor time ${seconds(sum("processor"))}, a half of it ${seconds(sum("processor") / 2)}`,
      },
      {
        what: "in both, of whom estimated",
        measured: count(found.persons),
        against: `truth: ${count(both)}`,
      },
      {
        what: "on the wire, both ways",
        measured: `${(bytes / 1e6).toFixed(1)} MB`,
        against: `${(bytes / persons / 2).toFixed(0)} bytes a person; a third more in base64`,
      },
    ],
  };
}
