import { createHash, timingSafeEqual } from "node:crypto";
import { AccordError } from "@accord/vocabulary";
import { combine, split } from "shamir-secret-sharing";
import { z } from "zod";
import type { RecoveryKey } from "./ring/ring.ts";
import { newSuiteKey, SUITE_IDS, type SuiteId } from "./suite.ts";

/*
 * The recovery key: to its public part backups and a sealed node's keys are encrypted. Its private part is never kept: it
 * is split among people (Shamir, k of n, by shamir-secret-sharing, audited by Cure53 and Zellic) when it is made, and is
 * in one place again only while a restore or a reopening lasts.
 */
const Share = z.strictObject({
  version: z.literal("accord-share/1"),
  /** Of which recovery key: its public identifier. */
  recoveryKey: z.string().length(43),
  suite: z.string(),
  agency: z.string(),
  number: z.int().min(1),
  needed: z.int().min(2),
  of: z.int().min(2),
  share: z.base64url(),
  /** SHA-256 over share and number, so that a mistyped or damaged one is named. */
  check: z.string().length(16),
});
export type Share = z.infer<typeof Share>;

const MOST_SHARES = 20;

/** A new recovery key: its public part, and the shares, which are shown once and kept nowhere. */
export async function newRecoveryKey(
  agency: string,
  { shares, needed }: { readonly shares: number; readonly needed: number },
  at: string,
): Promise<{ recovery: RecoveryKey; shares: readonly Share[] }> {
  if (needed < 2 || needed > shares || shares > MOST_SHARES) {
    throw new AccordError("keys.bad_split", "the recovery key cannot be split so", {
      where: `${needed} of ${shares}`,
      remedy: `Ask for at least 2 of at most ${MOST_SHARES} shares, and for no more than there are.`,
    });
  }
  const suite = SUITE_IDS[0] as SuiteId;
  const { kid, publicKey, privateKey } = await newSuiteKey(suite);
  const parts = await split(privateKey, shares, needed);
  privateKey.fill(0);
  return {
    recovery: {
      suite,
      kid,
      publicKey: Buffer.from(publicKey).toString("base64url"),
      threshold: needed,
      shares,
      createdAt: at,
    },
    shares: parts.map((part, index) => {
      const share = Buffer.from(part).toString("base64url");
      const number = index + 1;
      return {
        version: "accord-share/1",
        recoveryKey: kid,
        suite,
        agency,
        number,
        needed,
        of: shares,
        share,
        check: checkOf(share, number),
      };
    }),
  };
}

/**
 * The private recovery key from its shares, as texts of JSON.
 * @throws AccordError `keys.share_damaged`, `keys.share_foreign` (of another key), `keys.too_few_shares`
 */
export async function combineShares(
  texts: readonly string[],
): Promise<{ readonly kid: string; readonly suite: string; readonly privateKey: Uint8Array }> {
  const shares = texts.map(parsedShare);
  const [first] = shares;
  if (first === undefined) throw tooFew(0, 2);
  const other = shares.find((share) => share.recoveryKey !== first.recoveryKey);
  if (other !== undefined) {
    throw new AccordError("keys.share_foreign", "the shares are of different recovery keys", {
      where: `share ${other.number}`,
      remedy: "Gather shares of one splitting; each says of which key it is.",
    });
  }
  const different = [...new Map(shares.map((share) => [share.number, share])).values()];
  if (different.length < first.needed) throw tooFew(different.length, first.needed);
  const privateKey = await combine(
    different.map((share) => new Uint8Array(Buffer.from(share.share, "base64url"))),
  );
  return { kid: first.recoveryKey, suite: first.suite, privateKey };
}

function parsedShare(text: string, index: number): Share {
  try {
    const share = Share.parse(JSON.parse(text));
    const told = Buffer.from(share.check);
    const actual = Buffer.from(checkOf(share.share, share.number));
    if (told.length === actual.length && timingSafeEqual(told, actual)) return share;
  } catch {
    // What is wrong with it could hold a part of it, and is not told.
  }
  throw new AccordError("keys.share_damaged", "this is no whole share of a recovery key", {
    where: `share ${index + 1} of those given`,
    remedy: "Give the file as `accord keys split` wrote it.",
  });
}

function tooFew(given: number, needed: number): AccordError {
  return new AccordError("keys.too_few_shares", "there are too few different shares", {
    where: `${given} of ${needed}`,
    remedy: "Gather more of them; any that are different will do.",
  });
}

const checkOf = (share: string, number: number): string =>
  createHash("sha256").update(`${number}\n${share}`).digest("hex").slice(0, 16);
