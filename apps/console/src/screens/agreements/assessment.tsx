import { Button, Group, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "../../api/client.ts";
import { useFormat } from "../../language/format.ts";
import { useTerm, useWords } from "../../language/words.ts";
import { DataTable } from "../../parts/data-table.tsx";
import { Reading } from "../../parts/reading.tsx";
import { Section } from "../../parts/section.tsx";
import { Standing } from "../../parts/standing.tsx";
import { Empty, ProblemNote } from "../../parts/states.tsx";
import { useMay } from "../../session/me.ts";
import { agreementWords } from "./words.ts";

interface ImpactAssessment {
  readonly id: string;
  readonly agreement: string;
  readonly version: number;
  readonly document: {
    readonly risks: readonly {
      readonly risk: string;
      readonly says: string;
      readonly likelihood: string;
      readonly severity: string;
      readonly residual: string;
      readonly measures: readonly string[];
    }[];
  };
  readonly reviewBy: string;
  readonly draftedAt: string;
  readonly approvedAt?: string;
}

const assessmentsKey = ["assessments"];

/** The impact assessment of an agreement: risks, the controls against each, and what remains. */
export function Assessment({ digest }: { readonly digest: string }) {
  const say = useWords(agreementWords);
  const level = useTerm(agreementWords);
  const format = useFormat();
  const may = useMay();
  const client = useQueryClient();
  const assessments = useQuery({
    queryKey: assessmentsKey,
    queryFn: async () => (await api.GET("/api/assessments")).data as unknown as readonly ImpactAssessment[],
  });
  const approve = useMutation({
    mutationFn: (id: string) => api.POST("/api/assessments/{id}/approve", { params: { path: { id } } }),
    onSuccess: () => client.invalidateQueries({ queryKey: assessmentsKey }),
  });
  return (
    <Section title={say("assessment")}>
      {approve.isError ? <ProblemNote error={approve.error} /> : null}
      <Reading query={assessments}>
        {(all) => {
          const latest = all.filter(({ agreement }) => agreement === digest).at(-1);
          if (latest === undefined) return <Empty what={say("noAssessment")} />;
          const { approvedAt } = latest;
          return (
            <>
              <Group gap="xs" mb="sm">
                <Standing tone={approvedAt === undefined ? "attention" : "good"}>
                  {approvedAt === undefined
                    ? say("draftedOn", { day: format.day(latest.draftedAt) })
                    : say("approvedOn", { day: format.day(approvedAt) })}
                </Standing>
                <Text size="sm" c="dimmed">
                  {say("reviewBy", { day: format.day(latest.reviewBy) })}
                </Text>
                {approvedAt === undefined && may("assessment.approve") ? (
                  <Button
                    size="compact-sm"
                    onClick={() => approve.mutate(latest.id)}
                    loading={approve.isPending}
                  >
                    {say("approve")}
                  </Button>
                ) : null}
              </Group>
              <DataTable
                label={say("assessment")}
                rows={latest.document.risks}
                keyOf={(row) => row.risk}
                columns={[
                  { head: say("risk"), cell: (row) => row.says },
                  { head: say("likelihood"), cell: (row) => level(row.likelihood) },
                  { head: say("severity"), cell: (row) => level(row.severity) },
                  { head: say("measures"), number: true, cell: (row) => format.number(row.measures.length) },
                  {
                    head: say("residual"),
                    cell: (row) => (
                      <Standing
                        tone={
                          row.residual === "low" ? "good" : row.residual === "medium" ? "attention" : "bad"
                        }
                      >
                        {level(row.residual)}
                      </Standing>
                    ),
                  },
                ]}
              />
            </>
          );
        }}
      </Reading>
    </Section>
  );
}
