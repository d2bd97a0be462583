import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { api } from "../../api/client.ts";
import { useFormat } from "../../language/format.ts";
import { useTerm, useWords } from "../../language/words.ts";
import { DataTable } from "../../parts/data-table.tsx";
import { CodeText } from "../../parts/given.tsx";
import { Reading } from "../../parts/reading.tsx";
import { Section } from "../../parts/section.tsx";
import { Standing } from "../../parts/standing.tsx";
import { administrationWords } from "./words.ts";

interface KeyList {
  readonly keys: readonly {
    readonly purpose: string;
    readonly id: string;
    readonly state: string;
    readonly createdAt: string;
  }[];
  readonly dataKeys: { readonly wrapped: number };
}

/** Which keys the node has and since when; never a key. */
export function Keys() {
  const say = useWords(administrationWords);
  const term = useTerm(administrationWords);
  const format = useFormat();
  const keys = useQuery({
    queryKey: ["keys"],
    queryFn: async () => (await api.GET("/api/keys")).data as unknown as KeyList,
  });
  return (
    <Section title={say("keys")}>
      <Reading query={keys}>
        {(told) => (
          <>
            <Text size="sm" c="dimmed" mb="xs">
              {say("sealedWith", { count: format.number(told.dataKeys.wrapped) })}
            </Text>
            <DataTable
              label={say("keys")}
              rows={told.keys}
              keyOf={(row) => `${row.purpose}${row.id}`}
              columns={[
                { head: say("purpose"), cell: (row) => term(row.purpose) },
                { head: say("id"), cell: (row) => <CodeText text={row.id} short={24} /> },
                { head: say("created"), cell: (row) => format.day(row.createdAt) },
                {
                  head: say("state"),
                  cell: (row) => (
                    <Standing tone={row.state === "current" ? "good" : "quiet"}>{term(row.state)}</Standing>
                  ),
                },
              ]}
            />
          </>
        )}
      </Reading>
    </Section>
  );
}
