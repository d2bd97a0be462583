import { useQuery } from "@tanstack/react-query";
import { api } from "../../api/client.ts";
import { useFormat } from "../../language/format.ts";
import { attributes } from "../../language/terms/attributes.ts";
import { useTerm, useWords } from "../../language/words.ts";
import { DataTable } from "../../parts/data-table.tsx";
import { Reading } from "../../parts/reading.tsx";
import { Section } from "../../parts/section.tsx";
import { Standing } from "../../parts/standing.tsx";
import { agreementWords } from "./words.ts";

interface ClauseUse {
  readonly clause: string;
  readonly attribute: string;
  readonly tier: string;
  readonly direction: string;
  readonly values: number;
  readonly verdict: string;
}

/** What each clause shared and whether it was ever used, so that the next amendment drops what was not. */
export function Use({ digest }: { readonly digest: string }) {
  const say = useWords(agreementWords);
  const told = useTerm(agreementWords);
  const term = useTerm(attributes);
  const format = useFormat();
  const use = useQuery({
    queryKey: ["use", digest],
    queryFn: async () =>
      (await api.GET("/api/agreements/{digest}/use", { params: { path: { digest } } }))
        .data as unknown as readonly ClauseUse[],
  });
  return (
    <Section title={say("use")}>
      <Reading query={use}>
        {(rows) => (
          <DataTable
            label={say("use")}
            rows={rows}
            keyOf={(row) => `${row.clause}${row.direction}`}
            columns={[
              { head: say("attribute"), cell: (row) => term(row.attribute) },
              { head: say("tier"), cell: (row) => told(row.tier) },
              { head: say("direction"), cell: (row) => row.direction },
              { head: say("values"), number: true, cell: (row) => format.number(row.values) },
              {
                head: say("verdict"),
                cell: (row) => (
                  <Standing tone={row.verdict === "unused" ? "attention" : "quiet"}>
                    {told(row.verdict)}
                  </Standing>
                ),
              },
            ]}
          />
        )}
      </Reading>
    </Section>
  );
}
