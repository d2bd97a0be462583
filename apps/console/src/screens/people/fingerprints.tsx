import { useFormat } from "../../language/format.ts";
import { useWords } from "../../language/words.ts";
import { DataTable } from "../../parts/data-table.tsx";
import { Section } from "../../parts/section.tsx";
import { Empty } from "../../parts/states.tsx";
import type { PersonFile } from "./person.ts";
import { peopleWords } from "./words.ts";

/** Which fingers are on file, when they were taken and how good they are; never the templates. */
export function Fingerprints({ person }: { readonly person: PersonFile }) {
  const say = useWords(peopleWords);
  const format = useFormat();
  const rows = person.encounters.flatMap(({ id, capturedAt, source, fingers }) =>
    fingers.map(({ position, quality }) => ({
      key: `${id}${position}`,
      capturedAt,
      source,
      position,
      quality,
    })),
  );
  return (
    <Section title={say("encounters")}>
      {rows.length === 0 ? (
        <Empty what={say("noFingerprints")} />
      ) : (
        <DataTable
          label={say("encounters")}
          rows={rows}
          keyOf={(row) => row.key}
          columns={[
            { head: say("finger"), number: true, cell: (row) => row.position },
            { head: say("quality"), number: true, cell: (row) => format.number(row.quality) },
            { head: say("source"), cell: (row) => row.source },
            { head: say("captured"), cell: (row) => format.day(row.capturedAt) },
          ]}
        />
      )}
    </Section>
  );
}
