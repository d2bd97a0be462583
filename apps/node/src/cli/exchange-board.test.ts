import { describe, expect, it } from "vitest";
import { type BoardAnswer, ExchangeBoard } from "./exchange-board.ts";

const answer: BoardAnswer = {
  exchange: "0b1d1c9e-0000-4000-8000-000000000000",
  partner: "wfp",
  step: "match",
  sides: {},
  match: undefined,
  millisecondsByStep: { hello: 400 },
  waitsFor: "work on this node: match",
};

describe("the live view of an exchange", () => {
  it("says which steps are over, how fast the work goes and how long it still takes, and what waits for whom", () => {
    let now = 0;
    const board = new ExchangeBoard(() => now);
    board.answer(answer);
    board.show({ kind: "progress", what: "fingerprints", done: 0, total: 4000 });
    now = 10_000;
    board.show({ kind: "progress", what: "fingerprints", done: 1000, total: 4000 });
    const text = board.lines(200).join("\n");
    expect(text).toContain("[x] hello      nodes meet, 0.4 s");
    expect(text).toContain("[>] match      find who is the same person, 10 s");
    expect(text).toContain("[######------------------] 25%, 1,000 of 4,000, 100 comparisons/s, 30 s left");
    expect(text).toContain("[ ] reconcile");
    expect(text).toContain("waits for: work on this node: match");
    expect(text).not.toContain("\u001b");
  });

  it("shows the funnel of pairs once they are known, and no line longer than the terminal", () => {
    const board = new ExchangeBoard(() => 0);
    const match = {
      linked: 40,
      waiting: 3,
      conflicts: 1,
      decidedBy: {},
      candidatePairs: 12_345,
      unusable: [],
    };
    board.answer({ ...answer, step: "adjudicate", match, waitsFor: "somebody\u001b[2J at wfp" });
    expect(board.lines(200).join("\n")).toContain(
      "12,345 pairs compared > 40 linked > 3 wait for a person > 1 in conflict",
    );
    for (const line of board.lines(40)) expect(line.length).toBeLessThan(40);
    expect(board.lines(200).join("")).not.toContain("\u001b");
  });
});
