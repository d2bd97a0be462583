import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { api } from "../../api/client.ts";
import { useFormat } from "../../language/format.ts";
import { purposes } from "../../language/terms/purposes.ts";
import { roles } from "../../language/terms/roles.ts";
import { values } from "../../language/terms/values.ts";
import { useTerm, useWords } from "../../language/words.ts";
import { DataTable } from "../../parts/data-table.tsx";
import { Reading } from "../../parts/reading.tsx";
import { Section } from "../../parts/section.tsx";
import { protectionWords } from "./words.ts";

interface Figures {
  readonly smallestTold: number;
  readonly disclosures: readonly {
    readonly clause: string;
    readonly partner: string;
    readonly persons?: number;
  }[];
  readonly readsByRole: readonly {
    readonly role: string;
    readonly purpose: string;
    readonly reads?: number;
    readonly refused?: number;
  }[];
  readonly fairness: readonly {
    readonly by: string;
    readonly group: string;
    readonly persons?: number;
    readonly links?: number;
    readonly linksUndone?: number;
    readonly withoutFingerprint?: number;
    readonly neverShared?: number;
  }[];
}

/** The figures of oversight; small counts are suppressed by the node. */
export function Oversight() {
  const say = useWords(protectionWords);
  const by = useTerm(protectionWords);
  const role = useTerm(roles);
  const purpose = useTerm(purposes);
  const group = useTerm(values);
  const format = useFormat();
  const figures = useQuery({
    queryKey: ["figures"],
    queryFn: async () => (await api.GET("/api/governance/figures")).data as unknown as Figures,
  });
  const count = (value: number | undefined) => (value === undefined ? say("fewer") : format.number(value));
  return (
    <Reading query={figures}>
      {(told) => (
        <>
          <Text size="sm" c="dimmed" mb="sm">
            {say("smallest", { count: told.smallestTold })}
          </Text>
          <Section title={say("fairness")}>
            <DataTable
              label={say("fairness")}
              rows={told.fairness}
              keyOf={(row) => `${row.by}${row.group}`}
              columns={[
                { head: say("group"), cell: (row) => `${by(row.by)}: ${group(row.group)}` },
                { head: say("persons"), number: true, cell: (row) => count(row.persons) },
                { head: say("links"), number: true, cell: (row) => count(row.links) },
                { head: say("undone"), number: true, cell: (row) => count(row.linksUndone) },
                {
                  head: say("withoutFingerprint"),
                  number: true,
                  cell: (row) => count(row.withoutFingerprint),
                },
                { head: say("neverShared"), number: true, cell: (row) => count(row.neverShared) },
              ]}
            />
          </Section>
          <Section title={say("readsByRole")}>
            <DataTable
              label={say("readsByRole")}
              rows={told.readsByRole}
              keyOf={(row) => `${row.role}${row.purpose}`}
              columns={[
                { head: say("role"), cell: (row) => role(row.role) },
                { head: say("purpose"), cell: (row) => purpose(row.purpose) },
                { head: say("reads"), number: true, cell: (row) => count(row.reads) },
                { head: say("refused"), number: true, cell: (row) => count(row.refused) },
              ]}
            />
          </Section>
          <Section title={say("disclosures")}>
            <DataTable
              label={say("disclosures")}
              rows={told.disclosures}
              keyOf={(row) => `${row.partner}${row.clause}`}
              columns={[
                { head: say("clause"), cell: (row) => row.clause },
                { head: say("partner"), cell: (row) => row.partner },
                { head: say("persons"), number: true, cell: (row) => count(row.persons) },
              ]}
            />
          </Section>
        </>
      )}
    </Reading>
  );
}
