import type { KeyObject } from "node:crypto";
import { CompactSign, compactVerify } from "jose";
import { z } from "zod";
import type { KeyPair } from "../keys/node-keys.ts";

/** What a node signs when it has destroyed what it received for matching: counts, and until when the rest is kept. */
export const DeletionCertificate = z.strictObject({
  exchange: z.uuid(),
  agreement: z.string(),
  by: z.string(),
  tier: z.literal("match"),
  purged: z.int().min(0),
  /** Records of pairs that wait for a human; they go when the pair is decided, or with the clause's retention. */
  kept: z.int().min(0),
  at: z.iso.datetime(),
});
export type DeletionCertificate = z.infer<typeof DeletionCertificate>;

const TYP = "accord-deletion+jws";

export async function makeDeletionCertificate(
  certificate: DeletionCertificate,
  key: KeyPair,
): Promise<string> {
  return new CompactSign(Buffer.from(JSON.stringify(DeletionCertificate.parse(certificate))))
    .setProtectedHeader({ alg: "EdDSA", typ: TYP, kid: key.jwk.kid })
    .sign(key.private);
}

/** True where the partner's key signed a certificate of this exchange. */
export async function verifyDeletionCertificate(
  text: string,
  key: KeyObject,
  exchange: string,
): Promise<boolean> {
  try {
    const { payload, protectedHeader } = await compactVerify(text, key, { algorithms: ["EdDSA"] });
    const parsed = DeletionCertificate.safeParse(JSON.parse(Buffer.from(payload).toString("utf8")));
    return protectedHeader.typ === TYP && parsed.success && parsed.data.exchange === exchange;
  } catch {
    return false; // whatever is wrong with it, it is no certificate
  }
}
