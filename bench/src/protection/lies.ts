import type { Agreement } from "@accord/agreement";
import type { Dice } from "./dice.ts";

interface Record_ {
  readonly ref: string;
  readonly states?: Readonly<Record<string, unknown>>;
  readonly statements?: readonly { readonly states: Readonly<Record<string, unknown>> }[];
}

const EVERYTHING = [
  "person.disability",
  "person.vulnerabilities",
  "person.rationCard",
  "person.phone",
  "person.agencyId",
  "person.sex",
] as const;

const RAW: Readonly<Record<string, unknown>> = {
  "person.disability": true,
  "person.vulnerabilities": ["UAS"],
  "person.rationCard": "RC-1",
  "person.phone": "+211911111111",
  "person.agencyId": "BRV-1",
  "person.sex": "female",
  "person.birthDate": { precision: "day", date: "1990-05-05" },
  "person.location": { pcode: "SS070101", name: "Somewhere" },
};

export interface Lie {
  readonly what: string;
  readonly records: readonly unknown[];
}

/** Batches that the clauses refuse, made of one that they allow: each breaks exactly one rule, in one record. */
export function liesOf(
  dice: Dice,
  agreement: Agreement,
  tier: string,
  records: readonly Record_[],
): readonly Lie[] {
  const at = dice.whole(0, records.length - 1);
  const put = (change: (record: Record_) => unknown) =>
    records.map((record, index) => (index === at ? change(record) : record));
  const withState = (attribute: string, state: unknown) => (record: Record_) =>
    record.states !== undefined
      ? { ...record, states: { ...record.states, [attribute]: state } }
      : {
          ...record,
          statements: [
            ...(record.statements ?? []),
            {
              id: "lie",
              subject: "person",
              source: "iom",
              method: "declared",
              assertedAt: "2026-01-02T00:00:00Z",
              clock: "0m7abc123-0000-iom",
              states: { [attribute]: state },
            },
          ],
        };
  const clauses = agreement.clauses.filter(
    (clause) =>
      clause.from === "iom" &&
      clause.tier === tier &&
      clause.purposes.some((one) => one === agreement.purpose),
  );
  const outside = EVERYTHING.find((attribute) => clauses.every((clause) => clause.attribute !== attribute));
  const cut = clauses.find(
    (clause) => clause.transformation !== "none" && RAW[clause.attribute] !== undefined,
  );
  return [
    ...(outside === undefined
      ? []
      : [
          {
            what: "attribute outside",
            records: put(withState(outside, { state: "known", value: RAW[outside] })),
          },
        ]),
    ...(cut === undefined
      ? []
      : [
          {
            what: "value as it is",
            records: put(withState(cut.attribute, { state: "known", value: RAW[cut.attribute] })),
          },
        ]),
    { what: "unknown attribute", records: put(withState("person.faith", { state: "known", value: "x" })) },
    { what: "person twice", records: [...records, records[at]] },
    ...(tier === "match"
      ? []
      : [
          {
            what: "another's statement",
            records: put((record) => ({
              ...record,
              statements: (record.statements ?? []).map((statement) => ({ ...statement, source: "unhcr" })),
            })),
          },
        ]),
  ].filter(({ what }) => what !== "another's statement" || (records[at]?.statements ?? []).length > 0);
}
