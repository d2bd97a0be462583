import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useFormat } from "../../language/format.ts";
import { useWords } from "../../language/words.ts";
import { DataTable } from "../../parts/data-table.tsx";
import { Given } from "../../parts/given.tsx";
import { Page } from "../../parts/page.tsx";
import { Reading } from "../../parts/reading.tsx";
import { Section } from "../../parts/section.tsx";
import { Standing } from "../../parts/standing.tsx";
import { Empty } from "../../parts/states.tsx";
import { useMay } from "../../session/me.ts";
import { ImportOne } from "./import-one.tsx";
import { importsQuery } from "./reading.ts";
import { Rejects } from "./rejects.tsx";
import { importWords } from "./words.ts";

export function Imports() {
  const say = useWords(importWords);
  const format = useFormat();
  const may = useMay();
  const client = useQueryClient();
  const imports = useQuery(importsQuery);
  const [round, setRound] = useState(0);
  return (
    <Page title={say("title")} lead={say("lead")}>
      {may("import.run") ? (
        <ImportOne
          key={round}
          onAnother={() => setRound(round + 1)}
          onFinished={() => void client.invalidateQueries({ queryKey: importsQuery.queryKey })}
        />
      ) : null}
      <Section title={say("earlier")}>
        <Reading query={imports}>
          {(rows) =>
            rows.length === 0 ? (
              <Empty what={say("none")} />
            ) : (
              <DataTable
                label={say("earlier")}
                rows={rows}
                keyOf={(row) => row.id}
                columns={[
                  { head: say("file"), cell: (row) => <Given text={row.fileName} /> },
                  {
                    head: say("when"),
                    cell: (row) =>
                      row.finishedAt === undefined ? (
                        <Standing tone="attention">{say("unfinished")}</Standing>
                      ) : (
                        format.moment(row.finishedAt)
                      ),
                  },
                  { head: say("created"), number: true, cell: (row) => format.number(row.counts.created) },
                  { head: say("updated"), number: true, cell: (row) => format.number(row.counts.updated) },
                  { head: say("rejected"), number: true, cell: (row) => format.number(row.counts.rejected) },
                  { head: "", cell: (row) => (row.counts.rejected > 0 ? <Rejects id={row.id} /> : null) },
                ]}
              />
            )
          }
        </Reading>
      </Section>
    </Page>
  );
}
