import {
  formatWitnessRequest,
  type Ledger,
  LedgerError,
  type LedgerErrorCode,
  type LedgerStorage,
  type NoteVerifier,
  openCheckpoint,
} from "@accord/ledger";
import type { NodeKeys } from "../keys/node-keys.ts";
import { ownLogVerifiers } from "./log-keys.ts";

/** What a witness answered. `contradicted` means that it holds a checkpoint which this ledger no longer continues. */
export interface WitnessOutcome {
  readonly witness: string;
  readonly outcome: "cosigned" | "unreachable" | "refused" | "contradicted";
  readonly code?: LedgerErrorCode | "witness.unreachable" | "witness.refused";
  readonly remedy?: string;
}

/** A witness that this node asks: a partner over its own channel, or any that speaks C2SP tlog-witness over HTTP. */
export interface Witness {
  readonly name: string;
  readonly keys: readonly NoteVerifier[];
  /** Sends a body to `add-checkpoint`; undefined where the witness is not reached. */
  post(body: string): Promise<{ readonly status: number; readonly body: string } | undefined>;
}

interface Asked {
  readonly ledger: Ledger;
  readonly storage: LedgerStorage;
  readonly note: string;
  readonly size: number;
  readonly self: string;
  readonly keys: Pick<NodeKeys, "ledger" | "witness" | "verifying">;
}

type Answer = { readonly lines: string; readonly outcome: Omit<WitnessOutcome, "witness"> };

/**
 * Asks for cosignatures (C2SP tlog-witness): from size 0 first, and where the witness answers from which size it goes
 * on, once more with the proof from there.
 */
export async function askWitness(witness: Witness, asked: Asked): Promise<Answer> {
  let oldSize = 0;
  for (let attempt = 0; attempt < 2; attempt++) {
    const proof = await asked.ledger.consistencyProof(oldSize, asked.size, asked.storage);
    const answer = await witness.post(formatWitnessRequest({ oldSize, proof, note: asked.note }));
    if (answer === undefined || answer.status >= 500) return unreachable();
    if (answer.status === 200) return cosigned(witness, asked, answer.body);
    if (answer.status === 422) return contradicted("ledger.checkpoint_inconsistent");
    if (answer.status !== 409) return refused();
    const size = /^(0|[1-9]\d{0,15})\n$/.exec(answer.body)?.[1];
    if (size === undefined) return contradicted("ledger.checkpoint_forked");
    if (Number(size) > asked.size) return contradicted("ledger.checkpoint_smaller");
    oldSize = Number(size);
  }
  return refused();
}

/** The lines of the witness's known keys, each verified; others are passed over, as the specification asks. */
function cosigned(witness: Witness, { note, self, keys }: Asked, body: string): Answer {
  const lines = body
    .split("\n")
    .filter((line) => witness.keys.some(({ name }) => line.startsWith(`\u2014 ${name} `)));
  const text = lines.map((line) => `${line}\n`).join("");
  try {
    const { cosignatures } = openCheckpoint(note + text, ownLogVerifiers(self, keys), witness.keys);
    if (cosignatures.some(({ name }) => witness.keys.some((key) => key.name === name)))
      return { lines: text, outcome: { outcome: "cosigned" } };
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    return { lines: "", outcome: { outcome: "refused", code: error.code, ...remedyOf(error) } };
  }
  return refused();
}

const remedyOf = (error: LedgerError) => (error.remedy === undefined ? {} : { remedy: error.remedy });

function unreachable(): Answer {
  return { lines: "", outcome: { outcome: "unreachable", code: "witness.unreachable" } };
}

function refused(): Answer {
  return {
    lines: "",
    outcome: {
      outcome: "refused",
      code: "witness.refused",
      remedy:
        "Ask whoever runs the witness whether it knows this ledger's verifier key (`accord ledger policy`).",
    },
  };
}

const CONTRADICTED = {
  "ledger.checkpoint_smaller":
    "This ledger is shorter than what the witness cosigned: the store was restored from a backup. Restore a newer one, or begin a new ledger under new keys and tell the partner which entries are gone.",
  "ledger.checkpoint_forked":
    "This ledger is not the one that the witness cosigned at the same size: entries were changed. Stop the node, keep the store, and compare it with a backup.",
  "ledger.checkpoint_inconsistent":
    "This ledger does not continue the one that the witness cosigned: entries were changed. Stop the node, keep the store, and compare it with a backup.",
} as const;

function contradicted(code: keyof typeof CONTRADICTED): Answer {
  return { lines: "", outcome: { outcome: "contradicted", code, remedy: CONTRADICTED[code] } };
}
