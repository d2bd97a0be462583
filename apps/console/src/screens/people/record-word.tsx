import { Button, Modal, Select, Stack, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../api/client.ts";
import { statusQuery } from "../../api/status.ts";
import { purposes } from "../../language/terms/purposes.ts";
import { useTerm, useWords } from "../../language/words.ts";
import { Given } from "../../parts/given.tsx";
import { ProblemNote } from "../../parts/states.tsx";
import { consentTerms } from "./consent-words.ts";
import type { PersonFile } from "./person.ts";
import { personQuery } from "./person.ts";
import { peopleWords } from "./words.ts";

const EVENTS = ["given", "refused", "withdrawn"] as const;
const UNDERSTANDING = ["repeatedInOwnWords", "answeredQuestions", "interpreterConfirmed"] as const;
const EXPRESSIONS = ["signature", "mark", "witness"] as const;
const REASONS = [
  "notSaid",
  "dataConcerns",
  "fearOfAuthorities",
  "belief",
  "noPermissionFromFamily",
  "notUnderstood",
  "other",
] as const;
/** Those of the purposes that a person is asked about; an agency's own work is not among them. */
const ASKED = [
  "deduplicationOfPersons",
  "deduplicationOfAssistance",
  "updateOfRecords",
  "referral",
  "targeting",
  "statistics",
] as const;

interface ConsentText {
  readonly digest: string;
  readonly language: string;
  readonly version: string;
  readonly text: string;
}

/** Records what a person says about sharing: consent, refusal and withdrawal are equal paths. */
export function RecordWord({
  person,
  purpose,
  opened,
  close,
}: {
  readonly person: PersonFile;
  readonly purpose: string;
  readonly opened: boolean;
  readonly close: () => void;
}) {
  const say = useWords(peopleWords);
  const term = useTerm(purposes);
  const consent = useTerm(consentTerms);
  const client = useQueryClient();
  const status = useQuery(statusQuery);
  const texts = useQuery({
    queryKey: ["texts"],
    enabled: opened,
    queryFn: async () => (await api.GET("/api/rights/texts")).data as unknown as readonly ConsentText[],
  });
  const [recipient, setRecipient] = useState<string | null>(null);
  const [about, setAbout] = useState<string | null>(null);
  const [event, setEvent] = useState<string>("given");
  const [text, setText] = useState<string | null>(null);
  const [understanding, setUnderstanding] = useState<string | null>(null);
  const [expression, setExpression] = useState<string | null>(null);
  const [reason, setReason] = useState<string>("notSaid");
  const record = useMutation({
    mutationFn: () =>
      api.POST("/api/persons/{id}/consents", {
        params: { path: { id: person.id } },
        body: {
          recipient,
          purpose: about,
          event,
          ...(event === "given" ? { textDigest: text, understanding, expression } : { reason }),
        } as never,
      }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: personQuery(person.id, purpose).queryKey });
      close();
    },
  });
  const partners = (status.data?.partners ?? []).map(({ id, name }) => ({ value: id, label: name }));
  const chosenText = texts.data?.find(({ digest }) => digest === text);
  const ready =
    recipient !== null &&
    about !== null &&
    (event !== "given" || (text !== null && understanding !== null && expression !== null));
  return (
    <Modal opened={opened} onClose={close} title={say("recordConsent")}>
      <Stack
        component="form"
        gap="sm"
        onSubmit={(submitted) => {
          submitted.preventDefault();
          record.mutate();
        }}
      >
        {record.isError ? <ProblemNote error={record.error} /> : null}
        <Text size="sm" c="dimmed">
          {say("consentHint")}
        </Text>
        <Select label={say("recipient")} data={partners} value={recipient} onChange={setRecipient} />
        <Select
          label={say("purpose")}
          data={ASKED.map((value) => ({ value, label: term(value) }))}
          value={about}
          onChange={setAbout}
        />
        <Select
          label={say("word")}
          allowDeselect={false}
          data={EVENTS.map((value) => ({ value, label: say(`${value}_action`) }))}
          value={event}
          onChange={(value) => setEvent(value ?? "given")}
        />
        {event === "given" ? (
          <>
            <Select
              label={say("language")}
              data={(texts.data ?? []).map(({ digest, language, version }) => ({
                value: digest,
                label: `${language} · ${version}`,
              }))}
              value={text}
              onChange={setText}
            />
            {chosenText === undefined ? null : (
              <Text
                size="sm"
                style={{ whiteSpace: "pre-wrap" }}
                lang={chosenText.language}
                dir="auto"
                component="div"
              >
                <Given text={chosenText.text} />
              </Text>
            )}
            <Select
              label={say("understanding")}
              data={UNDERSTANDING.map((value) => ({ value, label: consent(value) }))}
              value={understanding}
              onChange={setUnderstanding}
            />
            <Select
              label={say("expression")}
              data={EXPRESSIONS.map((value) => ({ value, label: consent(value) }))}
              value={expression}
              onChange={setExpression}
            />
          </>
        ) : (
          <Select
            label={consent("reason")}
            allowDeselect={false}
            data={REASONS.map((value) => ({ value, label: consent(value) }))}
            value={reason}
            onChange={(value) => setReason(value ?? "notSaid")}
          />
        )}
        <Button type="submit" disabled={!ready} loading={record.isPending}>
          {say("save")}
        </Button>
      </Stack>
    </Modal>
  );
}
