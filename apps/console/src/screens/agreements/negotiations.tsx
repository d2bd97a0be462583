import { Button, Group } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "../../api/client.ts";
import { useWords } from "../../language/words.ts";
import { DataTable } from "../../parts/data-table.tsx";
import { Given } from "../../parts/given.tsx";
import { Reading } from "../../parts/reading.tsx";
import { useReason } from "../../parts/reason.tsx";
import { Section } from "../../parts/section.tsx";
import { Standing } from "../../parts/standing.tsx";
import { Empty, ProblemNote } from "../../parts/states.tsx";
import { useMay } from "../../session/me.ts";
import { negotiationsQuery } from "./reading.ts";
import { agreementWords } from "./words.ts";

/** What is on the table with partners, unsigned yet. */
export function Negotiations() {
  const say = useWords(agreementWords);
  const may = useMay();
  const client = useQueryClient();
  const negotiations = useQuery(negotiationsQuery);
  const [ask, question] = useReason();
  const again = () => client.invalidateQueries({ queryKey: negotiationsQuery.queryKey });
  const accept = useMutation({
    mutationFn: (id: string) =>
      api.POST("/api/agreements/negotiations/{id}/accept", { params: { path: { id } } }),
    onSuccess: again,
  });
  const decline = useMutation({
    mutationFn: ({ id, reason }: { id: string; reason: string }) =>
      api.POST("/api/agreements/negotiations/{id}/terminate", { params: { path: { id } }, body: { reason } }),
    onSuccess: again,
  });
  const failed = accept.error ?? decline.error;
  return (
    <Section title={say("negotiations")}>
      {question}
      {failed === null ? null : <ProblemNote error={failed} />}
      <Reading query={negotiations}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty what={say("noNegotiations")} />
          ) : (
            <DataTable
              label={say("negotiations")}
              rows={rows}
              keyOf={(row) => row.id}
              columns={[
                { head: say("docTitle"), cell: (row) => <Given text={row.title} /> },
                { head: say("partner"), cell: (row) => row.partner },
                {
                  head: say("standing"),
                  cell: (row) =>
                    row.ended === undefined ? (
                      <Standing tone={row.waitsForUs ? "attention" : "busy"}>
                        {say(row.waitsForUs ? "waitsForUs" : "waitsForThem")}
                      </Standing>
                    ) : (
                      <Standing tone="quiet">{row.state}</Standing>
                    ),
                },
                {
                  head: "",
                  cell: (row) =>
                    row.waitsForUs && may("agreement.propose") ? (
                      <Group gap={4}>
                        <Button
                          size="compact-xs"
                          onClick={() => accept.mutate(row.id)}
                          loading={accept.isPending}
                        >
                          {say("accept")}
                        </Button>
                        <Button
                          size="compact-xs"
                          variant="subtle"
                          color="red"
                          onClick={() =>
                            ask({
                              title: say("decline"),
                              label: say("declineReason"),
                              go: say("decline"),
                              onReason: (reason) => decline.mutate({ id: row.id, reason }),
                            })
                          }
                        >
                          {say("decline")}
                        </Button>
                      </Group>
                    ) : null,
                },
              ]}
            />
          )
        }
      </Reading>
    </Section>
  );
}
