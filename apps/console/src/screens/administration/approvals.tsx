import { Button, Group } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "../../api/client.ts";
import { approvalsQuery } from "../../api/status.ts";
import { useFormat } from "../../language/format.ts";
import { useTerm, useWords } from "../../language/words.ts";
import { DataTable } from "../../parts/data-table.tsx";
import { Reading } from "../../parts/reading.tsx";
import { Section } from "../../parts/section.tsx";
import { Standing } from "../../parts/standing.tsx";
import { Empty, ProblemNote } from "../../parts/states.tsx";
import { useMay } from "../../session/me.ts";
import { administrationWords } from "./words.ts";

/** What one member of staff asked for and another decides. */
export function Approvals() {
  const say = useWords(administrationWords);
  const term = useTerm(administrationWords);
  const format = useFormat();
  const may = useMay();
  const client = useQueryClient();
  const approvals = useQuery(approvalsQuery);
  const decide = useMutation({
    mutationFn: ({ id, verdict }: { id: string; verdict: "approve" | "refuse" }) =>
      api.POST(`/api/approvals/{id}/${verdict}`, { params: { path: { id } } }),
    onSuccess: () => client.invalidateQueries({ queryKey: approvalsQuery.queryKey }),
  });
  return (
    <Section title={say("approvals")}>
      {decide.isError ? <ProblemNote error={decide.error} /> : null}
      <Reading query={approvals}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty what={say("noApprovals")} />
          ) : (
            <DataTable
              label={say("approvals")}
              rows={rows}
              keyOf={(row) => row.id}
              columns={[
                { head: say("asks"), cell: (row) => row.asks },
                {
                  head: say("state"),
                  cell: (row) => (
                    <Standing tone={row.state === "waiting" ? "attention" : "quiet"}>
                      {term(row.state)}
                    </Standing>
                  ),
                },
                { head: say("asked"), cell: (row) => format.moment(row.askedAt) },
                { head: say("ends"), cell: (row) => format.day(row.endsAt) },
                {
                  head: "",
                  cell: (row) =>
                    row.yoursToDecide && may("approval.decide") ? (
                      <Group gap={4}>
                        <Button
                          size="compact-xs"
                          onClick={() => decide.mutate({ id: row.id, verdict: "approve" })}
                          loading={decide.isPending}
                        >
                          {say("approve")}
                        </Button>
                        <Button
                          size="compact-xs"
                          variant="subtle"
                          color="red"
                          onClick={() => decide.mutate({ id: row.id, verdict: "refuse" })}
                        >
                          {say("refuse")}
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
