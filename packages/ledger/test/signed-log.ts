import {
  ed25519Key,
  formatPolicy,
  type Ledger,
  mlDsa44Key,
  noteSigner,
  noteVerifier,
  type Policy,
  signCheckpoint,
} from "../src/index.ts";
import { countersign } from "../src/note/note.ts";

/** The keys of a log and of two witnesses, made from fixed seeds. */
const ORIGIN = "accord.ledger/iom";
export const TIME_SECONDS = 1_769_846_400;

const seed = (fill: number) => new Uint8Array(32).fill(fill);
export const KEYS = {
  log: ed25519Key(seed(1)),
  logPostQuantum: mlDsa44Key(seed(2)),
  partner: ed25519Key(seed(3)),
  partnerPostQuantum: mlDsa44Key(seed(4)),
  third: ed25519Key(seed(5)),
};

export const logSigners = [
  noteSigner(ORIGIN, "ed25519", KEYS.log),
  noteSigner(ORIGIN, "ml-dsa-44", KEYS.logPostQuantum),
];
export const partnerSigners = [
  noteSigner("accord.witness/wfp", "cosignature", KEYS.partner),
  noteSigner("accord.witness/wfp", "ml-dsa-44", KEYS.partnerPostQuantum),
];
export const thirdSigners = [noteSigner("witness.example/third", "cosignature", KEYS.third)];

export const policy: Policy = {
  logs: [
    { key: noteVerifier(ORIGIN, "ed25519", KEYS.log.publicKey) },
    { key: noteVerifier(ORIGIN, "ml-dsa-44", KEYS.logPostQuantum.publicKey) },
  ],
  witnesses: [
    { name: "wfp", key: noteVerifier("accord.witness/wfp", "cosignature", KEYS.partner.publicKey) },
    {
      name: "wfp-ml-dsa-44",
      key: noteVerifier("accord.witness/wfp", "ml-dsa-44", KEYS.partnerPostQuantum.publicKey),
    },
    { name: "third", key: noteVerifier("witness.example/third", "cosignature", KEYS.third.publicKey) },
  ],
  groups: [{ name: "both", threshold: 2, members: ["wfp", "third"] }],
  quorum: "both",
};
export const policyText = formatPolicy(policy);

/** The ledger's checkpoint at a size, signed by the log and cosigned by both witnesses. */
export async function cosignedCheckpoint(
  ledger: Ledger,
  size?: number,
): Promise<{ note: string; size: number }> {
  const head = { size: size ?? (await ledger.head()).size, root: await ledger.root(size) };
  let note = await signCheckpoint(head, logSigners, TIME_SECONDS);
  for (const signer of [...partnerSigners, ...thirdSigners])
    note += await countersign(note, signer, TIME_SECONDS);
  return { note, size: head.size };
}
