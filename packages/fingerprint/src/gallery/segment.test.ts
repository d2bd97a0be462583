import { expect, it } from "vitest";
import { GOOD_WEAR, impressionOf, masterFinger, randomFrom } from "../../test/generate.ts";
import { Matcher } from "../match/matcher.ts";
import { PreparedTemplate } from "../match/prepared.ts";
import { buildSegment } from "./build-segment.ts";

it("lays a finger out by the kernel as it is prepared in TypeScript, to the last digit", () => {
  const random = randomFrom(99);
  const entries = Array.from({ length: 12 }, (_, subject) => {
    const template = impressionOf(masterFinger(random), random, GOOD_WEAR);
    return { subject, template: { ...template, resolution: subject % 2 === 0 ? 197 : 200 } };
  });
  const segment = buildSegment([
    ...entries,
    { subject: 12, template: { ...entries[0]!.template, count: 0 } },
  ]);
  const matcher = new Matcher();
  expect(matcher.staged).toBeDefined();
  const expected = new PreparedTemplate();
  for (let finger = 0; finger < segment.fingerCount; finger++) {
    segment.prepareFinger(finger, expected);
    segment.layFor(finger, matcher);
    expect(minutiaeOf(matcher.reference)).toEqual(minutiaeOf(expected));
    expect(edgesOf(matcher.reference)).toEqual(edgesOf(expected));
  }
});

function minutiaeOf({ position, quality, count, x, y, angle, kind }: PreparedTemplate): unknown {
  return { position, quality, minutiae: [x, y, angle, kind].map((values) => values.slice(0, count)) };
}

function edgesOf({ edges }: PreparedTemplate): unknown {
  const { from, to, length, fromAngle, toAngle, direction, bin, count } = edges;
  return [from, to, length, fromAngle, toAngle, direction, bin].map((values) => values.slice(0, count));
}
