import { Group, Text } from "@mantine/core";
import { useWords } from "../../language/words.ts";
import { AttributeValue } from "../../parts/attribute-value.tsx";
import { DataTable } from "../../parts/data-table.tsx";
import { Given } from "../../parts/given.tsx";
import { LinkTo } from "../../parts/link-to.tsx";
import { Section } from "../../parts/section.tsx";
import { Empty } from "../../parts/states.tsx";
import type { PersonFile } from "./person.ts";
import { peopleWords } from "./words.ts";

/** Who lives and receives together with the person. */
export function Household({ person }: { readonly person: PersonFile }) {
  const say = useWords(peopleWords);
  const { household } = person;
  if (household === undefined)
    return (
      <Section title={say("household")}>
        <Empty what={say("noHousehold")} />
      </Section>
    );
  const role = (name: string | undefined) =>
    name === "head"
      ? say("head")
      : name === "alternate"
        ? say("alternate")
        : name === undefined
          ? ""
          : say("memberRole");
  return (
    <Section
      title={say("household")}
      aside={
        <Group gap="xs">
          <Text size="sm" c="dimmed" component="div">
            <AttributeValue of={household.current["household.number"]} />
          </Text>
        </Group>
      }
    >
      <DataTable
        label={say("household")}
        rows={household.members}
        keyOf={(row) => row.person}
        columns={[
          {
            head: say("member"),
            cell: (row) =>
              row.person === person.id ? (
                <Text fw={600} size="sm">
                  <Given text={row.name ?? say("unknownName")} />
                </Text>
              ) : (
                <LinkTo to="/people/$id" params={{ id: row.person }}>
                  <Given text={row.name ?? say("unknownName")} />
                </LinkTo>
              ),
          },
          { head: say("role"), cell: (row) => role(row.role) },
        ]}
      />
    </Section>
  );
}
