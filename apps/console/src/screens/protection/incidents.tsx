import { useQuery } from "@tanstack/react-query";
import { api } from "../../api/client.ts";
import { useFormat } from "../../language/format.ts";
import { useWords } from "../../language/words.ts";
import { DataTable } from "../../parts/data-table.tsx";
import { Reading } from "../../parts/reading.tsx";
import { Section } from "../../parts/section.tsx";
import { Standing } from "../../parts/standing.tsx";
import { Empty } from "../../parts/states.tsx";
import { protectionWords } from "./words.ts";

interface Incident {
  readonly id: string;
  readonly drill?: boolean;
  readonly source: string;
  readonly openedAt: string;
  readonly closedAt?: string;
  readonly persons?: number;
}

/** Incidents here, and whose records they reached: counted, and named only to who must tell them. */
export function Incidents() {
  const say = useWords(protectionWords);
  const format = useFormat();
  const incidents = useQuery({
    queryKey: ["incidents"],
    queryFn: async () =>
      (await api.GET("/api/incidents")).data as unknown as { readonly own: readonly Incident[] },
  });
  return (
    <Section title={say("incidents")}>
      <Reading query={incidents}>
        {({ own }) =>
          own.length === 0 ? (
            <Empty what={say("noIncidents")} />
          ) : (
            <DataTable
              label={say("incidents")}
              rows={own}
              keyOf={(row) => row.id}
              columns={[
                { head: say("source"), cell: (row) => row.source },
                { head: say("opened"), cell: (row) => format.moment(row.openedAt) },
                {
                  head: say("persons"),
                  number: true,
                  cell: (row) => (row.persons === undefined ? "" : format.number(row.persons)),
                },
                {
                  head: say("standing"),
                  cell: (row) => (
                    <Standing tone={row.closedAt === undefined ? "attention" : "quiet"}>
                      {`${row.drill === true ? `${say("drill")}, ` : ""}${say(row.closedAt === undefined ? "open" : "closed")}`}
                    </Standing>
                  ),
                },
              ]}
            />
          )
        }
      </Reading>
    </Section>
  );
}
