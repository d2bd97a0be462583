import { describe, expect, test } from "vitest";
import { disclosure } from "../../test/arbitrary-entry.ts";
import { cosignedCheckpoint, KEYS, policy, policyText } from "../../test/signed-log.ts";
import {
  formatPolicy,
  formatProof,
  formatVerifierKey,
  Ledger,
  type LedgerError,
  meetsQuorum,
  memoryStorage,
  noteVerifier,
  parsePolicy,
  parseProof,
  verifyProofFile,
} from "../index.ts";

const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    return (error as LedgerError).code;
  }
  return "accepted";
};

describe("a proof file", () => {
  async function proofs(): Promise<string[]> {
    const ledger = await Ledger.open(memoryStorage());
    for (let persons = 0; persons < 11; persons++) await ledger.append(disclosure({ persons }));
    const { note: checkpoint, size } = await cosignedCheckpoint(ledger);
    const files: string[] = [];
    for await (const { index, bytes } of ledger.entries()) {
      const path = await ledger.inclusionProof(index, size);
      files.push(formatProof({ index, path, checkpoint, extra: bytes }));
    }
    return files;
  }

  test("proves its entry to whoever has the policy", async () => {
    for (const [index, text] of (await proofs()).entries()) {
      const proven = verifyProofFile(text, policy);
      expect({ ...proven.entry }).toEqual(disclosure({ persons: index }));
      expect(proven).toMatchObject({ index, checkpoint: { size: 11 } });
      expect(formatProof(parseProof(text))).toBe(text);
    }
  });

  test("proves no other entry, place or path", async () => {
    const [first, second] = (await proofs()).map(parseProof);
    const text = (changed: object) => formatProof({ ...first!, ...changed });
    expect(codeOf(() => verifyProofFile(text({ extra: second!.extra }), policy))).toBe("ledger.proof_wrong");
    expect(codeOf(() => verifyProofFile(text({ index: 1 }), policy))).toBe("ledger.proof_wrong");
    expect(codeOf(() => verifyProofFile(text({ path: second!.path }), policy))).toBe("ledger.proof_wrong");
    expect(codeOf(() => verifyProofFile(text({ path: [] }), policy))).toBe("ledger.proof_wrong");
    expect(codeOf(() => verifyProofFile(text({ extra: undefined }), policy))).toBe("ledger.proof_malformed");
  });

  test.each([
    ["another version", (text: string) => text.replace("@v1", "@v2")],
    ["no index", (text: string) => text.replace(/index \d+\n/, "")],
    ["an index with a leading zero", (text: string) => text.replace("index 3", "index 03")],
    ["extra data after the index", (text: string) => text.replace("index 3\n", "index 3\nextra AAAA\n")],
    ["extra data that is not base64", (text: string) => text.replace("extra ", "extra !")],
    ["a short hash", (text: string) => text.replace("index 3\n", "index 3\nAAAA\n")],
    ["no checkpoint", (text: string) => text.slice(0, text.indexOf("\n\n"))],
  ])("is refused with %s", async (_, change) => {
    const text = (await proofs())[3]!;
    expect(codeOf(() => parseProof(change(text)))).toBe("ledger.proof_malformed");
  });
});

describe("a policy", () => {
  const vkey = (fill: number, type: "ed25519" | "cosignature" = "cosignature") =>
    formatVerifierKey(noteVerifier(`w${fill}.example`, type, new Uint8Array(32).fill(fill)));
  const key = (fill: number) =>
    noteVerifier(`w${fill}.example`, "cosignature", new Uint8Array(32).fill(fill));

  test("is read back, with comments, blanks and addresses", () => {
    expect(formatPolicy(parsePolicy(policyText))).toBe(policyText);
    const read = parsePolicy(
      ` # trust\n\n\tlog ${vkey(1, "ed25519")}\thttps://a.example\n  quorum   none \n`,
    );
    expect(read).toMatchObject({ logs: [{ url: "https://a.example" }], witnesses: [], quorum: "none" });
  });

  test("knows the specification's example of two levels", () => {
    const read = parsePolicy(
      [
        ...[1, 2, 3].map((n) => `witness X${n} ${vkey(n)}`),
        "group X-witnesses 2 X1 X2 X3",
        ...[4, 5, 6].map((n) => `witness Y${n - 3} ${vkey(n)}`),
        "group Y-witnesses any Y1 Y2 Y3",
        "group X-and-Y all X-witnesses Y-witnesses",
        "quorum X-and-Y",
      ].join("\n"),
    );
    const met = (...cosigned: number[]) => meetsQuorum(read, cosigned.map(key));
    expect([met(1, 2, 4), met(1, 3, 4, 5, 6), met(1, 2, 3, 6)]).toEqual([true, true, true]);
    expect([met(), met(1, 4), met(1, 2, 3), met(4, 5, 6), met(1, 4, 5, 6)]).toEqual(Array(5).fill(false));
  });

  test.each([
    ["no quorum", `witness a ${vkey(1)}\n`],
    ["two quorums", "quorum none\nquorum none\n"],
    ["a quorum of a name that comes later", `quorum a\nwitness a ${vkey(1)}\n`],
    ["a group of a name that comes later", `group g any a\nwitness a ${vkey(1)}\nquorum g\n`],
    ["a member twice", `witness a ${vkey(1)}\ngroup g 2 a a\nquorum g\n`],
    ["a member of two groups", `witness a ${vkey(1)}\ngroup g any a\ngroup h any a\nquorum h\n`],
    ["none as a member", "group g any none\nquorum g\n"],
    ["none as a name", `witness none ${vkey(1)}\nquorum none\n`],
    ["a name twice", `witness a ${vkey(1)}\nwitness a ${vkey(2)}\nquorum a\n`],
    ["a witness's key twice", `witness a ${vkey(1)}\nwitness b ${vkey(1)}\nquorum a\n`],
    ["a log's key twice", `log ${vkey(1, "ed25519")}\nlog ${vkey(1, "ed25519")}\nquorum none\n`],
    ["a witness with a log's type of key", `witness a ${vkey(1, "ed25519")}\nquorum a\n`],
    ["a threshold of 0", `witness a ${vkey(1)}\ngroup g 0 a\nquorum g\n`],
    ["a threshold above its members", `witness a ${vkey(1)}\ngroup g 2 a\nquorum g\n`],
    ["an empty group", "group g any\nquorum none\n"],
    ["an unknown word", "trust everybody\nquorum none\n"],
    ["a carriage return", "quorum none\r\n"],
  ])("is refused with %s", (_, text) => {
    expect(codeOf(() => parsePolicy(text))).toBe("ledger.policy_malformed");
  });

  test("accepts a log's checkpoint by any of its keys, and none with a wrong signature by the other", async () => {
    const ledger = await Ledger.open(memoryStorage());
    const { note } = await cosignedCheckpoint(ledger);
    const [plain, postQuantum] = policy.logs;
    for (const logs of [[plain!], [postQuantum!], [plain!, postQuantum!]]) {
      const text = formatProof({ index: 0, path: [], checkpoint: note, extra: new Uint8Array(1) });
      // The checkpoint is opened; an empty log has no entry to prove.
      expect(codeOf(() => verifyProofFile(text, { ...policy, logs }))).toBe("ledger.proof_wrong");
    }
    const stranger = { key: noteVerifier(plain!.key.name, "ed25519", KEYS.third.publicKey) };
    const text = formatProof({ index: 0, path: [], checkpoint: note, extra: new Uint8Array(1) });
    expect(codeOf(() => verifyProofFile(text, { ...policy, logs: [stranger] }))).toBe(
      "ledger.note_unverified",
    );
  });
});
