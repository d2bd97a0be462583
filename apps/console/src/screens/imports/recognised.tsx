import { Text } from "@mantine/core";
import { useFormat } from "../../language/format.ts";
import { attributes } from "../../language/terms/attributes.ts";
import { useTerm, useWords } from "../../language/words.ts";
import { DataTable } from "../../parts/data-table.tsx";
import { Given } from "../../parts/given.tsx";
import { Standing } from "../../parts/standing.tsx";
import type { Suggestion } from "./reading.ts";
import { importWords } from "./words.ts";

const SURE = 0.85;
const LIKELY = 0.6;

/** What each column seems to hold, how sure that is and why; values of the file are not shown. */
export function Recognised({ suggestion }: { readonly suggestion: Suggestion }) {
  const say = useWords(importWords);
  const term = useTerm(attributes);
  const format = useFormat();
  return (
    <>
      <Text size="sm" c="dimmed">
        {say("sampled", { count: format.number(suggestion.sampledRows) })}
      </Text>
      <DataTable
        label={say("recognised")}
        rows={suggestion.columns}
        keyOf={(row) => row.column}
        columns={[
          { head: say("column"), cell: (row) => <Given text={row.column} /> },
          {
            head: say("holds"),
            cell: (row) =>
              row.target === undefined ? (
                <Text c="dimmed" size="sm">
                  {say("ignored")}
                </Text>
              ) : (
                term(row.target)
              ),
          },
          {
            head: say("sure"),
            cell: (row) =>
              row.target === undefined ? null : (
                <Standing
                  tone={row.confidence >= SURE ? "good" : row.confidence >= LIKELY ? "busy" : "attention"}
                >
                  {say(row.confidence >= SURE ? "high" : row.confidence >= LIKELY ? "medium" : "low")}
                </Standing>
              ),
          },
          {
            head: say("filled"),
            number: true,
            cell: (row) => format.percent(row.filled / Math.max(1, suggestion.sampledRows)),
          },
          { head: say("why"), cell: (row) => <Given text={row.reason} /> },
        ]}
      />
    </>
  );
}
