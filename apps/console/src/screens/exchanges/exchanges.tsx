import { Button, Group, Modal, Select, Stack } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { api } from "../../api/client.ts";
import { statusQuery } from "../../api/status.ts";
import { useFormat } from "../../language/format.ts";
import { exchangeTerms } from "../../language/terms/exchange-terms.ts";
import { useTerm, useWords } from "../../language/words.ts";
import { DataTable } from "../../parts/data-table.tsx";
import { Page } from "../../parts/page.tsx";
import { Reading } from "../../parts/reading.tsx";
import { Section } from "../../parts/section.tsx";
import { Standing } from "../../parts/standing.tsx";
import { Empty, ProblemNote } from "../../parts/states.tsx";
import { useMay } from "../../session/me.ts";
import { exchangesQuery, standingOf, TONES } from "./reading.ts";
import { exchangeWords } from "./words.ts";

export function Exchanges() {
  const say = useWords(exchangeWords);
  const term = useTerm(exchangeTerms);
  const format = useFormat();
  const may = useMay();
  const navigate = useNavigate();
  const exchanges = useQuery(exchangesQuery);
  const [opened, { open, close }] = useDisclosure();
  return (
    <Page
      title={say("title")}
      lead={say("lead")}
      actions={may("exchange.run") ? <Button onClick={open}>{say("propose")}</Button> : null}
    >
      <Propose opened={opened} close={close} />
      <Section title={say("title")}>
        <Reading query={exchanges}>
          {(rows) =>
            rows.length === 0 ? (
              <Empty what={say("none")} next={say("noneNext")} />
            ) : (
              <DataTable
                label={say("title")}
                rows={rows}
                keyOf={(row) => row.exchange}
                onOpen={(row) => void navigate({ to: "/exchanges/$id", params: { id: row.exchange } })}
                columns={[
                  { head: say("partner"), cell: (row) => row.partner },
                  {
                    head: say("began"),
                    cell: (row) => (row.startedAt === undefined ? "" : format.moment(row.startedAt)),
                  },
                  { head: say("step"), cell: (row) => term(row.step) },
                  {
                    head: say("standing"),
                    cell: (row) => (
                      <Standing tone={TONES[standingOf(row)] ?? "quiet"}>{term(standingOf(row))}</Standing>
                    ),
                  },
                  {
                    head: say("linked"),
                    number: true,
                    cell: (row) => (row.match === undefined ? "" : format.number(row.match.linked)),
                  },
                ]}
              />
            )
          }
        </Reading>
      </Section>
    </Page>
  );
}

/** An exchange is proposed under an agreement in force; nothing is disclosed before the partner's node has agreed. */
function Propose({ opened, close }: { readonly opened: boolean; readonly close: () => void }) {
  const say = useWords(exchangeWords);
  const navigate = useNavigate();
  const status = useQuery(statusQuery);
  const inForce = (status.data?.agreements ?? []).filter((each) => each.inForce);
  const [agreement, setAgreement] = useState<string | null>(null);
  const chosen = agreement ?? inForce[0]?.digest ?? null;
  const propose = useMutation({
    mutationFn: async () => (await api.POST("/api/exchanges", { body: { agreement: chosen ?? "" } })).data,
    onSuccess: (answer) => navigate({ to: "/exchanges/$id", params: { id: answer?.exchange ?? "" } }),
  });
  return (
    <Modal opened={opened} onClose={close} title={say("propose")}>
      <Stack>
        {propose.isError ? <ProblemNote error={propose.error} /> : null}
        {inForce.length === 0 ? (
          <Empty what={say("noAgreement")} next={say("noneNext")} />
        ) : (
          <Select
            label={say("agreement")}
            allowDeselect={false}
            value={chosen}
            onChange={setAgreement}
            data={inForce.map(({ digest, title, with: partners }) => ({
              value: digest,
              label: `${title} · ${partners.join(", ")}`,
            }))}
          />
        )}
        <Group justify="flex-end">
          <Button onClick={() => propose.mutate()} loading={propose.isPending} disabled={chosen === null}>
            {say("begin")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
