import { Button, Group, List, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "../../api/client.ts";
import { useFormat } from "../../language/format.ts";
import { useTerm, useWords } from "../../language/words.ts";
import { useConfirm } from "../../parts/confirm.tsx";
import { Given } from "../../parts/given.tsx";
import { useReason } from "../../parts/reason.tsx";
import { Section } from "../../parts/section.tsx";
import { Standing } from "../../parts/standing.tsx";
import { Empty, ProblemNote } from "../../parts/states.tsx";
import { useMay, useMe } from "../../session/me.ts";
import type { Told } from "./overview.tsx";
import { agreementWords } from "./words.ts";

interface Event {
  readonly kind: string;
  readonly by?: string;
  readonly at?: string;
  readonly reason?: string;
}

const SAID = [
  { word: "suspend", action: "agreement.suspend", title: "suspendTitle" },
  { word: "resume", action: "agreement.resume", title: "resumeTitle" },
  { word: "revoke", action: "agreement.revoke", title: "revokeTitle" },
] as const;

/** What has happened to the agreement, and what this side can say: sign, suspend, resume, revoke. */
export function Life({ of: { standing, signed } }: { readonly of: Told }) {
  const say = useWords(agreementWords);
  const term = useTerm(agreementWords);
  const format = useFormat();
  const may = useMay();
  const { agency } = useMe();
  const client = useQueryClient();
  const [ask, question] = useReason();
  const [confirm, confirmation] = useConfirm();
  const { digest } = standing;
  const again = () => client.invalidateQueries();
  const said = useMutation({
    mutationFn: ({ word, reason }: { word: (typeof SAID)[number]["word"]; reason: string }) =>
      api.POST(`/api/agreements/{digest}/${word}`, { params: { path: { digest } }, body: { reason } }),
    onSuccess: again,
  });
  const sign = useMutation({
    mutationFn: () => api.POST("/api/agreements/sign", { body: { document: JSON.parse(signed) } }),
    onSuccess: again,
  });
  const failed = said.error ?? sign.error;
  const mine = standing.parties.find(({ party }) => party === agency.id);
  const unsigned = mine !== undefined && mine.signatures.length < mine.required;
  const events = standing.events as readonly Event[];
  return (
    <Section
      title={say("life")}
      aside={<Standing tone={standing.inForce ? "good" : "attention"}>{term(standing.phase)}</Standing>}
    >
      {question}
      {confirmation}
      {failed === null ? null : <ProblemNote error={failed} />}
      {events.length === 0 ? (
        <Empty what={say("noEvents")} />
      ) : (
        <List size="sm" spacing="xs" mb="md">
          {events.map((event) => (
            <List.Item key={JSON.stringify(event)}>
              {event.kind} · {event.by ?? ""} · {event.at === undefined ? "" : format.moment(event.at)}
              <Text size="sm" c="dimmed">
                <Given text={event.reason} />
              </Text>
            </List.Item>
          ))}
        </List>
      )}
      <Group gap="xs">
        {unsigned && may("agreement.sign") ? (
          <Button
            onClick={() =>
              confirm({
                title: say("signTitle"),
                text: say("signText"),
                go: say("sign"),
                onGo: () => sign.mutate(),
              })
            }
            loading={sign.isPending}
          >
            {say("sign")}
          </Button>
        ) : null}
        {SAID.filter(
          ({ action, word }) =>
            may(action) &&
            (word === "resume" ? standing.phase === "suspended" : standing.phase !== "revoked"),
        ).map(({ word, title }) => (
          <Button
            key={word}
            variant="light"
            {...(word === "resume" ? {} : { color: "red" })}
            onClick={() =>
              ask({
                title: say(title),
                label: say("reasonAsked"),
                go: say(word),
                onReason: (reason) => said.mutate({ word, reason }),
              })
            }
            loading={said.isPending}
          >
            {say(word)}
          </Button>
        ))}
      </Group>
    </Section>
  );
}
