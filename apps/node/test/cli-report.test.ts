import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ExchangeReport } from "@accord/exchange";
import { type FingerprintOutcome, readFingerprintFiles } from "@accord/intake";
import { describe, expect, it } from "vitest";
import { renderExchangeReport } from "../src/cli/exchange-report.ts";
import { exitCodeOf } from "../src/cli/exit-code.ts";
import { failureOf } from "../src/cli/failure.ts";
import { stateInWords } from "../src/cli/person-values.ts";
import { progressView } from "../src/cli/progress.ts";
import { harmless, hasColour, table } from "../src/cli/terminal.ts";
import { folderAsArchive } from "../src/imports/folder-archive.ts";

const side = {
  persons: 90,
  withheld: { inactive: 4, notInScope: 0, noConsent: 6, protectedLocation: 2 },
  duplicates: { compared: 100, found: 4, deactivated: 4, waiting: 1 },
  disclosed: { match: { "person.name": { values: 90, withheld: 0, bytes: 4321 } } },
  applied: { "person.sex": 3 },
  newlyKnown: 0,
};
const report: ExchangeReport = {
  exchange: "0b1d1c9e-0000-4000-8000-000000000000",
  agreement: "ab".repeat(32),
  step: "done",
  standing: { kind: "running" },
  matcher: "wfp",
  rounds: 1,
  delta: undefined,
  sides: { iom: side, wfp: { ...side, applied: {} } },
  overlap: {
    told: {
      kind: "estimated",
      persons: 42,
      low: 38,
      high: 49,
      pairs: 35,
      byCounty: {
        iom: { SS0301: { count: 30 }, "": { fewerThan: 10 } },
        wfp: { SS0301: { count: 28 }, "": { count: 12 } },
      },
    },
    linked: 7,
    confirmed: { by: "amina", reason: "as expected" },
  },
  match: {
    linked: 40,
    waiting: 3,
    conflicts: 1,
    decidedBy: { biography: 30, combined: 10 },
    candidatePairs: 200,
    unusable: ["origin"],
  },
  millisecondsByStep: { hello: 400, match: 65_000 },
};

describe("the report of an exchange", () => {
  it("shows the funnel: who is held, who stays out and why, who is in the exchange", () => {
    const text = renderExchangeReport(report);
    expect(text).toMatch(/^ +held +100 +100$/m);
    expect(text).toMatch(/no consent to this sharing +6 +6$/m);
    expect(text).toMatch(/in the exchange +90 +90$/m);
    expect(text).toMatch(/found in both registries +40 +40$/m);
  });

  it("shows what left by direction, tier and attribute, and how long each step took", () => {
    const text = renderExchangeReport(report);
    expect(text).toMatch(/iom to wfp +match +Name +90 +0 +4\.3 kB/);
    expect(text).toMatch(/match +find who is the same person +1 min 5 s/);
    expect(text).toMatch(/Sex +3 +0$/m);
  });

  it("shows the overlap that was told before anybody was disclosed, by county as each has them", () => {
    const text = renderExchangeReport(report);
    expect(text).toMatch(/about 42 persons in both registries \(38 to 49\)/);
    expect(text).toMatch(/SS0301 +30 +28/);
    expect(text).toMatch(/others +fewer than 10 +12/);
    expect(text).toMatch(/7 pairs with equal identifiers that did not leave, known to wfp/);
    expect(text).toMatch(/gone on from by amina: as expected/);
    const few = {
      ...report,
      overlap: {
        told: { kind: "fewerThan", fewerThan: 10 } as const,
        linked: undefined,
        confirmed: undefined,
      },
    };
    expect(renderExchangeReport(few)).toContain("fewer than 10 persons in both registries");
    expect(renderExchangeReport({ ...report, overlap: undefined })).not.toContain("Overlap");
  });

  it("says what stopped an exchange and what to do", () => {
    const text = renderExchangeReport({
      ...report,
      standing: {
        kind: "halted",
        code: "exchange.ceiling",
        reason: "too many",
        remedy: "amend it",
        by: "iom",
      },
    });
    expect(text).toContain("exchange.ceiling: too many (iom)");
    expect(text).toContain("remedy: amend it");
  });
});

