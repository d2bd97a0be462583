import { type KeyObject, sign, timingSafeEqual, verify } from "node:crypto";
import { AccordError } from "@accord/vocabulary";
import {
  component,
  createSignature,
  type ResponseDescriptor,
  type SignatureComponent,
  verifySignature,
} from "http-message-sig";
import { contentDigest, fieldsOf, requestDescriptor } from "./message-descriptor.ts";

/*
 * Answers between nodes are signed too (RFC 9421), and each is bound to its request (section 2.4, the `req` parameter):
 * to its method, path, body's digest and signature, in which the request's nonce is. So an answer cannot be given to
 * another request, and a proxy cannot say in the partner's name that a message was taken or refused.
 */
const LABEL = "accord";
const TAG = "accord-answer";
const ofRequest = (name: string) => component(name, { req: true });
const COMPONENTS: readonly SignatureComponent[] = [
  "@status",
  "content-digest",
  "content-type",
  ofRequest("@method"),
  ofRequest("@path"),
  ofRequest("content-digest"),
  ofRequest("signature"),
];

export interface SentRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** Header fields that sign an answer to a signed request. `at` is the wall time in milliseconds. */
export async function signResponse(
  request: SentRequest,
  answer: { readonly status: number; readonly body: Uint8Array; readonly contentType: string },
  signer: { readonly key: KeyObject; readonly keyId: string },
  at: number,
): Promise<Record<string, string>> {
  const headers = { "content-type": answer.contentType, "content-digest": contentDigest(answer.body) };
  const fields = await createSignature(describe(request, answer.status, headers), {
    label: LABEL,
    components: COMPONENTS,
    parameters: { created: Math.floor(at / 1000), keyid: signer.keyId, alg: "ed25519", tag: TAG },
    signer: { algorithm: "ed25519", sign: (data) => sign(null, data, signer.key) },
  });
  return { ...headers, signature: fields.signature, "signature-input": fields.signatureInput };
}

/**
 * Verifies that the partner gave this answer to this very request.
 * @throws AccordError `transport.answer_unsigned`
 */
export async function verifyResponse(
  request: SentRequest,
  answer: Answer,
  options: { readonly keyOf: (keyId: string) => KeyObject | undefined; readonly at: number },
): Promise<void> {
  const told = Buffer.from(answer.headers["content-digest"] ?? "");
  const actual = Buffer.from(contentDigest(answer.body));
  try {
    if (told.length !== actual.length || !timingSafeEqual(told, actual)) throw new Error("another body");
    await verifySignature(describe(request, answer.status, answer.headers), {
      label: LABEL,
      policy: {
        algorithms: ["ed25519"],
        requiredComponents: COMPONENTS,
        requiredParameters: ["created", "keyid", "tag"],
        now: Math.floor(options.at / 1000),
        // The request's signature, which is covered, is used once: an answer cannot be old. Clocks are the request's affair.
        clockSkew: Number.MAX_SAFE_INTEGER,
        validate: ({ parameters }) => parameters.tag === TAG,
      },
      resolveVerifier: ({ parameters }) => {
        const key = options.keyOf(parameters.keyid ?? "");
        if (key === undefined) throw new Error("unknown key");
        return {
          algorithm: "ed25519",
          verify: (data: Uint8Array, signature: Uint8Array) => verify(null, data, key, signature),
        };
      },
    });
  } catch (cause) {
    throw new AccordError("transport.answer_unsigned", "the answer is not signed by the partner's node", {
      remedy:
        "Something between the nodes answers in the partner's place, or the partner's card is not the present one.",
      cause,
    });
  }
}

function describe(
  request: SentRequest,
  status: number,
  headers: Readonly<Record<string, string>>,
): ResponseDescriptor {
  return { kind: "response", status, fields: fieldsOf(headers), request: requestDescriptor(request) };
}
