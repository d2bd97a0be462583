import { expect, it } from "vitest";
import { impressionOf, masterFinger, randomFrom } from "../../test/generate.ts";
import { Gallery } from "../gallery/gallery.ts";
import { identify } from "../gallery/identify.ts";
import { comparePeople } from "./compare-people.ts";
import { prepare } from "./prepared.ts";

const random = randomFrom(19);
const masters = Array.from({ length: 6 }, () => [masterFinger(random, 2), masterFinger(random, 7)]);
const taken = () => masters.map((fingers) => fingers.map((finger) => impressionOf(finger, random)));
const [enrolled, seen] = [taken(), taken()];

it("says of two people what a search of everybody says of them", () => {
  const gallery = Gallery.build(
    enrolled.flatMap((fingers, subject) => fingers.map((template) => ({ subject, template }))),
  );
  for (const probe of seen) {
    const all = identify(probe, gallery, { consider: Number.POSITIVE_INFINITY });
    expect(all).toHaveLength(enrolled.length);
    for (const { subject, ...said } of all)
      expect(comparePeople(probe, enrolled[subject] ?? [])).toEqual(said);
  }
});

it("speaks for one person where fingers match and against where they differ, prepared or not", () => {
  const [probe = [], other = []] = seen;
  expect(comparePeople(probe, enrolled[0] ?? [])?.weight).toBeGreaterThan(10);
  expect(comparePeople(other, enrolled[0] ?? [])?.weight).toBeLessThan(-3);
  expect(comparePeople(probe.map(prepare), (enrolled[0] ?? []).map(prepare))).toEqual(
    comparePeople(probe, enrolled[0] ?? []),
  );
});

it("says nothing where the two have no finger in common", () => {
  expect(comparePeople(seen[0]?.slice(0, 1) ?? [], enrolled[0]?.slice(1) ?? [])).toBeUndefined();
  expect(comparePeople([], enrolled[0] ?? [])).toBeUndefined();
});
