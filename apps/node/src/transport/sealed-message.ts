import { AccordError } from "@accord/vocabulary";
import { z } from "zod";
import {
  encapsulatedBytes,
  isSuiteId,
  openWith,
  type SuiteId,
  type SuiteKey,
  type SuiteKeyPair,
  sealTo,
} from "../keys/suite.ts";
import { TRANSPORT_LIMITS } from "./limits.ts";
import { compress, decompress } from "./zstandard.ts";

/*
 * A message as it travels: JSON, compressed (Zstandard), then sealed to the partner's key with HPKE, so that a proxy that ends TLS
 * sees nothing. One line of JSON names version, suite and key; then follow the encapsulated secret, whose length the
 * suite fixes, and the ciphertext. That line, sender and recipient are HPKE's `info`, so that none can be another.
 */
export const SEALED_TYPE = "application/vnd.accord.sealed";
const HEADER_BYTES = 256;
const NEWLINE = 0x0a;

const Header = z.strictObject({ v: z.literal(3), suite: z.string().max(60), kid: z.string().length(43) });

export interface Route {
  readonly from: string;
  readonly to: string;
}

export async function sealMessage(plain: Uint8Array, recipient: SuiteKey, route: Route): Promise<Buffer> {
  const header = JSON.stringify({ v: 3, suite: recipient.suite, kid: recipient.kid });
  const packed = await compress(plain);
  const { encapsulated, ciphertext } = await sealTo(recipient, packed, infoOf(header, route));
  return Buffer.concat([Buffer.from(`${header}\n`), encapsulated, ciphertext]);
}

/**
 * Opens what was sealed to one of this node's keys; `keyOf` finds a key by its name, a retiring one too.
 * @throws AccordError `transport.unreadable` where it was not sealed for this node, or is too large once opened
 */
export async function openMessage(
  sealed: Uint8Array,
  keyOf: (kid: string) => SuiteKeyPair | undefined,
  route: Route,
): Promise<{ plain: Buffer; suite: SuiteId }> {
  try {
    const end = sealed.subarray(0, HEADER_BYTES).indexOf(NEWLINE);
    const line = Buffer.from(sealed.subarray(0, Math.max(end, 0))).toString("utf8");
    const { suite, kid } = Header.parse(JSON.parse(line));
    const key = keyOf(kid);
    if (key === undefined || !isSuiteId(suite) || key.suite !== suite) throw new Error("no such key");
    const at = end + 1 + encapsulatedBytes(suite);
    const packed = await openWith(
      key,
      { encapsulated: sealed.subarray(end + 1, at), ciphertext: sealed.subarray(at) },
      infoOf(line, route),
    );
    return { plain: await decompress(packed, TRANSPORT_LIMITS.unpackedBytes), suite };
  } catch (cause) {
    if (cause instanceof AccordError) throw cause;
    throw new AccordError("transport.unreadable", "the message is not sealed for this node", {
      remedy: "The partner must use this node's present card.",
      cause,
    });
  }
}

const infoOf = (header: string, { from, to }: Route): string => `accord message 3\n${header}\n${from}\n${to}`;
