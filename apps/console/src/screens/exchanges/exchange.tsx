import { Alert, Grid, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { Funnel } from "../../charts/funnel.tsx";
import { useFormat } from "../../language/format.ts";
import { attributes } from "../../language/terms/attributes.ts";
import { exchangeTerms } from "../../language/terms/exchange-terms.ts";
import { useTerm, useWords } from "../../language/words.ts";
import { DataTable } from "../../parts/data-table.tsx";
import { LinkTo } from "../../parts/link-to.tsx";
import { Page } from "../../parts/page.tsx";
import { Reading } from "../../parts/reading.tsx";
import { Section } from "../../parts/section.tsx";
import { Standing } from "../../parts/standing.tsx";
import { Empty } from "../../parts/states.tsx";
import { useMe } from "../../session/me.ts";
import { Ledgers } from "./ledgers.tsx";
import { Progress } from "./progress.tsx";
import { exchangeQuery, type Report, standingOf, TONES } from "./reading.ts";
import { Steering } from "./steering.tsx";
import { exchangeWords } from "./words.ts";

/** One exchange: how far it is, what it waits for and whom, and what came of it. */
export function Exchange() {
  const { id } = useParams({ strict: false }) as { id: string };
  const say = useWords(exchangeWords);
  const term = useTerm(exchangeTerms);
  const exchange = useQuery(exchangeQuery(id));
  const report = exchange.data;
  return (
    <Page
      title={report === undefined ? say("title") : say("oneTitle", { partner: report.partner })}
      lead={<LinkTo to="/exchanges">{say("title")}</LinkTo>}
      actions={
        report === undefined ? null : (
          <Standing tone={TONES[standingOf(report)] ?? "quiet"}>{term(standingOf(report))}</Standing>
        )
      }
    >
      <Reading query={exchange}>
        {(told) => (
          <>
            <Held report={told} />
            <Progress report={told} />
            <Grid gap="md">
              <Grid.Col span={{ base: 12, lg: 6 }}>
                <FromPersonsToLinks report={told} />
                <Withheld report={told} />
                <Ledgers report={told} />
              </Grid.Col>
              <Grid.Col span={{ base: 12, lg: 6 }}>
                <Changed report={told} />
                <Travelled report={told} />
              </Grid.Col>
            </Grid>
          </>
        )}
      </Reading>
    </Page>
  );
}

function Held({ report }: { readonly report: Report }) {
  const say = useWords(exchangeWords);
  const { kind, reason, remedy } = report.standing;
  if (kind === "running") return <Steering report={report} />;
  return (
    <Alert color={kind === "held" ? "orange" : "red"} mb="md" title={say("held", { reason: reason ?? "" })}>
      {remedy === undefined ? null : <Text size="sm">{say("remedy", { remedy })}</Text>}
      <Steering report={report} />
    </Alert>
  );
}

function useSides(report: Report) {
  const { agency } = useMe();
  return { here: report.sides[agency.id], there: report.sides[report.partner], self: agency.id };
}

function FromPersonsToLinks({ report }: { readonly report: Report }) {
  const say = useWords(exchangeWords);
  const { here, there } = useSides(report);
  const { match } = report;
  const stages = [
    { name: say("here"), count: here?.persons ?? 0 },
    ...(there === undefined ? [] : [{ name: say("there"), count: there.persons }]),
    ...(match === undefined
      ? []
      : [
          { name: say("linked"), count: match.linked },
          { name: say("toDecide"), count: match.waiting },
          { name: say("conflicts"), count: match.conflicts },
        ]),
  ];
  const format = useFormat();
  return (
    <Section
      title={say("funnel")}
      {...(match === undefined ? {} : { lead: `${say("compared")}: ${format.number(match.candidatePairs)}` })}
    >
      <Funnel stages={stages} />
    </Section>
  );
}

function Withheld({ report }: { readonly report: Report }) {
  const say = useWords(exchangeWords);
  const term = useTerm(exchangeTerms);
  const format = useFormat();
  const { here, there } = useSides(report);
  const reasons = [...new Set([...Object.keys(here?.withheld ?? {}), ...Object.keys(there?.withheld ?? {})])];
  const rows = reasons
    .map((reason) => ({ reason, ours: here?.withheld[reason] ?? 0, theirs: there?.withheld[reason] ?? 0 }))
    .filter(({ ours, theirs }) => ours + theirs > 0);
  return (
    <Section title={say("withheld")}>
      {rows.length === 0 ? (
        <Empty what={say("noWithheld")} />
      ) : (
        <DataTable
          label={say("withheld")}
          rows={rows}
          keyOf={(row) => row.reason}
          columns={[
            { head: say("reason"), cell: (row) => term(row.reason) },
            {
              head: say("out", { partner: report.partner }),
              number: true,
              cell: (row) => format.number(row.ours),
            },
            {
              head: say("in", { partner: report.partner }),
              number: true,
              cell: (row) => format.number(row.theirs),
            },
          ]}
        />
      )}
    </Section>
  );
}

function Changed({ report }: { readonly report: Report }) {
  const say = useWords(exchangeWords);
  const term = useTerm(attributes);
  const { here } = useSides(report);
  const stages = Object.entries(here?.applied ?? {})
    .map(([attribute, count]) => ({ name: term(attribute), count }))
    .sort((a, b) => b.count - a.count);
  return stages.length === 0 ? null : (
    <Section title={say("changed")}>
      <Funnel stages={stages} />
    </Section>
  );
}

function Travelled({ report }: { readonly report: Report }) {
  const say = useWords(exchangeWords);
  const term = useTerm(attributes);
  const format = useFormat();
  const { here, there } = useSides(report);
  const { partner } = report;
  const rows = [[say("out", { partner }), here] as const, [say("in", { partner }), there] as const].flatMap(
    ([direction, side]) =>
      Object.entries(side?.disclosed ?? {}).flatMap(([tier, account]) =>
        Object.entries(account ?? {}).map(([attribute, line]) => ({
          key: `${direction}${tier}${attribute}`,
          direction,
          tier,
          attribute,
          ...line,
        })),
      ),
  );
  return (
    <Section title={say("sent")}>
      {rows.length === 0 ? (
        <Empty />
      ) : (
        <DataTable
          label={say("sent")}
          rows={rows}
          keyOf={(row) => row.key}
          columns={[
            { head: say("direction"), cell: (row) => row.direction },
            { head: say("tier"), cell: (row) => row.tier },
            { head: say("attribute"), cell: (row) => term(row.attribute) },
            { head: say("values"), number: true, cell: (row) => format.number(row.values) },
            { head: say("bytes"), number: true, cell: (row) => format.bytes(row.bytes) },
          ]}
        />
      )}
    </Section>
  );
}
