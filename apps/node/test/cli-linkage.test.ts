import { spawn } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const ACCORD = fileURLToPath(new URL("../bin/accord.js", import.meta.url));

interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the built command line as a new user would: a folder of files and no node. */
function linkage(...args: readonly string[]): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [ACCORD, "linkage", ...args], {
      cwd: folder,
      env: { PATH: process.env.PATH ?? "", NO_COLOR: "1" },
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => err.push(chunk));
    child.on("error", reject);
    child.on("close", (code) =>
      resolve({ code, out: Buffer.concat(out).toString("utf8"), err: Buffer.concat(err).toString("utf8") }),
    );
  });
}

const GIVEN = "Achol Nyandeng Deng Majok Gatluak Abuk Garang Peter Mary John Ayen Akech Bol Chuol Dut".split(
  " ",
);
const FAMILY = "Kuol Mabior Lual Makuei Deng Riak Tut Machar Wol Ajak Malong Aleu Yak Gai Thon Jok".split(
  " ",
);

/** Persons of two tables; the second writes every third name otherwise and lacks every eleventh birth date. */
function tables(persons: number): [string, string] {
  const left = ["person,brave_id,first_name,surname,dob,sex,village"];
  const right = ["person,scope_id,first_name,surname,dob,sex,village"];
  let seed = 3;
  const random = (below: number) => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
  for (let person = 0; person < persons; person++) {
    const given = `${GIVEN[random(GIVEN.length)]}${"aeiou"[random(5)]}${"nmlkr"[random(5)]}`;
    const family = `${FAMILY[random(FAMILY.length)]}${"aeiou"[random(5)]}${"nmlkr"[random(5)]}`;
    const dob = `${1950 + random(60)}-${String(1 + random(12)).padStart(2, "0")}-${String(1 + random(28)).padStart(2, "0")}`;
    const rest = `${random(2) === 0 ? "F" : "M"},village ${random(12)}`;
    left.push(`${person},B${person},${given},${family},${dob},${rest}`);
    if (person % 5 === 4) continue;
    const other = person % 3 === 0 ? `${given.slice(0, 2)}h${given.slice(2)}` : given;
    right.push(`${person},S${persons - person},${other},${family},${person % 11 === 0 ? "" : dob},${rest}`);
  }
  return [left.join("\n"), right.join("\n")];
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "accord-linkage-cli-"));
  const [left, right] = tables(600);
  await writeFile(join(folder, "a.csv"), `${left}\n`);
  await writeFile(join(folder, "b.csv"), `${right}\n`);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("accord linkage", () => {
  it("links two tables without a node, tells how good the links are, and writes links, model and report", async () => {
    const run = await linkage(
      ..."link a.csv b.csv --truth person --out links.csv --write-model model.json --report report --json run.json".split(
        " ",
      ),
    );
    expect(run.code, run.err).toBe(0);
    expect(run.out).toMatch(/first_name +given name +first_name/);
    expect(run.out).toMatch(/F1 +(0\.9|1\.0)/);
    const { evaluation, links, modelDigest } = JSON.parse(await readFile(join(folder, "run.json"), "utf8"));
    expect(evaluation.truePairs).toBe(480);
    expect(evaluation.f1).toBeGreaterThan(0.97);
    expect(modelDigest).toMatch(/^[0-9a-f]{64}$/);
    const lines = (await readFile(join(folder, "links.csv"), "utf8")).trim().split("\n");
    expect(lines[0]).toMatch(/^left,right,probability,weight,decision/);
    expect(lines.filter((line) => line.split(",")[4] === "link").length).toBe(links);
    expect(lines[1]).toMatch(/^B\d+,S\d+,/);
    const model = await readFile(join(folder, "model.json"), "utf8");
    expect(model).not.toMatch(/"person"\s*\]/);
    expect(JSON.parse(model).columns.flatMap(({ from }: { from: string[][] }) => from.flat())).not.toContain(
      "person",
    );
    expect(await readdir(join(folder, "report"))).toContain("match-weights.svg");
  }, 120_000);

  it("links with the written model again, and explains a pair of it", async () => {
    const again = await linkage(..."link a.csv b.csv --model model.json --truth person --json".split(" "));
    const { evaluation, training } = JSON.parse(again.out);
    expect(training).toBeUndefined();
    expect(evaluation.f1).toBeGreaterThan(0.97);
    const run = await linkage(
      ..."explain a.csv b.csv --model model.json --left B3 --right S597 --svg pair.svg".split(" "),
    );
    expect(run.code, run.err).toBe(0);
    expect(run.out).toMatch(/B3 and S597: (over )?9\d.*%, linked/);
    expect(run.out).toMatch(/dob +same date +\+\d/);
    expect(await readFile(join(folder, "pair.svg"), "utf8")).toMatch(/^<svg /);
  }, 120_000);

  it("finds who stands twice in one table, in Parquet as well, and takes a list of true pairs", async () => {
    const [left] = tables(300);
    const rows = left.split("\n");
    const doubled = rows.slice(1, 61).map((row) => row.replace(/,B(\d+),/, ",D$1,"));
    await writeFile(join(folder, "one.csv"), `${[...rows, ...doubled].join("\n")}\n`);
    const pairs = ["id_l,id_r", ...Array.from({ length: 60 }, (_, at) => `B${at},D${at}`)];
    await writeFile(join(folder, "pairs.csv"), `${pairs.join("\n")}\n`);
    const run = await linkage(
      ..."dedupe one.csv --ignore person --truth-pairs pairs.csv --out found.parquet --clusters clusters.csv --json".split(
        " ",
      ),
    );
    expect(run.code, run.err).toBe(0);
    const { evaluation, clusters } = JSON.parse(run.out);
    expect(evaluation).toMatchObject({ truePairs: 60 });
    expect(evaluation.f1).toBeGreaterThan(0.95);
    expect(clusters).toBeGreaterThan(50);
    const readBack = await linkage(..."suggest found.parquet --json".split(" "));
    expect(readBack.out).toContain("decision");
  }, 120_000);

  it("shows a model that can be edited, trains it and holds it against the truth", async () => {
    const suggested = await linkage(
      ..."suggest a.csv b.csv --ignore person --write-model edited.json".split(" "),
    );
    expect(suggested.out).toMatch(/brave_id +id +not compared/);
    const model = JSON.parse(await readFile(join(folder, "edited.json"), "utf8"));
    model.comparisons = model.comparisons.filter(({ name }: { name: string }) => name !== "village");
    await writeFile(join(folder, "edited.json"), JSON.stringify(model));
    const trained = await linkage(
      ..."train a.csv b.csv --model edited.json --write-model trained.json".split(" "),
    );
    expect(trained.code, trained.err).toBe(0);
    expect(trained.out).toMatch(/What each outcome weighs/);
    const evaluated = await linkage(
      ..."evaluate a.csv b.csv --model trained.json --truth person --group sex".split(" "),
    );
    expect(evaluated.out).toMatch(/Brier score/);
    expect(evaluated.out).toMatch(/sex +F +0\.\d+/);
    expect(evaluated.out).not.toMatch(/village/);
  }, 120_000);

  it("draws pairs for people to judge, and estimates precision and recall from what they say", async () => {
    const drawn = await linkage(
      ..."evaluate a.csv b.csv --model model.json --sample 60 --out judge.csv".split(" "),
    );
    expect(drawn.code, drawn.err).toBe(0);
    const [header = "", ...rows] = (await readFile(join(folder, "judge.csv"), "utf8")).trim().split("\n");
    expect(header).toBe("left,right,same");
    const judged = rows.map((row) => {
      const [left = "", right = ""] = row.split(",");
      return `${left},${right},${Number(left.slice(1)) + Number(right.slice(1)) === 600 ? "yes" : "no"}`;
    });
    await writeFile(join(folder, "judged.csv"), `${[header, ...judged].join("\n")}\n`);
    const run = await linkage(
      ..."evaluate a.csv b.csv --model model.json --sample 60 --judged judged.csv --json".split(" "),
    );
    const { estimates, judged: used } = JSON.parse(run.out);
    expect(used).toBe(rows.length);
    expect(estimates[0].precision.value).toBeGreaterThan(0.9);
  }, 120_000);

  it.each([
    ["a file that is not there", "link a.csv nowhere.csv", 3, /file\.not_found[\s\S]*nowhere\.csv/],
    [
      "a column that is not there",
      "link a.csv b.csv --truth persn",
      1,
      /no column persn[\s\S]*a\.csv[\s\S]*person, brave_id/,
    ],
    ["a threshold that is none", "link a.csv b.csv --threshold 95", 2, /between 0 and 1/],
    [
      "a truth told twice",
      "link a.csv b.csv --truth person --truth-pairs pairs.csv",
      2,
      /usage\.truth_twice/,
    ],
    ["nothing to evaluate by", "evaluate a.csv b.csv", 2, /--truth COLUMN/],
    ["half a pair", "explain a.csv b.csv --left B1", 2, /--right/],
  ])("refuses %s and says what would be right", async (_, command, code, said) => {
    const run = await linkage(...command.split(" "));
    expect(run.err).toMatch(said);
    expect(run.code).toBe(code);
  });

  it("names line and field of a model document that is not as it must be", async () => {
    await writeFile(join(folder, "bad.json"), '{"format": "accord-linkage/1",\n  "columns": [,]\n}');
    expect((await linkage("dedupe", "a.csv", "--model", "bad.json")).err).toMatch(
      /model-not-json[\s\S]*bad\.json, line 2/,
    );
    await writeFile(
      join(folder, "bad.json"),
      '{"format": "accord-linkage/1", "columns": [{"name": "dob", "from": [["dob"]], "standard": "dat"}]}',
    );
    expect((await linkage("dedupe", "a.csv", "--model", "bad.json")).err).toMatch(
      /columns\[0\]\.standard: .*birthDate/,
    );
  });

  it("refuses a model that reads the truth", async () => {
    const model = JSON.parse(await readFile(join(folder, "model.json"), "utf8"));
    model.columns[0].from = [["person"]];
    await writeFile(join(folder, "cheat.json"), JSON.stringify(model));
    const run = await linkage(..."link a.csv b.csv --model cheat.json --truth person".split(" "));
    expect(run.err).toMatch(/truth-as-evidence/);
  });
});
