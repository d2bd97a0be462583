import { createHash } from "node:crypto";
import {
  AgreementEvent,
  type PinnedFor,
  Signatory,
  type SignatureState,
  SignedStatement,
  SigningKey,
  type VerifiedEvent,
  verifyEvent,
} from "@accord/agreement";
import { listSignatories, type Session } from "@accord/registry";
import { AccordError } from "@accord/vocabulary";
import { documentKeys, knownPartners } from "../partner/partners.ts";

/** Whose documents the node itself signed, and with which keys: the present one first, then those that still count. */
export interface OwnKeys {
  readonly self: string;
  readonly signingKeys: () => readonly SigningKey[];
}

/** Every key by which a document of each agency is believed: its present one first, then earlier ones of its own. */
async function believedKeys(
  session: Session,
  judge: OwnKeys,
): Promise<ReadonlyMap<string, readonly SigningKey[]>> {
  const partners = (await knownPartners(session)).map(
    (partner) => [partner.card.id, documentKeys(partner).map((key) => SigningKey.parse(key))] as const,
  );
  return new Map([[judge.self, judge.signingKeys()], ...partners]);
}

/**
 * The keys by which to judge an agreement: of each party the one that the document names where that is the party's
 * present key or an earlier one of its own, the present one otherwise, so that what was signed before a rotation
 * stands; and signatories' keys as staff confirmed them.
 */
export async function pinnedKeys(
  session: Session,
  judge: OwnKeys,
  named: Pick<SignatureState, "agreement">,
): Promise<Required<PinnedFor>> {
  const keys: Record<string, SigningKey> = {};
  for (const [id, believed] of await believedKeys(session, judge)) {
    const wanted = named.agreement.parties.find((party) => party.id === id)?.signingKey.kid;
    const key = believed.find((one) => one.kid === wanted) ?? believed[0];
    if (key !== undefined) keys[id] = key;
  }
  const signatories: Record<string, Signatory["key"][]> = {};
  for (const { party, signatory } of await listSignatories(session)) {
    const pinned = signatories[party] ?? [];
    signatories[party] = [...pinned, Signatory.parse(signatory).key];
  }
  return { keys, signatories };
}

/**
 * An event that verifies under any key by which its party is believed.
 * @throws AccordError as `verifyEvent` does, for the party's present key
 */
export async function believedEvent(
  session: Session,
  judge: OwnKeys,
  agreement: Pick<SignatureState, "agreement" | "digest">,
  text: string,
): Promise<VerifiedEvent> {
  const signed: unknown = JSON.parse(text);
  const believed = await believedKeys(session, judge);
  const present = Object.fromEntries(
    [...believed].flatMap(([id, [first]]) => (first === undefined ? [] : [[id, first]])),
  );
  let failure: unknown;
  const choices = [...believed].flatMap(([id, keys]) =>
    keys.slice(1).map((key) => ({ ...present, [id]: key })),
  );
  for (const keys of [present, ...choices]) {
    try {
      return await verifyEvent(signed, { agreement, keys });
    } catch (error) {
      failure ??= error;
    }
  }
  throw failure;
}

/**
 * An event that was verified when it was kept. What ends or stops an agreement goes on doing so when the key that signed
 * it is no longer believed: nothing comes back into force by a change of keys. Whatever else no longer verifies does not
 * count, and is undefined.
 */
export async function keptEvent(
  session: Session,
  judge: OwnKeys,
  agreement: Pick<SignatureState, "agreement" | "digest">,
  text: string,
): Promise<VerifiedEvent | undefined> {
  try {
    return await believedEvent(session, judge, agreement, text);
  } catch (error) {
    if (!(error instanceof AccordError)) throw error;
    const bytes = Buffer.from(SignedStatement.parse(JSON.parse(text)).payload, "base64url");
    const event = AgreementEvent.parse(JSON.parse(bytes.toString("utf8")));
    const stops = event.kind === "revocation" || event.kind === "suspension";
    return stops ? { id: createHash("sha256").update(bytes).digest("hex"), event } : undefined;
  }
}
