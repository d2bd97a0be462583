import { useQuery } from "@tanstack/react-query";
import { api } from "../../api/client.ts";
import { statusQuery } from "../../api/status.ts";
import { useWords } from "../../language/words.ts";
import { DataTable } from "../../parts/data-table.tsx";
import { Facts } from "../../parts/facts.tsx";
import { CodeText, Given } from "../../parts/given.tsx";
import { Reading } from "../../parts/reading.tsx";
import { Section } from "../../parts/section.tsx";
import { Empty } from "../../parts/states.tsx";
import { administrationWords } from "./words.ts";

interface Partner {
  readonly id: string;
  readonly name: string;
  readonly address: string;
  readonly fingerprint: string;
}

/** The partners whose keys are pinned here, and this node's own fingerprint: both are read out by telephone. */
export function Partners() {
  const say = useWords(administrationWords);
  const status = useQuery(statusQuery);
  const partners = useQuery({
    queryKey: ["partners"],
    queryFn: async () => (await api.GET("/api/partners")).data as unknown as readonly Partner[],
  });
  return (
    <>
      <Section title={say("own")}>
        <Reading query={status}>
          {(told) => (
            <Facts
              of={[
                [say("name"), <Given key="name" text={told.agency.name} />],
                [say("address"), <CodeText key="address" text={told.exchangeAddress} />],
                [say("fingerprint"), <CodeText key="fingerprint" text={told.fingerprint} />],
              ]}
            />
          )}
        </Reading>
      </Section>
      <Section title={say("partners")}>
        <Reading query={partners}>
          {(rows) =>
            rows.length === 0 ? (
              <Empty what={say("noPartners")} next={say("noPartnersNext")} />
            ) : (
              <DataTable
                label={say("partners")}
                rows={rows}
                keyOf={(row) => row.id}
                columns={[
                  { head: say("name"), cell: (row) => <Given text={row.name} /> },
                  { head: say("address"), cell: (row) => <CodeText text={row.address} /> },
                  { head: say("fingerprint"), cell: (row) => <CodeText text={row.fingerprint} /> },
                ]}
              />
            )
          }
        </Reading>
      </Section>
    </>
  );
}
