import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { BUGS, hunt } from "../src/bugs/hunt.ts";
import { campaign, type KeptHistory } from "../src/history/campaign.ts";
import { CALM, matrix } from "../src/history/matrix.ts";
import { runHistory } from "../src/history/run.ts";
import { scriptOf } from "../src/history/script.ts";
import { shortened } from "../src/history/shrink.ts";
import { storyOf } from "../src/history/words.ts";

describe("histories through every fault", () => {
  test("keep every invariant, and give the same trace each time they run", async () => {
    expect(await campaign({ from: 1, histories: 60 })).toEqual([]);
  });

  test("that once broke an invariant keep it now", async () => {
    const kept = JSON.parse(
      await readFile(new URL("../kept-histories.json", import.meta.url), "utf8"),
    ) as KeptHistory[];
    expect(kept.length).toBeGreaterThan(0);
    for (const { script, fault } of kept) {
      expect((await runHistory(script)).violation, fault).toBeUndefined();
    }
  });

  test("end as an undisturbed exchange does, whichever call to a store fails in whichever way", async () => {
    const { cells, broken } = await matrix({ every: 61 });
    expect(cells).toBeGreaterThan(20);
    expect(broken).toEqual([]);
  });
});

describe("an undisturbed exchange", () => {
  test("links persons, brings both in step and ends", async () => {
    const { violation, ended } = await runHistory(CALM);
    expect(violation).toBeUndefined();
    const [iom, wfp] = ended.split("\n").map((line) => JSON.parse(line) as Record<string, string[]>);
    expect(iom?.links?.length).toBeGreaterThan(1);
    expect(iom?.received?.length).toBeGreaterThan(1);
    expect(wfp?.received?.length).toBeGreaterThan(1);
    expect(wfp?.links?.length).toBe(iom?.links?.length);
  });
});

describe("a planted bug", () => {
  test.each(["salt used again", "not purged", "commitment not checked"])("is found: %s", async (name) => {
    const bug = BUGS.find((each) => each.name === name)!;
    expect((await hunt(bug, 400)).seed).toBeDefined();
  });

  test("is told as a story that no happening can be left out of", async () => {
    const { wrapping = {} } = BUGS.find(({ name }) => name === "revocation ignored")!;
    let seed = 1;
    for (; (await runHistory(scriptOf(seed), { wrapping })).violation === undefined; seed++);
    const { violation } = await runHistory(scriptOf(seed), { wrapping });
    const short = await shortened(scriptOf(seed), violation!.invariant, (each) =>
      runHistory(each, { wrapping }),
    );
    for (const left of short.happenings) {
      const without = { ...short, happenings: short.happenings.filter((each) => each !== left) };
      if (without.happenings.length === 0) continue;
      expect((await runHistory(without, { wrapping })).violation?.invariant).not.toBe(violation!.invariant);
    }
    const story = storyOf(short, await runHistory(short, { wrapping, story: true }));
    expect(story).toContain("What befalls it:");
    expect(story).toContain("BROKEN: no disclosure outside the agreement in force at that moment");
  });
});
