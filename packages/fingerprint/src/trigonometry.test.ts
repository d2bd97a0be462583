import { expect, it } from "vitest";
import { randomFrom } from "../test/generate.ts";
import { cosine, sine } from "./trigonometry.ts";

it("sine and cosine are those of the language to its last digits", () => {
  const random = randomFrom(9);
  let worst = 0;
  for (let trial = 0; trial < 200_000; trial++) {
    const radians = (random() - 0.5) * (trial % 2 === 0 ? 20 : 6000);
    worst = Math.max(worst, Math.abs(sine(radians) - Math.sin(radians)));
    worst = Math.max(worst, Math.abs(cosine(radians) - Math.cos(radians)));
  }
  expect(worst).toBeLessThan(2.5e-16);
});

it("right angles are exact", () => {
  expect([sine(0), cosine(0), sine(Math.PI / 2), cosine(Math.PI)]).toEqual([0, 1, 1, -1]);
  expect(sine(-0.3)).toBe(-sine(0.3));
});

it("the same bits come everywhere: known values", () => {
  expect([0.1, 1, 2, 3, 4, 100, 6283].map(sine)).toMatchInlineSnapshot(`
    [
      0.09983341664682815,
      0.8414709848078965,
      0.9092974268256817,
      0.1411200080598672,
      -0.7568024953079282,
      -0.5063656411097588,
      -0.1842484627957617,
    ]
  `);
  expect([0.1, 1, 2, 3, 4, 100, 6283].map(cosine)).toMatchInlineSnapshot(`
    [
      0.9950041652780257,
      0.5403023058681398,
      -0.4161468365471424,
      -0.9899924966004454,
      -0.6536436208636119,
      0.862318872287684,
      0.98287969963643,
    ]
  `);
});
