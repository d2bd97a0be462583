/**
 * What two nodes say to each other before an agreement is signed: the messages of the Dataspace Protocol 2025-1's
 * contract negotiation, with its names, types and process ids. Two things it lacks ride in `accord`: the document itself
 * (its policies are ODRL, ours is the agreement) and the signatures, of which the protocol has none.
 */
import { z } from "zod";
import { SignedAgreement } from "../signature/signed.ts";

export const DSP_CONTEXT = "https://w3id.org/dspace/2025/1/context.jsonld";

const pid = z.string().regex(/^urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
const digestUrn = z.string().regex(/^urn:sha256:[0-9a-f]{64}$/);
const common = {
  "@context": z.tuple([z.literal(DSP_CONTEXT)]),
  /** Id of the message: the same again is taken for the same. */
  "@id": pid,
  consumerPid: pid,
};
const document = z.strictObject({
  /** The canonical bytes of the agreement as text; its SHA-256 is the offer's id. */
  document: z.string().max(1_048_576),
});
const signed = z.strictObject({ signed: SignedAgreement });
const offer = z.strictObject({ "@type": z.literal("Offer"), "@id": digestUrn });

export const NegotiationMessage = z.discriminatedUnion("@type", [
  z.strictObject({
    ...common,
    "@type": z.literal("ContractRequestMessage"),
    /** Absent in the first message: the provider has no process yet. */
    providerPid: pid.optional(),
    offer,
    accord: document,
  }),
  z.strictObject({
    ...common,
    "@type": z.literal("ContractOfferMessage"),
    providerPid: pid,
    offer,
    accord: document,
  }),
  z.strictObject({
    ...common,
    "@type": z.literal("ContractNegotiationEventMessage"),
    providerPid: pid,
    eventType: z.enum(["ACCEPTED", "FINALIZED"]),
    /** Which version was accepted, or is final. */
    offer,
  }),
  z.strictObject({
    ...common,
    "@type": z.literal("ContractAgreementMessage"),
    providerPid: pid,
    agreement: z.strictObject({ "@type": z.literal("Agreement"), "@id": digestUrn }),
    accord: signed,
  }),
  z.strictObject({
    ...common,
    "@type": z.literal("ContractAgreementVerificationMessage"),
    providerPid: pid,
    accord: signed,
  }),
  z.strictObject({
    ...common,
    "@type": z.literal("ContractNegotiationTerminationMessage"),
    providerPid: pid.optional(),
    code: z.string().min(1).max(80),
    reason: z.array(z.string().max(1000)).max(5),
  }),
]);
export type NegotiationMessage = z.infer<typeof NegotiationMessage>;

export const urnOf = (digest: string): string => `urn:sha256:${digest}`;
export const digestOfUrn = (urn: string): string => urn.slice("urn:sha256:".length);