describe("exit codes", () => {
  it.each([
    ["config.missing", 3],
    ["person.unknown", 3],
    ["exchange.agreement_unknown", 3],
    ["node.unreachable", 3],
    ["agreement.revoked", 4],
    ["agreement.attribute_not_granted", 4],
    ["exchange.not_in_force", 4],
    ["exchange.implausible_overlap", 4],
    ["partner.fingerprint_mismatch", 4],
    ["agreement.not_json", 1],
    ["init.exists", 1],
    ["usage.file_needed", 2],
    ["store.failed", 1],
  ])("of %s is %i", (code, exit) => {
    expect(exitCodeOf(code)).toBe(exit);
  });
});

describe("what is told", () => {
  it("never holds the text of a fault, which could hold a person's data", () => {
    const fault = Object.assign(new Error("insert failed: Nyakim Deng"), { code: "23505" });
    expect(JSON.stringify(failureOf(fault))).not.toContain("Nyakim");
  });

  it("does not steer the terminal", () => {
    expect(harmless("a\u001b[2Jb\u202ec\nd")).toBe("a [2Jb c d");
    expect(table(["name"], [["x\u0007y"]])).toContain("x y");
  });

  it("has colours on terminals alone, unless asked otherwise", () => {
    expect(hasColour({ isTTY: true }, {})).toBe(true);
    expect(hasColour({ isTTY: true }, { NO_COLOR: "1" })).toBe(false);
    expect(hasColour({ isTTY: false }, {})).toBe(false);
    expect(hasColour({ isTTY: false }, { FORCE_COLOR: "1" })).toBe(true);
  });

  it("keeps not known, declined and withheld apart", () => {
    const words = (["notKnown", "declined", "withheld"] as const).map((state) => stateInWords({ state }));
    expect(new Set(words).size).toBe(3);
    expect(stateInWords({ state: "known", value: { precision: "estimated", date: "1984" } })).toBe(
      "1984 (estimated)",
    );
  });
});

describe("progress", () => {
  it("is a line for each tenth where there is no terminal, and silent for two seconds", () => {
    const lines: string[] = [];
    let now = 0;
    const view = progressView("importing", "rows", {
      stream: { write: (line: string) => lines.push(line) } as unknown as NodeJS.WriteStream,
      nowMilliseconds: () => now,
    });
    for (let done = 0; done <= 1000; done += 10) {
      now = done * 10;
      view.update(done, 1000);
    }
    expect(lines).toHaveLength(9);
    expect(lines[0]).toBe("importing: 20% (200 of 1,000 rows, 100 rows/s)\n");
    expect(lines.at(-1)).toContain("100%");
  });
});

describe("a folder of templates", () => {
  it("becomes an archive that the intake reads, with its folders and without hidden files", async () => {
    const folder = await mkdtemp(join(tmpdir(), "accord-archive-"));
    try {
      await mkdir(join(folder, "prints", "b"), { recursive: true });
      await writeFile(join(folder, "prints", "A-1_1.iso"), "not a template");
      await writeFile(join(folder, "prints", "b", "é_2.iso"), "nor this");
      await writeFile(join(folder, "prints", ".hidden"), "");
      const packed = await folderAsArchive(join(folder, "prints")).toArray();
      const archive = join(folder, "prints.zip");
      await writeFile(archive, Buffer.concat(packed));
      const outcomes: FingerprintOutcome[] = [];
      for await (const outcome of readFingerprintFiles(archive, "{identifier}_{position}.iso"))
        outcomes.push(outcome);
      expect(outcomes.map((outcome) => (outcome.kind === "reject" ? outcome.file : ""))).toEqual([
        "A-1_1.iso",
        "b/é_2.iso",
      ]);
      // Each is refused for what it holds, not for how it was packed.
      expect(outcomes.every((outcome) => outcome.kind === "reject" && /byte/.test(outcome.problem))).toBe(
        true,
      );
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
