import { type KeyObject, randomUUID, sign, timingSafeEqual, verify } from "node:crypto";
import { AccordError } from "@accord/vocabulary";
import { createSignature, isSignatureError, verifySignature } from "http-message-sig";
import { contentDigest, requestDescriptor } from "./message-descriptor.ts";

/**
 * Requests between nodes are signed after RFC 9421 with a Content-Digest after RFC 9530. The signature covers
 * method, path, digest, type and recipient; `created` and `nonce` make a replay recognisable.
 */
const COMPONENTS = ["@method", "@path", "content-digest", "content-type", "accord-recipient"];
const TAG = "accord";
/** Largest difference between the two nodes' clocks, and longest that a nonce must be remembered. */
export const CLOCK_TOLERANCE_SECONDS = 300;

export interface RequestParts {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** Headers for a request, with its signature among them. `at` is the wall time in milliseconds. */
export async function signRequest(
  request: { method: string; url: string; body: Uint8Array; contentType: string; recipient: string },
  signer: { key: KeyObject; keyId: string },
  at: number,
): Promise<Record<string, string>> {
  const headers = {
    "content-type": request.contentType,
    "content-digest": contentDigest(request.body),
    "accord-recipient": request.recipient,
  };
  const fields = await createSignature(requestDescriptor({ ...request, headers }), {
    label: "accord",
    components: COMPONENTS,
    parameters: {
      created: Math.floor(at / 1000),
      keyid: signer.keyId,
      alg: "ed25519",
      nonce: randomUUID(),
      tag: TAG,
    },
    signer: { algorithm: "ed25519", sign: (data) => sign(null, data, signer.key) },
  });
  return { ...headers, signature: fields.signature, "signature-input": fields.signatureInput };
}

export interface VerifiedRequest {
  readonly keyId: string;
  readonly nonce: string;
  readonly created: number;
}

/**
 * Verifies a request's digest and signature. Freshness of the nonce is for the caller to check, in the store.
 * @throws AccordError `transport.digest_mismatch`, `transport.clock_skew`, `transport.unknown_partner`,
 * `transport.signature_invalid`
 */
export async function verifyRequest(
  request: RequestParts,
  options: { keyOf: (keyId: string) => Promise<KeyObject | undefined>; self: string; at: number },
): Promise<VerifiedRequest> {
  const told = Buffer.from(request.headers["content-digest"] ?? "");
  const actual = Buffer.from(contentDigest(request.body));
  if (told.length !== actual.length || !timingSafeEqual(told, actual)) {
    throw new AccordError("transport.digest_mismatch", "the body is not what Content-Digest says", {
      remedy: "Send the request again.",
    });
  }
  let unknownKey = false;
  let skewSeconds = 0;
  try {
    const verified = await verifySignature(requestDescriptor(request), {
      label: "accord",
      policy: {
        algorithms: ["ed25519"],
        requiredComponents: COMPONENTS,
        requiredParameters: ["created", "keyid", "nonce", "tag"],
        now: Math.floor(options.at / 1000),
        // Early and late are judged below, once the signature has verified, so that both get the same answer.
        clockSkew: Number.MAX_SAFE_INTEGER,
        validate: ({ parameters }) => parameters.tag === TAG,
      },
      resolveVerifier: async ({ parameters }) => {
        const key = await options.keyOf(parameters.keyid ?? "");
        unknownKey = key === undefined;
        if (key === undefined) throw new Error("unknown key");
        return {
          algorithm: "ed25519",
          verify: (data: Uint8Array, signature: Uint8Array) => verify(null, data, key, signature),
        };
      },
    });
    const created = verified.parameters.created ?? 0;
    skewSeconds = Math.round(options.at / 1000 - created);
    if (
      Math.abs(skewSeconds) <= CLOCK_TOLERANCE_SECONDS &&
      request.headers["accord-recipient"] === options.self
    ) {
      return { keyId: verified.parameters.keyid ?? "", nonce: verified.parameters.nonce ?? "", created };
    }
  } catch (cause) {
    if (unknownKey) {
      throw new AccordError(
        "transport.unknown_partner",
        "the request is signed by a key that no partner of this node has",
        {
          remedy: "Both sides must have added each other with `accord partner add`.",
        },
      );
    }
    const detail = isSignatureError(cause) ? cause.code : "VerificationFailed";
    throw new AccordError(
      "transport.signature_invalid",
      `the request's signature does not verify (${detail})`,
      {
        remedy: "Check that the partner's card is the present one.",
      },
    );
  }
  if (Math.abs(skewSeconds) > CLOCK_TOLERANCE_SECONDS) {
    throw new AccordError(
      "transport.clock_skew",
      `the two nodes' clocks differ by ${Math.abs(skewSeconds)} s; at most ${CLOCK_TOLERANCE_SECONDS} s is allowed`,
      { remedy: "Set both clocks (NTP), then run `accord exchange resume`." },
    );
  }
  throw new AccordError("transport.misdirected", "the request is for another node", {
    remedy: "Check the partner's address.",
  });
}
