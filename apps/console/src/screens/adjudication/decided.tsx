import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "../../api/client.ts";
import { useFormat } from "../../language/format.ts";
import { useTerm, useWords } from "../../language/words.ts";
import { useConfirm } from "../../parts/confirm.tsx";
import { DataTable } from "../../parts/data-table.tsx";
import { CodeText } from "../../parts/given.tsx";
import { LinkTo } from "../../parts/link-to.tsx";
import { Section } from "../../parts/section.tsx";
import { Empty, ProblemNote } from "../../parts/states.tsx";
import { useMay } from "../../session/me.ts";
import { type DecidedPair, duplicatesQuery } from "./reading.ts";
import { adjudicationWords } from "./words.ts";

/** Persons deactivated as duplicates; each can be restored as they were. */
export function Decided({ rows }: { readonly rows: readonly DecidedPair[] }) {
  const say = useWords(adjudicationWords);
  const by = useTerm(adjudicationWords);
  const format = useFormat();
  const may = useMay();
  const client = useQueryClient();
  const [ask, confirmation] = useConfirm();
  const restore = useMutation({
    mutationFn: (person: string) => api.POST("/api/duplicates/restore", { body: { person, by: "console" } }),
    onSuccess: () => client.invalidateQueries({ queryKey: duplicatesQuery.queryKey }),
  });
  return (
    <Section title={say("pairs")}>
      {confirmation}
      {restore.isError ? <ProblemNote error={restore.error} /> : null}
      {rows.length === 0 ? (
        <Empty what={say("noDecided")} />
      ) : (
        <DataTable
          label={say("pairs")}
          rows={rows}
          keyOf={(row) => row.id}
          columns={[
            {
              head: say("kept"),
              cell: (row) => (
                <LinkTo to="/people/$id" params={{ id: row.kept }}>
                  <CodeText text={row.keptKey ?? row.kept} />
                </LinkTo>
              ),
            },
            {
              head: say("duplicate"),
              cell: (row) => (
                <LinkTo to="/people/$id" params={{ id: row.duplicate }}>
                  <CodeText text={row.duplicateKey ?? row.duplicate} />
                </LinkTo>
              ),
            },
            { head: say("decidedBy"), cell: (row) => by(row.decidedBy) },
            { head: say("when"), cell: (row) => format.moment(row.decidedAt) },
            {
              head: "",
              cell: (row) =>
                may("duplicate.restore") ? (
                  <Button
                    size="compact-xs"
                    variant="subtle"
                    onClick={() =>
                      ask({
                        title: say("restoreTitle"),
                        text: say("restoreText"),
                        go: say("restore"),
                        onGo: () => restore.mutate(row.duplicate),
                      })
                    }
                  >
                    {say("restore")}
                  </Button>
                ) : null,
            },
          ]}
        />
      )}
    </Section>
  );
}
