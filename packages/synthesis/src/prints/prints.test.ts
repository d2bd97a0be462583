import type { Template } from "@accord/fingerprint";
import { expect, test } from "vitest";
import { impression } from "./impression.ts";
import { HALF_HEIGHT, HALF_WIDTH, type MasterFinger, masterFinger } from "./master-finger.ts";
import { orientationAt } from "./orientation-field.ts";

const masters = Array.from({ length: 200 }, (_, person) => masterFinger(1, person, 1 + (person % 10)));

test("a finger and its impressions follow from their seeds", () => {
  expect(masterFinger(1, 7, 2)).toEqual(masterFinger(1, 7, 2));
  const master = masterFinger(1, 7, 2);
  expect(impression(master, 3, "good")).toEqual(impression(master, 3, "good"));
  expect(impression(master, 3, "good")).not.toEqual(impression(master, 4, "good"));
});

test("two people, and two fingers of one, differ, though the people be twins", () => {
  expect(masterFinger(1, 8, 1).x).not.toEqual(masterFinger(1, 9, 1).x);
  expect(masterFinger(1, 8, 1).x).not.toEqual(masterFinger(1, 8, 2).x);
});

test("a finger has 26 to 64 minutiae inside its ellipse, neighbours as near as on grown fingers", () => {
  const nearest: number[] = [];
  for (const { x, y } of masters) {
    expect(x.length).toBeGreaterThanOrEqual(26);
    expect(x.length).toBeLessThanOrEqual(64);
    let outermost = 0;
    for (let one = 0; one < x.length; one++) {
      outermost = Math.max(outermost, (x[one]! / HALF_WIDTH) ** 2 + (y[one]! / HALF_HEIGHT) ** 2);
      let closest = Number.POSITIVE_INFINITY;
      for (let other = 0; other < x.length; other++) {
        if (other !== one) closest = Math.min(closest, Math.hypot(x[one]! - x[other]!, y[one]! - y[other]!));
      }
      nearest.push(closest);
    }
    expect(outermost).toBeLessThanOrEqual(1.0001);
  }
  nearest.sort((one, other) => one - other);
  expect(nearest[0]).toBeGreaterThan(4);
  // Grown fingers: 22 pixels; third-party templates of four real sets: 18 to 22.
  expect(nearest[nearest.length >> 1]).toBeGreaterThan(18);
  expect(nearest[nearest.length >> 1]).toBeLessThan(24);
});

test("minutiae run along the ridges", () => {
  for (const { field, x, y, direction } of masters) {
    direction.forEach((angle, index) => {
      expect(Math.sin(angle - orientationAt(field, x[index]!, y[index]!))).toBeCloseTo(0, 4);
    });
  }
});

test("round a core the orientation turns by half a turn, round a delta by minus half", () => {
  for (const { field } of masters) {
    for (const core of field.cores) expect(turnsRound(field, core)).toBeCloseTo(0.5, 5);
    for (const delta of field.deltas) expect(turnsRound(field, delta)).toBeCloseTo(-0.5, 5);
  }
});

test("an impression is a valid template of its sensor, sorted by place", () => {
  for (const [seed, master] of masters.entries()) {
    const made = impression(master, seed, "good");
    expect(made.position).toBe(master.position);
    for (const list of [made.x, made.y, made.angle, made.kind, made.minutiaQuality]) {
      expect(list).toHaveLength(made.count);
    }
    expect(Math.max(...made.x)).toBeLessThan(made.width);
    expect(Math.max(...made.y)).toBeLessThan(made.height);
    expect([...made.y]).toEqual([...made.y].sort((one, other) => one - other));
    expect([...made.kind].every((kind) => kind === 1 || kind === 2)).toBe(true);
  }
});

test("a worn finger gives fewer of its minutiae, more that are not there, and a low quality", () => {
  const [good, worn] = (["good", "worn"] as const).map((condition) => {
    const made = masters.map((master, seed) => impression(master, seed, condition));
    return {
      quality: mean(made.map((template) => template.quality)),
      recovered: mean(made.map((template, index) => recovered(masters[index]!, template))),
    };
  }) as [Summary, Summary];
  expect(good.quality).toBeGreaterThan(60);
  expect(worn.quality).toBeLessThan(35);
  expect(good.recovered).toBeGreaterThan(0.68);
  expect(worn.recovered).toBeLessThan(good.recovered - 0.15);
});

test("a partial impression shows less of the finger", () => {
  const count = (condition: "good" | "partial") =>
    mean(masters.map((master, seed) => impression(master, seed, condition).count));
  expect(count("partial")).toBeLessThan(0.88 * count("good"));
  expect(count("partial")).toBeGreaterThan(0.4 * count("good"));
});

interface Summary {
  readonly quality: number;
  readonly recovered: number;
}

/** Share of the finger's minutiae that the best rigid motion of a coarse search brings within 12 pixels. */
function recovered(master: MasterFinger, template: Template): number {
  let best = 0;
  for (let degrees = -24; degrees <= 24; degrees += 4) {
    const [cosine, sine] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
    const turned = Array.from(master.x, (x, index) => {
      const y = master.y[index]!;
      return [cosine * x - sine * y, -(sine * x + cosine * y)] as const;
    });
    const votes = new Map<string, number>();
    for (const [x, y] of turned) {
      for (let index = 0; index < template.count; index++) {
        const key = `${Math.round((template.x[index]! - x) / 9)} ${Math.round((template.y[index]! - y) / 9)}`;
        votes.set(key, (votes.get(key) ?? 0) + 1);
      }
    }
    const [shift] = [...votes].reduce((top, vote) => (vote[1] > top[1] ? vote : top));
    const [dx, dy] = shift.split(" ").map((part) => 9 * Number(part)) as [number, number];
    let found = 0;
    for (const [x, y] of turned) {
      for (let index = 0; index < template.count; index++) {
        if (Math.hypot(template.x[index]! - x - dx, template.y[index]! - y - dy) < 12) {
          found++;
          break;
        }
      }
    }
    best = Math.max(best, found / master.x.length);
  }
  return best;
}

function turnsRound(
  field: MasterFinger["field"],
  centre: { readonly x: number; readonly y: number },
): number {
  const steps = 720;
  let turned = 0;
  let before = orientationAt(field, centre.x + 2, centre.y);
  for (let step = 1; step <= steps; step++) {
    const at = (2 * Math.PI * step) / steps;
    const now = orientationAt(field, centre.x + 2 * Math.cos(at), centre.y + 2 * Math.sin(at));
    // Orientations are equal modulo π.
    const change = now - before;
    turned += change - Math.PI * Math.round(change / Math.PI);
    before = now;
  }
  return turned / (2 * Math.PI);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
