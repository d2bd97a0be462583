import type { FingerprintImpression } from "@accord/vocabulary";
import { sql } from "kysely";
import { readFingerprints } from "../registration/sealed-fingerprints.ts";
import { groupBy } from "../store/recordset.ts";
import type { Session } from "../store/store.ts";

export interface EncounterImpressions {
  readonly person: string;
  readonly encounter: string;
  readonly impressions: readonly FingerprintImpression[];
}

/** Unsealed impressions by encounter, of the agency's own encounters with these persons and their duplicates. */
export async function ownImpressions(
  session: Session,
  persons: readonly string[],
): Promise<readonly EncounterImpressions[]> {
  const { rows } = await sql<{ id: string; view_of: string }>`
    select id, view_of from person where view_of = any(${persons}::uuid[])`.execute(session.db);
  const shownOn = new Map(rows.map((row) => [row.id, row.view_of]));
  const fingerprints = await readFingerprints(session, [...shownOn.keys()]);
  const byEncounter = groupBy(fingerprints, (one) => `${shownOn.get(one.person)}/${one.encounter}`);
  return [...byEncounter.values()].map((group) => ({
    person: shownOn.get(group[0]!.person)!,
    encounter: group[0]!.encounter,
    impressions: group.map(({ position, quality, capturedAt, template }) => ({
      position,
      quality,
      format: "ISO_19794_2_2005" as const,
      capturedAt,
      template: Buffer.from(template).toString("base64"),
    })),
  }));
}
