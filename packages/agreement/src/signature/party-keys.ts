import type { Party } from "../schema/party.ts";
import type { SignatoryKey } from "../schema/signatory.ts";
import type { PasskeyTerms } from "./passkey.ts";

/** One key that may sign for a party. */
export interface PartyKey {
  readonly party: string;
  /** The signatory's id; undefined where it is the node's own key. */
  readonly signatory: string | undefined;
  readonly kind: "node" | "hardware" | "passkey";
  readonly key: SignatoryKey;
  readonly passkey?: PasskeyTerms;
}

/** The keys that sign an agreement for a party: its signatories', or its node's where it names none. */
export function signingKeysOf({ id, signing, signingKey }: Party): readonly PartyKey[] {
  if (signing.signatories.length === 0) {
    return [{ party: id, signatory: undefined, kind: "node", key: signingKey }];
  }
  return signing.signatories.map((signatory) => ({
    party: id,
    signatory: signatory.id,
    kind: signatory.kind,
    key: signatory.key,
    ...(signatory.kind === "passkey"
      ? { passkey: { relyingParty: signatory.relyingParty, origins: signatory.origins } }
      : {}),
  }));
}

/** How many different ones of `signingKeysOf` must have signed. */
export function signaturesRequired({ signing }: Party): number {
  return signing.required;
}
