import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "../../api/client.ts";
import { useFormat } from "../../language/format.ts";
import { exchangeTerms } from "../../language/terms/exchange-terms.ts";
import { useTerm, useWords } from "../../language/words.ts";
import { useConfirm } from "../../parts/confirm.tsx";
import { DataTable } from "../../parts/data-table.tsx";
import { Section } from "../../parts/section.tsx";
import { Standing } from "../../parts/standing.tsx";
import { Empty, ProblemNote } from "../../parts/states.tsx";
import { useMay } from "../../session/me.ts";
import { type PersonFile, personQuery } from "./person.ts";
import { peopleWords } from "./words.ts";

/** The person's links with persons of partners; who may undo one does so here, and it can be decided anew. */
export function Links({ person, purpose }: { readonly person: PersonFile; readonly purpose: string }) {
  const say = useWords(peopleWords);
  const term = useTerm(exchangeTerms);
  const format = useFormat();
  const may = useMay();
  const client = useQueryClient();
  const [ask, confirmation] = useConfirm();
  const undo = useMutation({
    mutationFn: (link: string) => api.POST("/api/links/undo", { body: { link, by: "console" } }),
    onSuccess: () => client.invalidateQueries({ queryKey: personQuery(person.id, purpose).queryKey }),
  });
  return (
    <Section title={say("links")}>
      {confirmation}
      {undo.isError ? <ProblemNote error={undo.error} /> : null}
      {person.links.length === 0 ? (
        <Empty what={say("noLinks")} />
      ) : (
        <DataTable
          label={say("links")}
          rows={person.links}
          keyOf={(row) => row.id}
          columns={[
            { head: say("partner"), cell: (row) => row.partner },
            {
              head: say("decidedBy"),
              cell: (row) => `${term(row.decidedBy)} · ${format.percent(row.probability)}`,
            },
            {
              head: say("status"),
              cell: (row) =>
                row.undoneAt === undefined ? (
                  <Standing tone="good">{say("linked")}</Standing>
                ) : (
                  <Standing tone="quiet">{say("undone")}</Standing>
                ),
            },
            {
              head: "",
              cell: (row) =>
                row.undoneAt === undefined && may("link.undo") ? (
                  <Button
                    size="compact-xs"
                    variant="subtle"
                    color="red"
                    loading={undo.isPending}
                    onClick={() =>
                      ask({
                        title: say("undoTitle"),
                        text: say("undoText"),
                        go: say("undo"),
                        onGo: () => undo.mutate(row.id),
                      })
                    }
                  >
                    {say("undo")}
                  </Button>
                ) : null,
            },
          ]}
        />
      )}
    </Section>
  );
}
