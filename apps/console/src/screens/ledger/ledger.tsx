import { Button, Group } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, download } from "../../api/client.ts";
import { useFormat } from "../../language/format.ts";
import { useWords } from "../../language/words.ts";
import { DataTable } from "../../parts/data-table.tsx";
import { CodeText } from "../../parts/given.tsx";
import { Page } from "../../parts/page.tsx";
import { Reading } from "../../parts/reading.tsx";
import { Section } from "../../parts/section.tsx";
import { Empty, ProblemNote } from "../../parts/states.tsx";
import { useMay } from "../../session/me.ts";
import { Verified } from "./verified.tsx";
import { ledgerWords } from "./words.ts";

interface Entry {
  readonly index: number;
  readonly at?: string;
  readonly kind: string;
  readonly [field: string]: unknown;
}

const PAGE = 100;
/** What every entry has, or what is a digest: shown in columns of their own, or not at all. */
const ELSEWHERE = new Set(["index", "at", "kind", "commitment", "salt", "subjects", "reference", "staff"]);

export function Ledger() {
  const say = useWords(ledgerWords);
  const format = useFormat();
  const may = useMay();
  const client = useQueryClient();
  const [from, setFrom] = useState<number>();
  const entries = useQuery({
    queryKey: ["ledger", from],
    queryFn: async () => {
      const page = async (start: number) =>
        (await api.GET("/api/ledger", { params: { query: { from: start, limit: PAGE } } }))
          .data as unknown as { readonly size: number; readonly entries: readonly Entry[] };
      const first = await page(from ?? 0);
      // Opened at its end: that is where what one looks for stands.
      const start = from ?? Math.max(0, first.size - PAGE);
      return { start, ...(start === 0 || from !== undefined ? first : await page(start)) };
    },
  });
  const publish = useMutation({
    mutationFn: () => api.POST("/api/ledger/publish"),
    onSuccess: () => client.invalidateQueries({ queryKey: ["ledger"] }),
  });
  const proof = useMutation({
    mutationFn: (index: number) =>
      download(`/api/ledger/entries/${index}/proof`, `entry-${index}.tlog-proof`),
  });
  const failed = publish.error ?? proof.error;
  return (
    <Page
      title={say("title")}
      lead={say("lead")}
      actions={
        may("ledger.publish") ? (
          <Button variant="default" onClick={() => publish.mutate()} loading={publish.isPending}>
            {say("publish")}
          </Button>
        ) : null
      }
    >
      {failed === null ? null : <ProblemNote error={failed} />}
      <Verified />
      <Section title={say("entries")}>
        <Reading query={entries}>
          {({ start, size, entries: rows }) =>
            size === 0 ? (
              <Empty what={say("none")} />
            ) : (
              <>
                <DataTable
                  label={say("entries")}
                  rows={[...rows].reverse()}
                  keyOf={(row) => String(row.index)}
                  columns={[
                    { head: say("number"), number: true, width: 60, cell: (row) => row.index },
                    {
                      head: say("when"),
                      width: 170,
                      cell: (row) => (row.at === undefined ? "" : format.moment(row.at)),
                    },
                    { head: say("kind"), width: 120, cell: (row) => row.kind },
                    { head: say("what"), cell: (row) => <CodeText text={summaryOf(row)} short={90} /> },
                    {
                      head: say("proof"),
                      width: 80,
                      cell: (row) => (
                        <Button
                          size="compact-xs"
                          variant="subtle"
                          onClick={() => proof.mutate(row.index)}
                          aria-label={`${say("proof")} ${row.index}`}
                        >
                          {say("proof")}
                        </Button>
                      ),
                    },
                  ]}
                />
                <Group mt="sm">
                  <Button
                    size="xs"
                    variant="default"
                    disabled={start === 0}
                    onClick={() => setFrom(Math.max(0, start - PAGE))}
                  >
                    {say("older")}
                  </Button>
                  <Button
                    size="xs"
                    variant="default"
                    disabled={start + PAGE >= size}
                    onClick={() => setFrom(start + PAGE)}
                  >
                    {say("newer")}
                  </Button>
                </Group>
              </>
            )
          }
        </Reading>
      </Section>
    </Page>
  );
}

const summaryOf = (entry: Entry): string =>
  Object.entries(entry)
    .filter(
      ([field, value]) => !ELSEWHERE.has(field) && ["string", "number", "boolean"].includes(typeof value),
    )
    .map(([field, value]) => `${field} ${String(value).slice(0, 24)}`)
    .join(" · ");
