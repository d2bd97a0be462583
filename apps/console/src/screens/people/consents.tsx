import { Button, Group } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation } from "@tanstack/react-query";
import { api } from "../../api/client.ts";
import { useFormat } from "../../language/format.ts";
import { purposes } from "../../language/terms/purposes.ts";
import { useTerm, useWords } from "../../language/words.ts";
import { DataTable } from "../../parts/data-table.tsx";
import { savePdf } from "../../parts/save.ts";
import { Section } from "../../parts/section.tsx";
import { Standing } from "../../parts/standing.tsx";
import { Empty, ProblemNote } from "../../parts/states.tsx";
import { useMay } from "../../session/me.ts";
import type { PersonFile } from "./person.ts";
import { RecordWord } from "./record-word.tsx";
import { peopleWords } from "./words.ts";

type Consent = PersonFile["consents"][number];

/** What the person said to each recipient and purpose; and where a new word of theirs is recorded. */
export function Consents({ person, purpose }: { readonly person: PersonFile; readonly purpose: string }) {
  const say = useWords(peopleWords);
  const term = useTerm(purposes);
  const format = useFormat();
  const may = useMay();
  const [opened, { open, close }] = useDisclosure();
  const receipt = useMutation({
    mutationFn: async (of: Consent) => {
      const { data } = await api.POST("/api/persons/{id}/receipt", {
        params: { path: { id: person.id } },
        body: { recipient: of.recipient, purpose: of.purpose as never, language: format.language },
      });
      savePdf((data as unknown as { pdf: string }).pdf, "receipt.pdf");
    },
  });
  const word = (of: Consent) => of.event ?? (of.given ? "given" : "refused");
  return (
    <Section
      title={say("consents")}
      aside={
        may("rights.consent") ? (
          <Button size="compact-sm" variant="light" onClick={open}>
            {say("recordConsent")}
          </Button>
        ) : null
      }
    >
      <RecordWord person={person} purpose={purpose} opened={opened} close={close} />
      {receipt.isError ? <ProblemNote error={receipt.error} /> : null}
      {person.consents.length === 0 ? (
        <Empty what={say("noConsents")} />
      ) : (
        <DataTable
          label={say("consents")}
          rows={person.consents}
          keyOf={(row) => `${row.recipient}${row.purpose}`}
          columns={[
            { head: say("recipient"), cell: (row) => row.recipient },
            { head: say("purpose"), cell: (row) => term(row.purpose) },
            {
              head: say("word"),
              cell: (row) => (
                <Group gap={6}>
                  <Standing tone={row.given ? "good" : "attention"}>{say(word(row) as "given")}</Standing>
                  {format.day(row.assertedAt)}
                </Group>
              ),
            },
            {
              head: "",
              cell: (row) =>
                may("rights.consent") ? (
                  <Button
                    size="compact-xs"
                    variant="subtle"
                    onClick={() => receipt.mutate(row)}
                    loading={receipt.isPending}
                  >
                    {say("receipt")}
                  </Button>
                ) : null,
            },
          ]}
        />
      )}
    </Section>
  );
}
