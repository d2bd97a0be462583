import { Group, List, SimpleGrid, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { approvalsQuery, statusQuery } from "../../api/status.ts";
import { useFormat } from "../../language/format.ts";
import { exchangeTerms } from "../../language/terms/exchange-terms.ts";
import { useTerm, useWords } from "../../language/words.ts";
import { Figures } from "../../parts/facts.tsx";
import { ButtonTo, LinkTo } from "../../parts/link-to.tsx";
import { Page } from "../../parts/page.tsx";
import { Reading } from "../../parts/reading.tsx";
import { Section } from "../../parts/section.tsx";
import { Standing } from "../../parts/standing.tsx";
import { Empty } from "../../parts/states.tsx";
import { useMay } from "../../session/me.ts";
import { homeWords } from "./words.ts";

type Status = NonNullable<Awaited<ReturnType<NonNullable<typeof statusQuery.queryFn>>>>;

const DAY_MILLISECONDS = 86_400_000;
const REMIND_DAYS = 30;

/** What waits for this member of staff, what needs attention, what runs; nothing decorative. */
export function Home() {
  const say = useWords(homeWords);
  const status = useQuery(statusQuery);
  return (
    <Page title={say("title")}>
      <Reading query={status}>
        {(told) => (
          <>
            <Held status={told} />
            {told.registry.persons === 0 ? (
              <Empty what={say("emptyNode")} next={<ButtonTo to="/imports">{say("importFirst")}</ButtonTo>} />
            ) : null}
            <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
              <Waits status={told} />
              <Alarms status={told} />
            </SimpleGrid>
            <UnderWay status={told} />
          </>
        )}
      </Reading>
    </Page>
  );
}

const FIGURES = [
  "activePersons",
  "households",
  "fingerprints",
  "links",
  "duplicates",
  "openAdjudications",
] as const;

function Held({ status }: { readonly status: Status }) {
  const say = useWords(homeWords);
  const format = useFormat();
  const told = FIGURES.filter((what) => status.registry[what] !== undefined);
  return (
    <Figures
      of={told.map((what) => ({ what: say(what), value: format.number(status.registry[what] ?? 0) }))}
    />
  );
}

function Waits({ status }: { readonly status: Status }) {
  const say = useWords(homeWords);
  const may = useMay();
  const approvals = useQuery({ ...approvalsQuery, enabled: may("approval.list") });
  const mine = (approvals.data ?? []).filter(({ yoursToDecide }) => yoursToDecide).length;
  const pairs = status.registry.openAdjudications ?? 0;
  const lines: ReactNode[] = [];
  if (may("duplicate.decide") && pairs > 0)
    lines.push(
      <LinkTo key="pairs" to="/adjudication">
        {say("pairs", { count: pairs })}
      </LinkTo>,
    );
  if (mine > 0)
    lines.push(
      <LinkTo key="approvals" to="/administration">
        {say("approvals", { count: mine })}
      </LinkTo>,
    );
  if (may("rights.queue") && status.rights.openRequests > 0)
    lines.push(
      <LinkTo key="requests" to="/protection">
        {say("requests", { count: status.rights.openRequests })}
      </LinkTo>,
    );
  if (may("rights.retention") && status.rights.retentionWaits)
    lines.push(
      <LinkTo key="retention" to="/protection">
        {say("retention")}
      </LinkTo>,
    );
  return (
    <Section title={say("waits")}>
      <Lines of={lines} none={say("nothingWaits")} />
    </Section>
  );
}

function Alarms({ status }: { readonly status: Status }) {
  const say = useWords(homeWords);
  const format = useFormat();
  const { rights, incidents, agreements, partners } = status;
  const lines: ReactNode[] = [];
  for (const incident of incidents) {
    lines.push(
      <Stack key={incident.id} gap={0}>
        <LinkTo to="/protection">
          {incident.drill ? `${say("drill")}: ` : ""}
          {say("incident", { moment: format.moment(incident.openedAt), source: incident.source })}
        </LinkTo>
        {incident.owed
          .filter(({ sent }) => !sent)
          .map(({ partner, dueAt, late }) => (
            <Text key={partner} size="sm" {...(late ? { c: "red" } : { c: "dimmed" })}>
              {say("owed", { partner, moment: format.moment(dueAt) })}
            </Text>
          ))}
      </Stack>,
    );
  }
  if (rights.overdue > 0)
    lines.push(
      <LinkTo key="overdue" to="/protection">
        {say("overdue", { count: rights.overdue })}
      </LinkTo>,
    );
  if (rights.dueSoon > 0)
    lines.push(
      <LinkTo key="soon" to="/protection">
        {say("dueSoon", { count: rights.dueSoon })}
      </LinkTo>,
    );
  if (rights.untoldNotices > 0)
    lines.push(<span key="notices">{say("notices", { count: rights.untoldNotices })}</span>);
  if (rights.scrubOverdue > 0)
    lines.push(<span key="scrub">{say("scrub", { count: rights.scrubOverdue })}</span>);
  const soon = Date.now() + REMIND_DAYS * DAY_MILLISECONDS;
  for (const { digest, title, inForce, validUntil } of agreements) {
    const text = !inForce
      ? say("notInForce", { title })
      : Date.parse(validUntil) < soon
        ? say("expires", { title, day: format.day(validUntil) })
        : undefined;
    if (text !== undefined)
      lines.push(
        <LinkTo key={digest} to="/agreements/$digest" params={{ digest }}>
          {text}
        </LinkTo>,
      );
  }
  if (partners.length === 0) lines.push(<span key="partner">{say("startWithPartner")}</span>);
  return (
    <Section title={say("alarms")}>
      <Lines of={lines} none={say("noAlarms")} />
    </Section>
  );
}

function UnderWay({ status }: { readonly status: Status }) {
  const say = useWords(homeWords);
  const term = useTerm(exchangeTerms);
  const format = useFormat();
  const running = status.exchanges.filter(({ standing }) => standing === "running" || standing === "held");
  return (
    <Section title={say("underWay")}>
      <Lines
        none={say("nothingRuns")}
        of={running.map(({ id, partner, step, standing, startedAt }) => (
          <Group key={id} gap="xs">
            <LinkTo to="/exchanges/$id" params={{ id }}>
              {say("withPartner", { partner })}
            </LinkTo>
            <Standing tone={standing === "held" ? "attention" : "busy"}>
              {term(standing === "held" ? "held" : step)}
            </Standing>
            <Text size="sm" c="dimmed">
              {say("since", { moment: format.moment(startedAt) })}
            </Text>
          </Group>
        ))}
      />
    </Section>
  );
}

function Lines({ of, none }: { readonly of: readonly ReactNode[]; readonly none: string }) {
  if (of.length === 0)
    return (
      <Text c="dimmed" size="sm">
        {none}
      </Text>
    );
  return (
    <List spacing={6} listStyleType="none">
      {of.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines have no life of their own
        <List.Item key={index}>{line}</List.Item>
      ))}
    </List>
  );
}
