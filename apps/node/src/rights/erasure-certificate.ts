import type { KeyObject } from "node:crypto";
import { CompactSign, compactVerify } from "jose";
import { z } from "zod";
import type { KeyPair } from "../keys/node-keys.ts";

const count = z.int().min(0);

/** What a node signs when it has erased what a partner's notice named: counts, and until when its free space is rewritten. */
export const ErasureCertificate = z.strictObject({
  /** The notice that it answers. */
  notice: z.uuid(),
  /** SHA-256 over the notice's pseudonyms in order, one a line: that these and no others are meant. */
  refs: z.string().regex(/^[0-9a-f]{64}$/),
  agreement: z.string().regex(/^[0-9a-f]{64}$/),
  by: z.string(),
  erased: z.strictObject({ persons: count, statements: count, templates: count, records: count }),
  at: z.iso.datetime(),
  /** Deleted rows can be read from the store's files until then. */
  scrubBy: z.iso.datetime(),
});
export type ErasureCertificate = z.infer<typeof ErasureCertificate>;

const TYP = "accord-erasure+jws";

export async function makeErasureCertificate(certificate: ErasureCertificate, key: KeyPair): Promise<string> {
  return new CompactSign(Buffer.from(JSON.stringify(ErasureCertificate.parse(certificate))))
    .setProtectedHeader({ alg: "EdDSA", typ: TYP, kid: key.jwk.kid })
    .sign(key.private);
}

/** The certificate where one of the keys by which the partner's documents are believed signed it and it answers this notice of this agreement; else undefined. */
export async function verifyErasureCertificate(
  text: string,
  keys: readonly KeyObject[],
  answers: {
    readonly notice: string;
    readonly refs: string;
    readonly agreement: string;
    readonly by: string;
  },
): Promise<ErasureCertificate | undefined> {
  for (const key of keys) {
    const certificate = await verified(text, key, answers);
    if (certificate !== undefined) return certificate;
  }
  return undefined;
}

async function verified(
  text: string,
  key: KeyObject,
  answers: Parameters<typeof verifyErasureCertificate>[2],
): Promise<ErasureCertificate | undefined> {
  try {
    const { payload, protectedHeader } = await compactVerify(text, key, { algorithms: ["EdDSA"] });
    const parsed = ErasureCertificate.parse(JSON.parse(Buffer.from(payload).toString("utf8")));
    const { notice, refs, agreement, by } = answers;
    const answersIt =
      protectedHeader.typ === TYP &&
      parsed.notice === notice &&
      parsed.refs === refs &&
      parsed.agreement === agreement &&
      parsed.by === by;
    return answersIt ? parsed : undefined;
  } catch {
    return undefined; // whatever is wrong with it, it is no certificate
  }
}
