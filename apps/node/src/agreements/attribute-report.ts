import type { Agreement } from "@accord/agreement";
import { counterpartOf } from "@accord/agreement";
import type { Ledger } from "@accord/ledger";
import { attributeUse, type Session } from "@accord/registry";
import type { AttributeName } from "@accord/vocabulary";

/** What became of one clause: what it brought, and whether anybody used it. */
export interface ClauseUse {
  readonly clause: string;
  readonly attribute: AttributeName;
  readonly tier: string;
  readonly direction: "sent" | "received";
  /** Values that crossed, by the ledger. */
  readonly values: number;
  /** Of what was received for the file: persons and households with a value here, where it stands, where it was read. */
  readonly use?: { readonly held: number; readonly standing: number; readonly read: number };
  /**
   * `neverShared`: nothing ever crossed under it. `neverUsed`: values came, and they stand on no file and no file with
   * one was opened. `inMatching`: used to compare, and deleted after. `unknown`: the receiver's use is not seen from here.
   */
  readonly verdict: "used" | "neverShared" | "neverUsed" | "inMatching" | "unknown";
}

/** Clause by clause, what was shared and what was never used, so that the next amendment drops it. */
export async function attributeReport(
  { session, ledger, self }: { readonly session: Session; readonly ledger: Ledger; readonly self: string },
  digest: string,
  agreement: Agreement,
): Promise<readonly ClauseUse[]> {
  const crossed = await valuesCrossed(ledger, digest);
  const uses = new Map((await attributeUse(session, digest)).map((use) => [use.attribute, use]));
  if (counterpartOf(agreement, self) === undefined) return [];
  return agreement.clauses.map(({ id, attribute, tier, from }): ClauseUse => {
    const direction = from === self ? "sent" : "received";
    const values = crossed.get(`${direction} ${tier} ${attribute}`) ?? 0;
    const found = direction === "received" && tier !== "match" ? uses.get(attribute) : undefined;
    const use = found && { held: found.held, standing: found.standing, read: found.read };
    const verdict =
      values === 0
        ? "neverShared"
        : tier === "match"
          ? "inMatching"
          : direction === "sent"
            ? "unknown"
            : use !== undefined && use.standing + use.read > 0
              ? "used"
              : "neverUsed";
    return { clause: id, attribute, tier, direction, values, ...(use === undefined ? {} : { use }), verdict };
  });
}

/** Values by direction, tier and attribute, as the ledger counts them. */
async function valuesCrossed(ledger: Ledger, digest: string): Promise<ReadonlyMap<string, number>> {
  const crossed = new Map<string, number>();
  for await (const { entry } of ledger.entries()) {
    if ((entry.kind !== "disclosure" && entry.kind !== "receipt") || entry.agreement !== digest) continue;
    const direction = entry.kind === "disclosure" ? "sent" : "received";
    for (const [attribute, count] of Object.entries(entry.counts)) {
      const key = `${direction} ${entry.tier} ${attribute}`;
      crossed.set(key, (crossed.get(key) ?? 0) + count);
    }
  }
  return crossed;
}
