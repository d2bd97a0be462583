import { useFormat } from "../../language/format.ts";
import { attributes } from "../../language/terms/attributes.ts";
import { purposes } from "../../language/terms/purposes.ts";
import { useTerm, useWords } from "../../language/words.ts";
import { DataTable } from "../../parts/data-table.tsx";
import { LinkTo } from "../../parts/link-to.tsx";
import { Section } from "../../parts/section.tsx";
import { Empty } from "../../parts/states.tsx";
import type { PersonFile } from "./person.ts";
import { peopleWords } from "./words.ts";

/** What left the node on this person: to whom, why, when, and under which agreement. */
export function Disclosures({ person }: { readonly person: PersonFile }) {
  const say = useWords(peopleWords);
  const term = useTerm(attributes);
  const purpose = useTerm(purposes);
  const format = useFormat();
  return (
    <Section title={say("disclosures")}>
      {person.disclosures.length === 0 ? (
        <Empty what={say("noDisclosures")} />
      ) : (
        <DataTable
          label={say("disclosures")}
          rows={person.disclosures}
          keyOf={(row) => `${row.exchange}${row.tier}${row.at}${row.purpose}`}
          columns={[
            {
              head: say("when"),
              cell: (row) => (
                <LinkTo to="/exchanges/$id" params={{ id: row.exchange }}>
                  {format.moment(row.at)}
                </LinkTo>
              ),
            },
            { head: say("recipient"), cell: (row) => row.recipient },
            {
              head: say("purpose"),
              cell: (row) => (
                <LinkTo to="/agreements/$digest" params={{ digest: row.agreementDigest }}>
                  {purpose(row.purpose)}
                </LinkTo>
              ),
            },
            { head: say("attributes"), cell: (row) => row.attributes.map(term).join(", ") },
          ]}
        />
      )}
    </Section>
  );
}
