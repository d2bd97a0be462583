import { AccordError, type AttributeName, type DisclosedPerson } from "@accord/vocabulary";
import type { ChangeCounts } from "../current/changes.ts";

export interface IncomingRecords {
  readonly agreement: string;
  readonly partner: string;
  readonly records: readonly DisclosedPerson[];
  /** Until when each attribute may be kept, ISO 8601 in UTC; absent means no limit. */
  readonly retentionUntil: Readonly<Partial<Record<AttributeName, string>>>;
}

export interface AppliedRecords {
  /** Persons whom the records concern; of a roster, those who were not known before. */
  readonly persons: number;
  /** Statements that were new here, or had attributes that were new. */
  readonly statements: number;
  /** Current values that changed, by attribute: fields brought in step. */
  readonly changed: ChangeCounts;
  /** Refs for which no link stands; their records were left out. */
  readonly unknownRefs: readonly string[];
}

/** @throws AccordError `incoming.foreign_source` */
export function checkSources({ partner, records }: IncomingRecords): void {
  for (const record of records) {
    if (record.statements.some((statement) => statement.source !== partner)) {
      throw new AccordError(
        "incoming.foreign_source",
        "A statement's source is not the partner who sent it.",
        {
          where: record.ref,
          remedy: "The partner must send its own statements only; nothing of the batch was kept.",
        },
      );
    }
  }
}
