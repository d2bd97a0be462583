import { type Ledger, openCheckpoint, signCheckpoint, type TreeHead } from "@accord/ledger";
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
  // Where nothing was added the checkpoint is the one before, so that what was cosigned of it is kept.
  let note =
    before !== undefined && isOf(before.note, head, self, keys)
      ? before.note
      : await signCheckpoint(head, logSigners(self, keys), Math.floor(Date.parse(at) / 1000));
  const outcomes: WitnessOutcome[] = [];
  for (const witness of witnesses) {
    const answer = await askWitness(witness, { ledger, storage, note, size: head.size, self, keys });
    // A new cosignature takes the place of the same witness's older one: a note has each key's signature once.
    if (answer.lines !== "") note = withoutLinesOf(note, witness) + answer.lines;
    outcomes.push({ witness: witness.name, ...answer.outcome });
  }
  const verifiers = witnesses.flatMap(({ keys: known }) => known);
  const cosigned = openCheckpoint(note, ownLogVerifiers(self, keys), verifiers).cosignatures.length > 0;
  await keepCheckpoint(session, { size: head.size, note, cosigned, at });
  return { size: head.size, note, witnesses: outcomes };
}

/**
 * As `publishCheckpoint`, unless nothing happened since the last cosigned checkpoint but that partners' own checkpoints
 * were cosigned here: two nodes would else ask each other without end. Undefined where there was nothing to do.
 */
export async function publishWhereGrown(
  parts: PublishParts,
  witnesses: () => Promise<readonly Witness[]>,
): Promise<Published | undefined> {
  const last = await latestCheckpoint(parts.session, { cosigned: true });
  for await (const { entry } of parts.ledger.entries(
    last?.size ?? 0,
    undefined,
    ledgerStorage(parts.session),
  )) {
    if (entry.kind !== "checkpoint") return publishCheckpoint(parts, await witnesses());
  }
  return undefined;
}

/** Whether a checkpoint is of this very head, by the keys of today: after a rotation it is signed anew. */
function isOf(note: string, head: TreeHead, self: string, keys: PublishParts["keys"]): boolean {
  try {
    const own = ownLogVerifiers(self, keys);
    const { size, root, verified } = openCheckpoint(note, own);
    return size === head.size && Buffer.from(root).equals(head.root) && verified.length === own.length;
  } catch {
    return false;
  }
}

function withoutLinesOf(note: string, witness: Witness): string {
  const text = note.slice(0, note.lastIndexOf("\n\n") + 2);
  const lines = note.slice(text.length).split("\n");
  const others = lines.filter((line) => !witness.keys.some(({ name }) => line.startsWith(`\u2014 ${name} `)));
  return text + others.join("\n");
}
