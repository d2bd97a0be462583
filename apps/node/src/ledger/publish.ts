import { type Ledger, openCheckpoint, signCheckpoint } from "@accord/ledger";
import { keepCheckpoint, latestCheckpoint, type Session } from "@accord/registry";
import type { NodeKeys } from "../keys/node-keys.ts";
import { logSigners, ownLogVerifiers } from "./log-keys.ts";
import { ledgerStorage } from "./node-ledger.ts";
import { askWitness, type Witness, type WitnessOutcome } from "./witness-client.ts";

export interface PublishParts {
  readonly self: string;
  readonly keys: Pick<NodeKeys, "ledger" | "witness" | "verifying">;
  readonly ledger: Ledger;
  readonly session: Session;
  /** ISO 8601 in UTC. */
  readonly at: string;
}

export interface Published {
  readonly size: number;
  readonly note: string;
  readonly witnesses: readonly WitnessOutcome[];
}

/**
 * Signs a checkpoint of the ledger as it stands, asks each witness to cosign it, and keeps it with the cosignatures that
 * came. A witness that cannot be reached now is asked again the next time.
 */
export async function publishCheckpoint(
  { self, keys, ledger, session, at }: PublishParts,
  witnesses: readonly Witness[],
): Promise<Published> {
  const storage = ledgerStorage(session);
  const head = await ledger.head(storage);
  const before = await latestCheckpoint(session, { cosigned: false });
  // A checkpoint of the same size is the same text, so that what was cosigned before is kept.
  let note =
    before?.size === head.size && isOwn(before.note, self, keys)
      ? before.note
      : await signCheckpoint(head, logSigners(self, keys), Math.floor(Date.parse(at) / 1000));
  const outcomes: WitnessOutcome[] = [];
  for (const witness of witnesses) {
    const answer = await askWitness(witness, { ledger, storage, note, size: head.size, self, keys });
    note += answer.lines;
    outcomes.push({ witness: witness.name, ...answer.outcome });
  }
  const verifiers = witnesses.flatMap(({ keys: known }) => known);
  const cosigned = openCheckpoint(note, ownLogVerifiers(self, keys), verifiers).cosignatures.length > 0;
  await keepCheckpoint(session, { size: head.size, note, cosigned, at });
  return { size: head.size, note, witnesses: outcomes };
}

/** Whether the keys that signed it are those of today: after a rotation it is signed anew. */
function isOwn(note: string, self: string, keys: PublishParts["keys"]): boolean {
  try {
    const own = ownLogVerifiers(self, keys);
    return openCheckpoint(note, own).verified.length === own.length;
  } catch {
    return false;
  }
}
