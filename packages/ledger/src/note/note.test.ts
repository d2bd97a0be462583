import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LedgerError } from "../errors.ts";
import { formatVerifierKey, noteSigner, noteVerifier, parseVerifierKey } from "./key.ts";
import { countersign, openNote, signNote } from "./note.ts";
import { ed25519Key } from "./secret-key.ts";

const key = (seed: number) => ed25519Key(new Uint8Array(32).fill(seed));

const TIME_SECONDS = 1_700_000_000;
const log = noteSigner("iom.example/ledger", "ed25519", key(1));
const logKey = noteVerifier(log.name, "ed25519", key(1).publicKey);
const witness = noteSigner("wfp.example/witness", "cosignature", key(2));
const witnessKey = noteVerifier(witness.name, "cosignature", key(2).publicKey);
const stranger = noteSigner("stranger.example", "ed25519", key(3));

const TEXT = "one\n\ntwo\n";
const signed = await signNote(TEXT, [log], TIME_SECONDS);
const both = signed + (await countersign(signed, witness, TIME_SECONDS));

function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof LedgerError) return error.code;
    throw error;
  }
  return "accepted";
}

describe("a verifier key", () => {
  const FROM_THE_SPECIFICATION = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";

  test("of the specification has the id that its formula gives", () => {
    expect(parseVerifierKey(FROM_THE_SPECIFICATION)).toMatchObject({
      name: "example.com/foo",
      keyId: "530d903a",
      type: "ed25519",
    });
  });

  test("verifies a note that golang.org/x/mod/sumdb/note documents", () => {
    const key = parseVerifierKey("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
    const note =
      "If you think cryptography is the answer to your problem,\n" +
      "then you don't know what your problem is.\n\n" +
      "\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
    expect(openNote(note, [key]).verified).toHaveLength(1);
  });

  test("is read back from its text, for either type", () => {
    for (const type of ["ed25519", "cosignature"] as const) {
      const verifier = noteVerifier("a.example/b", type, key(4).publicKey);
      const parsed = parseVerifierKey(formatVerifierKey(verifier));
      expect(parsed).toMatchObject({
        name: "a.example/b",
        type,
        keyId: verifier.keyId,
      });
    }
  });

  test.each([
    ["another name", FROM_THE_SPECIFICATION.replace("foo", "bar")],
    ["another id", FROM_THE_SPECIFICATION.replace("530d903a", "530d903b")],
    ["another key", FROM_THE_SPECIFICATION.replace("Aekye", "AekyF")],
    ["a type that is not supported", FROM_THE_SPECIFICATION.replace("Aekye", "Bekye")],
    ["no name", FROM_THE_SPECIFICATION.replace("example.com/foo", "")],
    ["a space in its name", FROM_THE_SPECIFICATION.replace(".com", " com")],
    ["base64 without its spare bits at zero", FROM_THE_SPECIFICATION.replace("U2k", "U2")],
  ])("is refused with %s", (_, text) => {
    expect(codeOf(() => parseVerifierKey(text))).toBe("ledger.key_malformed");
  });
});

describe("a signed note", () => {
  test("is split at its last blank line, so that text may hold blank lines", () => {
    expect(openNote(signed, [logKey])).toEqual({
      text: TEXT,
      verified: [{ name: log.name, keyId: log.keyId, type: "ed25519" }],
      unknown: 0,
    });
  });

  test("tells each verified signature, a cosignature with its time", () => {
    expect(openNote(both, [logKey, witnessKey]).verified).toEqual([
      { name: log.name, keyId: log.keyId, type: "ed25519" },
      { name: witness.name, keyId: witness.keyId, type: "cosignature", timeSeconds: TIME_SECONDS },
    ]);
  });

  test("passes over signatures of unknown keys, even with a known name or a known id", async () => {
    const sameName = noteSigner(log.name, "ed25519", key(5));
    const sameId = { ...stranger, keyId: log.keyId };
    const note = await signNote(TEXT, [stranger, sameName, sameId, log], TIME_SECONDS);
    const { verified, unknown } = openNote(note, [logKey]);
    expect(verified).toHaveLength(1);
    expect(unknown).toBe(3);
  });

  test("is rejected whole for one wrong signature of a known key beside right ones", async () => {
    const forged = { ...witness, sign: () => new Uint8Array(72) };
    const again = { ...log, sign: () => new Uint8Array(64) };
    for (const signers of [
      [log, forged],
      [forged, log],
      [log, again],
    ]) {
      const note = await signNote(TEXT, signers, TIME_SECONDS);
      expect(codeOf(() => openNote(note, [logKey, witnessKey]))).toBe("ledger.note_signature_wrong");
    }
  });

  test("is rejected where no known key signed it", () => {
    expect(codeOf(() => openNote(signed, [witnessKey]))).toBe("ledger.note_unverified");
    expect(codeOf(() => openNote(signed, []))).toBe("ledger.note_unverified");
  });

  test("is accepted with 16 signatures and rejected with more than 64", async () => {
    const sixteen = await signNote(TEXT, [...Array.from({ length: 15 }, () => stranger), log], TIME_SECONDS);
    expect(openNote(sixteen, [logKey]).unknown).toBe(15);
    const many = await signNote(
      TEXT,
      Array.from({ length: 65 }, () => log),
      TIME_SECONDS,
    );
    expect(codeOf(() => openNote(many, [logKey]))).toBe("ledger.note_malformed");
  });

  test("never opens to another text or other signers once any byte of it is changed", () => {
    const bytes = Buffer.from(both);
    const original = openNote(both, [logKey, witnessKey]);
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (index, mask) => {
        const changed = Uint8Array.from(bytes);
        changed[index]! ^= mask;
        const outcome = codeOf(() => {
          const opened = openNote(changed, [logKey, witnessKey]);
          // A changed name or id makes a signature unknown; the text stands, with fewer who signed it.
          expect(opened.text).toBe(original.text);
          expect(opened.verified.length).toBeLessThan(original.verified.length);
        });
        expect(outcome).toMatch(/^(accepted|ledger\.note_)/);
      }),
      { seed: 9, numRuns: 1000 },
    );
  });

  test.each([
    ["no blank line", signed.replaceAll("\n\n", "\n")],
    ["no last newline", signed.slice(0, -1)],
    ["no signature", `${TEXT}\n`],
    ["a blank line at its end", `${signed}\n`],
    ["a carriage return", signed.replace("\n", "\r\n")],
    ["a tab", signed.replace("one", "o\te")],
    ["a hyphen for the dash", signed.replace("\u2014", "-")],
    ["two spaces", signed.replace("\u2014 ", "\u2014  ")],
    ["base64 without padding", signed.replace(/=+\n$/, "\n")],
    ["something after the signature", signed.replace(/\n$/, " x\n")],
    ["a lone surrogate", signed.replace("one", "\ud800")],
  ])("is malformed with %s", (_, note) => {
    expect(note).not.toBe(signed);
    expect(codeOf(() => openNote(note, [logKey]))).toBe("ledger.note_malformed");
  });

  test("is malformed where its bytes are not UTF-8", () => {
    const bytes = Buffer.concat([Buffer.of(0xff), Buffer.from(signed)]);
    expect(codeOf(() => openNote(bytes, [logKey]))).toBe("ledger.note_malformed");
  });

  test("cannot be signed without a last newline", async () => {
    await expect(signNote("text", [log], TIME_SECONDS)).rejects.toMatchObject({
      code: "ledger.note_malformed",
    });
  });
});
