import { Alert, Button, Group, List, Modal, Select, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../api/client.ts";
import { statusQuery } from "../../api/status.ts";
import { useFormat } from "../../language/format.ts";
import { useWords } from "../../language/words.ts";
import { Prose } from "../../parts/prose.tsx";
import { ProblemNote } from "../../parts/states.tsx";
import { useMay } from "../../session/me.ts";
import { negotiationsQuery } from "./reading.ts";
import { agreementWords } from "./words.ts";

/** Drafts an agreement with a partner, shows it in plain words and what contradicts itself, and proposes it. */
export function DraftAgreement({ opened, close }: { readonly opened: boolean; readonly close: () => void }) {
  const say = useWords(agreementWords);
  const format = useFormat();
  const may = useMay();
  const client = useQueryClient();
  const status = useQuery(statusQuery);
  const [partner, setPartner] = useState<string | null>(null);
  const [places, setPlaces] = useState("");
  const [title, setTitle] = useState("");
  const draft = useMutation({
    mutationFn: async () => {
      const { data } = await api.POST("/api/agreements/draft", {
        body: {
          partner: partner ?? "",
          places: places.split(/[\s,]+/).filter((place) => place !== ""),
          ...(title === "" ? {} : { title }),
        },
      });
      const { data: checked } = await api.POST("/api/agreements/check", {
        body: { agreement: data?.agreement, language: format.language as never },
      });
      return {
        agreement: data?.agreement,
        text: checked?.text ?? "",
        contradictions: checked?.contradictions ?? [],
      };
    },
  });
  const propose = useMutation({
    mutationFn: () =>
      api.POST("/api/agreements/negotiations", { body: { agreement: draft.data?.agreement } }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: negotiationsQuery.queryKey });
      close();
    },
  });
  const failed = draft.error ?? propose.error;
  return (
    <Modal opened={opened} onClose={close} title={say("draft")} size="xl">
      <Stack
        component="form"
        onSubmit={(event) => {
          event.preventDefault();
          draft.mutate();
        }}
      >
        {failed === null ? null : <ProblemNote error={failed} />}
        <Select
          label={say("partner")}
          data={(status.data?.partners ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          value={partner}
          onChange={setPartner}
        />
        <TextInput
          label={say("docTitle")}
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
          maxLength={300}
        />
        <TextInput
          label={say("region")}
          placeholder="SS03, SS07"
          value={places}
          onChange={(event) => setPlaces(event.currentTarget.value)}
          dir="ltr"
          required
        />
        <Group>
          <Button
            type="submit"
            variant={draft.data === undefined ? "filled" : "default"}
            loading={draft.isPending}
            disabled={partner === null}
          >
            {say("preview")}
          </Button>
          {draft.data !== undefined && may("agreement.propose") ? (
            <Button
              onClick={() => propose.mutate()}
              loading={propose.isPending}
              disabled={draft.data.contradictions.length > 0}
            >
              {say("proposeIt")}
            </Button>
          ) : null}
        </Group>
      </Stack>
      {draft.data === undefined ? null : (
        <>
          {draft.data.contradictions.length === 0 ? (
            <Text size="sm" c="dimmed" my="sm">
              {say("noContradictions")}
            </Text>
          ) : (
            <Alert color="orange" title={say("contradictions")} my="sm">
              <List size="sm">
                {draft.data.contradictions.map((each) => (
                  <List.Item key={JSON.stringify(each)}>
                    {(each as { message?: string }).message ?? JSON.stringify(each)}
                  </List.Item>
                ))}
              </List>
            </Alert>
          )}
          <Prose text={draft.data.text} />
        </>
      )}
    </Modal>
  );
}
