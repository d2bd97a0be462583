import type { AccordNode } from "../node.ts";

/** What the ledger says of a span of time, in counts. A person may be in several batches and is counted in each. */
export interface LedgerFigures {
  readonly disclosures: readonly {
    readonly agreement: string;
    readonly clause: string;
    readonly partner: string;
    readonly batches: number;
    readonly persons: number;
  }[];
  readonly refusals: readonly { readonly partner: string; readonly code: string; readonly times: number }[];
  readonly readsByRole: readonly {
    readonly role: string;
    readonly purpose: string;
    readonly reads: number;
    readonly persons: number;
    readonly refused: number;
  }[];
}

/** Reads the ledger once; `from` inclusive and `until` exclusive, ISO 8601 in UTC. */
export async function ledgerFigures(
  { ledger }: Pick<AccordNode, "ledger">,
  { from, until }: { readonly from: string; readonly until: string },
): Promise<LedgerFigures> {
  const disclosures = new Map<string, LedgerFigures["disclosures"][number]>();
  const refusals = new Map<string, LedgerFigures["refusals"][number]>();
  const reads = new Map<string, LedgerFigures["readsByRole"][number]>();
  for await (const { entry } of ledger.entries(0)) {
    if (entry.at < from || entry.at >= until) continue;
    if (entry.kind === "disclosure") {
      const { agreement, partner, persons } = entry;
      for (const clause of entry.clauses) {
        const key = `${agreement} ${clause}`;
        const before = disclosures.get(key);
        disclosures.set(key, {
          agreement,
          clause,
          partner,
          batches: (before?.batches ?? 0) + 1,
          persons: (before?.persons ?? 0) + persons,
        });
      }
    } else if (entry.kind === "refusal") {
      const { partner, code } = entry;
      const key = `${partner} ${code}`;
      refusals.set(key, { partner, code, times: (refusals.get(key)?.times ?? 0) + 1 });
    } else if (entry.kind === "access") {
      const { role = "none", purpose = "none", outcome, persons } = entry;
      const key = `${role} ${purpose}`;
      const before = reads.get(key) ?? { role, purpose, reads: 0, persons: 0, refused: 0 };
      const allowed = outcome === "allowed";
      reads.set(key, {
        ...before,
        reads: before.reads + Number(allowed),
        persons: before.persons + persons,
        refused: before.refused + Number(!allowed),
      });
    }
  }
  const inOrder = <T>(counted: ReadonlyMap<string, T>): readonly T[] =>
    [...counted].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each);
  return { disclosures: inOrder(disclosures), refusals: inOrder(refusals), readsByRole: inOrder(reads) };
}
