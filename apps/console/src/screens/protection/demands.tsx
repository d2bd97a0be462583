import { useQuery } from "@tanstack/react-query";
import { api } from "../../api/client.ts";
import { useFormat } from "../../language/format.ts";
import { useWords } from "../../language/words.ts";
import { DataTable } from "../../parts/data-table.tsx";
import { Given } from "../../parts/given.tsx";
import { Reading } from "../../parts/reading.tsx";
import { Section } from "../../parts/section.tsx";
import { Empty } from "../../parts/states.tsx";
import { protectionWords } from "./words.ts";

interface Demand {
  readonly id: string;
  readonly authority?: string;
  readonly receivedAt?: string;
  readonly recordedAt?: string;
  readonly decision?: string | { readonly outcome?: string };
}

/** Authorities' demands for data: recorded, and never answered by a button. */
export function Demands() {
  const say = useWords(protectionWords);
  const format = useFormat();
  const demands = useQuery({
    queryKey: ["demands"],
    queryFn: async () => (await api.GET("/api/demands")).data as unknown as readonly Demand[],
  });
  const decided = (decision: Demand["decision"]) =>
    typeof decision === "string" ? decision : (decision?.outcome ?? say("undecided"));
  return (
    <Section title={say("demands")}>
      <Reading query={demands}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty what={say("noDemands")} />
          ) : (
            <DataTable
              label={say("demands")}
              rows={rows}
              keyOf={(row) => row.id}
              columns={[
                { head: say("authority"), cell: (row) => <Given text={row.authority} /> },
                { head: say("received"), cell: (row) => format.day(row.receivedAt ?? row.recordedAt ?? "") },
                { head: say("decision"), cell: (row) => decided(row.decision) },
              ]}
            />
          )
        }
      </Reading>
    </Section>
  );
}
