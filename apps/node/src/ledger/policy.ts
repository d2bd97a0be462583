import { readFile } from "node:fs/promises";
import { type NoteVerifier, type Policy, parsePolicy } from "@accord/ledger";
import type { AccordNode } from "../node.ts";
import type { PartnerCard } from "../partner/card.ts";
import { allPartners } from "../partner/partners.ts";
import { logVerifiers, ownLogVerifiers, witnessVerifiers } from "./log-keys.ts";
import type { Witness } from "./witness-client.ts";

type PolicyParts = Pick<AccordNode, "folder" | "store" | "keys" | "judge" | "client">;

const WITNESS_TIMEOUT_MILLISECONDS = 20_000;

/**
 * Whom an auditor of this node's ledger trusts (C2SP tlog-policy): the file `ledger-policy` in the node's folder where
 * there is one, else the ledger's keys and its partners as witnesses, any of whom makes the quorum.
 * @throws LedgerError `ledger.policy_malformed`, `ledger.key_malformed`
 */
export async function ledgerPolicy(node: PolicyParts): Promise<Policy> {
  const written = await readFile(node.folder.ledgerPolicy, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (written !== undefined) return parsePolicy(written);
  const logs = ownLogVerifiers(node.judge.self, node.keys).map((key) => ({ key }));
  return witnessedBy(
    logs,
    (await allPartners(node.store)).map((card) => ({ name: card.id, keys: witnessVerifiers(card) })),
  );
}

/** The policy under which this node reads a partner's ledger: its keys, and this node's own cosignature. */
export function partnerPolicy(
  card: PartnerCard,
  self: { readonly name: string; readonly keys: readonly NoteVerifier[] },
): Policy {
  return witnessedBy(
    logVerifiers(card).map((key) => ({ key })),
    [self],
  );
}

/**
 * Ed25519 decides on the quorum, as every reader of policies understands it; the ML-DSA-44 keys are listed besides, so
 * that a wrong signature of theirs rejects a checkpoint, and an auditor can demand them with a line more.
 */
function witnessedBy(
  logs: Policy["logs"],
  witnesses: readonly { readonly name: string; readonly keys: readonly NoteVerifier[] }[],
): Policy {
  const lines = witnesses.flatMap(({ name, keys }) =>
    keys.map((key) => ({ name: key.type === "cosignature" ? name : `${name}-${key.type}`, key })),
  );
  const deciding = lines.filter(({ key }) => key.type === "cosignature").map(({ name }) => name);
  const [only] = deciding;
  if (only === undefined) return { logs, witnesses: lines, groups: [], quorum: "none" };
  if (deciding.length === 1) return { logs, witnesses: lines, groups: [], quorum: only };
  return {
    logs,
    witnesses: lines,
    groups: [{ name: "partners", threshold: 1, members: deciding }],
    quorum: "partners",
  };
}

/** Who is asked to cosign: each partner over its own channel, and whom the policy names with an address. */
export async function witnessesOf(node: PolicyParts): Promise<readonly Witness[]> {
  const partners = (await allPartners(node.store)).map(
    (card): Witness => ({
      name: card.id,
      keys: witnessVerifiers(card),
      post: (body) => node.client.plain(card, { method: "POST", path: "/witness/add-checkpoint", body }),
    }),
  );
  const { witnesses } = await ledgerPolicy(node);
  const addresses = [...new Set(witnesses.flatMap(({ url }) => url ?? []))];
  const others = addresses.map((url): Witness => {
    const lines = witnesses.filter((each) => each.url === url);
    return { name: lines[0]!.name, keys: lines.map(({ key }) => key), post: (body) => postTo(url, body) };
  });
  return [...partners, ...others];
}

async function postTo(url: string, body: string): Promise<{ status: number; body: string } | undefined> {
  try {
    const response = await fetch(new URL("add-checkpoint", url.endsWith("/") ? url : `${url}/`), {
      method: "POST",
      headers: { "content-type": "text/plain; charset=utf-8" },
      body,
      signal: AbortSignal.timeout(WITNESS_TIMEOUT_MILLISECONDS),
    });
    return { status: response.status, body: await response.text() };
  } catch {
    // Not reached: the next checkpoint asks again.
    return undefined;
  }
}
