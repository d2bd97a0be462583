import type { Agreement } from "@accord/agreement";
import { ATTRIBUTES, type AttributeName } from "@accord/vocabulary";

/** What flows from one party to the other at one tier, as the agreement's clauses and the schema say. */
export interface DataFlow {
  readonly from: string;
  readonly to: string;
  readonly tier: string;
  readonly purposes: readonly string[];
  readonly attributes: readonly {
    readonly attribute: AttributeName;
    readonly sensitivity: string;
    readonly transformation: string;
    readonly retentionDays: number;
    readonly consent: boolean;
    readonly necessity: string;
  }[];
}

/** The flows of an agreement, in the order of its clauses. */
export function dataFlowsOf(agreement: Pick<Agreement, "clauses">): readonly DataFlow[] {
  const flows = new Map<string, Agreement["clauses"][number][]>();
  for (const clause of agreement.clauses) {
    const key = `${clause.from} ${clause.to} ${clause.tier}`;
    flows.set(key, [...(flows.get(key) ?? []), clause]);
  }
  return [...flows.values()].map((clauses) => ({
    from: clauses[0]!.from,
    to: clauses[0]!.to,
    tier: clauses[0]!.tier,
    purposes: [...new Set(clauses.flatMap((clause) => clause.purposes))].sort(),
    attributes: clauses.map((clause) => ({
      attribute: clause.attribute,
      sensitivity: ATTRIBUTES[clause.attribute].sensitivity,
      transformation: clause.transformation,
      retentionDays: clause.retentionDays,
      consent: clause.basis.kind === "consent",
      necessity: clause.necessity,
    })),
  }));
}
