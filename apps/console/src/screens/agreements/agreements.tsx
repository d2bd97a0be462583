import { Button, Group } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useFormat } from "../../language/format.ts";
import { useTerm, useWords } from "../../language/words.ts";
import { DataTable } from "../../parts/data-table.tsx";
import { Given } from "../../parts/given.tsx";
import { Page } from "../../parts/page.tsx";
import { Reading } from "../../parts/reading.tsx";
import { Section } from "../../parts/section.tsx";
import { Standing } from "../../parts/standing.tsx";
import { Empty } from "../../parts/states.tsx";
import { useMay, useMe } from "../../session/me.ts";
import { DraftAgreement } from "./draft-agreement.tsx";
import { Negotiations } from "./negotiations.tsx";
import { agreementsQuery } from "./reading.ts";
import { Sharing } from "./sharing.tsx";
import { agreementWords } from "./words.ts";

export function Agreements() {
  const say = useWords(agreementWords);
  const phase = useTerm(agreementWords);
  const format = useFormat();
  const may = useMay();
  const { agency } = useMe();
  const navigate = useNavigate();
  const agreements = useQuery(agreementsQuery);
  const [opened, { open, close }] = useDisclosure();
  return (
    <Page
      title={say("title")}
      lead={say("lead")}
      actions={may("agreement.draft") ? <Button onClick={open}>{say("draft")}</Button> : null}
    >
      <DraftAgreement opened={opened} close={close} />
      <Section title={say("title")}>
        <Reading query={agreements}>
          {(rows) =>
            rows.length === 0 ? (
              <Empty what={say("none")} next={say("noneNext")} />
            ) : (
              <DataTable
                label={say("title")}
                rows={rows}
                keyOf={(row) => row.digest}
                onOpen={(row) => void navigate({ to: "/agreements/$digest", params: { digest: row.digest } })}
                columns={[
                  { head: say("docTitle"), cell: (row) => <Given text={row.title} /> },
                  {
                    head: say("partner"),
                    cell: (row) =>
                      row.parties
                        .map(({ party }) => party)
                        .filter((id) => id !== agency.id)
                        .join(", "),
                  },
                  {
                    head: say("standing"),
                    cell: (row) => (
                      <Group gap={6}>
                        <Standing tone={row.inForce ? "good" : "attention"}>
                          {say(row.inForce ? "inForce" : "notInForce")}
                        </Standing>
                        {phase(row.phase)}
                      </Group>
                    ),
                  },
                  { head: say("validFrom"), cell: (row) => format.day(row.validFrom) },
                  { head: say("validUntil"), cell: (row) => format.day(row.validUntil) },
                ]}
              />
            )
          }
        </Reading>
      </Section>
      <Negotiations />
      <Sharing />
    </Page>
  );
}
