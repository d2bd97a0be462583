import { useQuery } from "@tanstack/react-query";
import { api } from "../../api/client.ts";
import { useFormat } from "../../language/format.ts";
import { useTerm, useWords } from "../../language/words.ts";
import { DataTable } from "../../parts/data-table.tsx";
import { LinkTo } from "../../parts/link-to.tsx";
import { Reading } from "../../parts/reading.tsx";
import { Section } from "../../parts/section.tsx";
import { Standing } from "../../parts/standing.tsx";
import { Empty } from "../../parts/states.tsx";
import { protectionWords } from "./words.ts";

interface Request {
  readonly id: string;
  readonly kind: string;
  readonly person: string;
  readonly openedAt: string;
  readonly dueAt: string;
}

/** What persons asked for, with the deadline of each. */
export function Requests() {
  const say = useWords(protectionWords);
  const term = useTerm(protectionWords);
  const format = useFormat();
  const requests = useQuery({
    queryKey: ["requests"],
    queryFn: async () => (await api.GET("/api/rights/requests")).data as unknown as readonly Request[],
  });
  return (
    <Section title={say("requests")}>
      <Reading query={requests}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty what={say("noRequests")} />
          ) : (
            <DataTable
              label={say("requests")}
              rows={rows}
              keyOf={(row) => row.id}
              columns={[
                { head: say("kind"), cell: (row) => term(row.kind) },
                { head: say("opened"), cell: (row) => format.moment(row.openedAt) },
                {
                  head: say("due"),
                  cell: (row) => (
                    <Standing tone={Date.parse(row.dueAt) < Date.now() ? "bad" : "quiet"}>
                      {format.day(row.dueAt)}
                    </Standing>
                  ),
                },
                {
                  head: say("person"),
                  cell: (row) => (
                    <LinkTo to="/people/$id" params={{ id: row.person }}>
                      {say("file")}
                    </LinkTo>
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
