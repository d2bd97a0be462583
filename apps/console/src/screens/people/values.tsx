import { Button, Collapse, Table } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useFormat } from "../../language/format.ts";
import { attributes } from "../../language/terms/attributes.ts";
import { useTerm, useWords } from "../../language/words.ts";
import { AttributeValue } from "../../parts/attribute-value.tsx";
import { Section } from "../../parts/section.tsx";
import type { PersonFile } from "./person.ts";
import { peopleWords } from "./words.ts";

/** The current values; behind each, on demand, everything that anyone ever said of it. */
export function Values({ person }: { readonly person: PersonFile }) {
  const say = useWords(peopleWords);
  return (
    <Section title={say("values")}>
      <Table verticalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{say("attribute")}</Table.Th>
            <Table.Th scope="col">{say("value")}</Table.Th>
            <Table.Th scope="col">{say("source")}</Table.Th>
            <Table.Th scope="col">{say("history")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {Object.keys(person.current).map((attribute) => (
            <Value key={attribute} person={person} attribute={attribute} />
          ))}
        </Table.Tbody>
      </Table>
    </Section>
  );
}

function Value({ person, attribute }: { readonly person: PersonFile; readonly attribute: string }) {
  const say = useWords(peopleWords);
  const term = useTerm(attributes);
  const format = useFormat();
  const [opened, { toggle }] = useDisclosure();
  const said = person.assertions.filter((each) => each.attribute === attribute);
  const current = said.find((each) => each.current);
  const known = (method: string) => say(method as "declared");
  return (
    <>
      <Table.Tr>
        <Table.Th scope="row" fw={500}>
          {term(attribute)}
        </Table.Th>
        <Table.Td>
          <AttributeValue of={person.current[attribute]} />
        </Table.Td>
        <Table.Td>{current === undefined ? "" : current.source}</Table.Td>
        <Table.Td>
          {said.length === 0 ? null : (
            <Button
              variant="subtle"
              size="compact-xs"
              onClick={toggle}
              aria-expanded={opened}
              aria-label={`${format.number(said.length)}: ${say("showHistory", { attribute: term(attribute) })}`}
            >
              {format.number(said.length)}
            </Button>
          )}
        </Table.Td>
      </Table.Tr>
      {opened ? (
        <Table.Tr>
          <Table.Td colSpan={4} p={0}>
            <Collapse expanded={opened}>
              <Table withRowBorders={false} verticalSpacing={2} fz="sm" ms="md">
                <Table.Tbody>
                  {said.map((each) => (
                    <Table.Tr key={`${each.statement}${each.attribute}`} fw={each.current ? 600 : 400}>
                      <Table.Td>
                        <AttributeValue of={each.state} />
                      </Table.Td>
                      <Table.Td>{each.source}</Table.Td>
                      <Table.Td>{known(each.method)}</Table.Td>
                      <Table.Td>{format.day(each.assertedAt)}</Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </Collapse>
          </Table.Td>
        </Table.Tr>
      ) : null}
    </>
  );
}
