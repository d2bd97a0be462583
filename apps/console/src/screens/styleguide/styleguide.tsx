import { Button, Group, Text, Title } from "@mantine/core";
import { Problem } from "../../api/problem.ts";
import { appWords } from "../../app/words.ts";
import { Funnel } from "../../charts/funnel.tsx";
import { Waterfall } from "../../charts/waterfall.tsx";
import { useWords } from "../../language/words.ts";
import { DataTable } from "../../parts/data-table.tsx";
import { Facts, Figures } from "../../parts/facts.tsx";
import { CodeText, Given } from "../../parts/given.tsx";
import { Page } from "../../parts/page.tsx";
import { ProgressLine } from "../../parts/progress-line.tsx";
import { Section } from "../../parts/section.tsx";
import { Standing, type Tone } from "../../parts/standing.tsx";
import { Empty, Loading, ProblemNote } from "../../parts/states.tsx";

const TONES: readonly Tone[] = ["good", "busy", "attention", "bad", "quiet"];
const ROWS = [
  { name: "أحمد دينق", number: "A-17" },
  { name: "Nyakim Gatkuoth", number: "A-18" },
];

/** Every component, colour, size and chart of the console on one page; the names are those of the code. */
export function Styleguide() {
  const say = useWords(appWords);
  return (
    <Page title={say("styleguide")} lead="Page · title, lead, actions" actions={<Button>Button</Button>}>
      <Section title="Type">
        <Title order={1}>Title 1</Title>
        <Title order={2}>Title 2</Title>
        <Text>Text</Text>
        <Text size="sm">Text, small</Text>
        <Text size="sm" c="dimmed">
          Text, dimmed
        </Text>
        <CodeText text="SCP-4216469078" /> <Given text="نيال (Nyal)" />
      </Section>
      <Section title="Standing">
        <Group>
          {TONES.map((tone) => (
            <Standing key={tone} tone={tone}>
              {tone}
            </Standing>
          ))}
        </Group>
      </Section>
      <Section title="Button">
        <Group>
          <Button>filled</Button>
          <Button variant="light">light</Button>
          <Button variant="default">default</Button>
          <Button variant="subtle">subtle</Button>
          <Button color="red">destructive</Button>
        </Group>
      </Section>
      <Section title="Figures, Facts">
        <Figures
          of={[
            { what: "Persons", value: 12_480 },
            { what: "Links", value: 5_112, note: "41%" },
          ]}
        />
        <Facts
          of={[
            ["Name", "Value"],
            ["Number", <CodeText key="n" text="A-17" />],
          ]}
        />
      </Section>
      <Section title="DataTable">
        <DataTable
          label="DataTable"
          rows={ROWS}
          keyOf={(row) => row.number}
          columns={[
            { head: "Name", cell: (row) => <Given text={row.name} /> },
            { head: "Number", number: true, cell: (row) => row.number },
          ]}
        />
      </Section>
      <Section title="Funnel">
        <Funnel
          stages={[
            { name: "In scope", count: 900 },
            { name: "Linked", count: 410 },
            { name: "Waiting", count: 12 },
          ]}
        />
      </Section>
      <Section title="Waterfall">
        <Waterfall
          total="All together"
          weights={[
            { name: "Before", bits: -8 },
            { name: "Name", bits: 6.5, note: "same" },
            { name: "Birth year", bits: -1.5, note: "differs" },
            { name: "Household", bits: 5 },
          ]}
        />
      </Section>
      <Section title="ProgressLine">
        <ProgressLine what="Comparing" done={420} total={1_000} />
      </Section>
      <Section title="Empty, Loading, ProblemNote">
        <Empty what="Nothing here yet" next="What to do next" />
        <Loading />
        <ProblemNote
          error={
            new Problem(400, {
              code: "example.code",
              message: "what happened",
              where: "field",
              remedy: "what to do next",
            })
          }
        />
      </Section>
    </Page>
  );
}
