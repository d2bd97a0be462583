import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { attributes } from "../../language/terms/attributes.ts";
import { useTerm, useWords } from "../../language/words.ts";
import { DataTable } from "../../parts/data-table.tsx";
import { Reading } from "../../parts/reading.tsx";
import { Section } from "../../parts/section.tsx";
import { directoryQuery } from "./reading.ts";
import { SharingGraph } from "./sharing-graph.tsx";
import { agreementWords } from "./words.ts";

/** Over all agreements: who shares what with whom, and where two of them conflict. */
export function Sharing() {
  const say = useWords(agreementWords);
  const tier = useTerm(agreementWords);
  const term = useTerm(attributes);
  const directory = useQuery(directoryQuery);
  return (
    <Section title={say("sharing")} lead={say("conflicts")}>
      <Reading query={directory}>
        {({ self, agreements, conflicts }) => (
          <>
            <SharingGraph self={self} agreements={agreements} />
            <DataTable
              label={say("sharing")}
              rows={agreements.flatMap(({ digest, covers }) =>
                covers.map((cover) => ({ key: `${digest}${cover.from}${cover.tier}`, ...cover })),
              )}
              keyOf={(row) => row.key}
              columns={[
                { head: say("direction"), cell: (row) => `${row.from} → ${row.to}` },
                { head: say("tier"), cell: (row) => tier(row.tier) },
                { head: say("covers"), cell: (row) => row.attributes.map(term).join(", ") },
              ]}
            />
            <Text size="sm" c="dimmed" mt="xs">
              {conflicts.length === 0
                ? say("noConflicts")
                : conflicts
                    .map(({ attribute }) => (attribute === undefined ? "" : term(attribute)))
                    .join(", ")}
            </Text>
          </>
        )}
      </Reading>
    </Section>
  );
}
