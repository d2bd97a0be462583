import { describe, expect, test } from "vitest";
import { AT, disclosure, EXCHANGE } from "../test/arbitrary-entry.ts";
import { compareLedgers } from "./compare.ts";
import type { LedgerEntry, ReceiptEntry } from "./entry/entry.ts";

const commitment = (digit: string) => digit.repeat(64);
const sent = (digit: string, partner = "wfp") => disclosure({ commitment: commitment(digit), partner });
const receipt = (digit: string, fields: Partial<ReceiptEntry> = {}): ReceiptEntry => ({
  ...disclosure({ commitment: commitment(digit), partner: "iom" }),
  kind: "receipt",
  ...fields,
});
const refusal = (digit: string): LedgerEntry => ({
  kind: "refusal",
  at: AT,
  partner: "iom",
  code: "agreement.attribute_not_granted",
  exchange: EXCHANGE,
  commitment: commitment(digit),
});

describe("two ledgers of one exchange", () => {
  test("agree where each disclosure on either side has its receipt or refusal on the other", () => {
    const own = [sent("1"), sent("2"), sent("3"), receipt("4", { partner: "wfp" })];
    const partner = [receipt("1"), receipt("2"), refusal("3"), sent("4", "iom")];
    expect(compareLedgers(own, partner, EXCHANGE)).toEqual({
      agrees: true,
      received: 3,
      refused: 1,
      disagreements: [],
    });
  });

  test("agree where clauses stand in another order and attributes counted 0 are left out", () => {
    const partner = [
      receipt("1", {
        clauses: ["match.iom.name", "m1"],
        counts: { "person.birthDate": 1, "person.name": 2, "person.sex": 0 },
      }),
    ];
    expect(compareLedgers([sent("1")], partner, EXCHANGE).agrees).toBe(true);
  });

  test("disagree where a receipt was dropped, whichever side dropped it", () => {
    const expected = { kind: "unanswered", index: 1, commitment: commitment("2") };
    const all = [sent("1"), sent("2")];
    expect(compareLedgers(all, [receipt("1")], EXCHANGE).disagreements).toEqual([
      { ...expected, side: "own" },
    ]);
    expect(compareLedgers([receipt("1")], all, EXCHANGE).disagreements).toEqual([
      { ...expected, side: "partner" },
    ]);
  });

  test("disagree where a disclosure was dropped or a receipt invented", () => {
    expect(compareLedgers([], [receipt("1")], EXCHANGE).disagreements).toEqual([
      { kind: "undisclosed", side: "partner", index: 0, commitment: commitment("1") },
    ]);
  });

  test.each([
    ["agreement", { agreement: commitment("c") }],
    ["clauses", { clauses: ["m1"] }],
    ["purpose", { purpose: "referral" }],
    ["tier", { tier: "roster" }],
    ["persons", { persons: 3 }],
    ["counts", { counts: { "person.name": 2 } }],
  ] as const)("disagree where %s is told differently, and say so", (field, fields) => {
    expect(compareLedgers([sent("1")], [receipt("1", fields)], EXCHANGE)).toEqual({
      agrees: false,
      received: 0,
      refused: 0,
      disagreements: [
        {
          kind: "different",
          side: "own",
          index: 0,
          otherIndex: 0,
          commitment: commitment("1"),
          fields: [field],
        },
      ],
    });
  });

  test("disagree where a batch is in one ledger twice", () => {
    expect(compareLedgers([sent("1"), sent("1")], [receipt("1")], EXCHANGE).disagreements).toEqual([
      { kind: "repeated", side: "own", index: 1, commitment: commitment("1") },
    ]);
  });

  test("are compared on that exchange alone", () => {
    const other = disclosure({ exchange: "0f8fad5b-d9cb-469f-a165-70867728950f" });
    expect(compareLedgers([other], [], EXCHANGE)).toMatchObject({ agrees: true, received: 0 });
  });
});
