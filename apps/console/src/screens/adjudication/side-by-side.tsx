import { Alert, Table, Text } from "@mantine/core";
import { useFormat } from "../../language/format.ts";
import { attributes } from "../../language/terms/attributes.ts";
import { useTerm, useWords } from "../../language/words.ts";
import { type AttributeState, AttributeValue } from "../../parts/attribute-value.tsx";
import { Given } from "../../parts/given.tsx";
import { Section } from "../../parts/section.tsx";
import { NameDifference } from "./name-difference.tsx";
import type { PairInFull, Side } from "./reading.ts";
import styles from "./side-by-side.module.css";
import { adjudicationWords } from "./words.ts";

const FIRST = ["person.name", "person.sex", "person.birthDate", "person.location", "person.origin"];

/** Both persons line by line: what is the same stands quiet, what differs is marked and said. */
export function SideBySide({ pair }: { readonly pair: PairInFull }) {
  const say = useWords(adjudicationWords);
  const term = useTerm(attributes);
  const { left, right } = pair;
  const names = [
    ...new Set([...FIRST, ...Object.keys(left?.states ?? {}), ...Object.keys(right?.states ?? {})]),
  ].filter((name) => left?.states[name] !== undefined || right?.states[name] !== undefined);
  const purged = pair.kind === "partner" && Object.keys(right?.states ?? {}).length === 0;
  return (
    <Section title={say("beside")}>
      {purged ? (
        <Alert color="gray" mb="sm">
          {say("purged")}
        </Alert>
      ) : null}
      <Table verticalSpacing={7}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{say("value")}</Table.Th>
            <Table.Th scope="col">
              <SideHead side={left} name={say("left")} />
            </Table.Th>
            <Table.Th scope="col">
              <SideHead side={right} name={say("right")} />
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {names.map((name) => (
            <Row
              key={name}
              label={term(name)}
              name={name}
              left={left?.states[name]}
              right={right?.states[name]}
            />
          ))}
          {left?.household === undefined && right?.household === undefined ? null : (
            <Table.Tr>
              <Table.Th scope="row">{say("household")}</Table.Th>
              <Members side={left} />
              <Members side={right} />
            </Table.Tr>
          )}
        </Table.Tbody>
      </Table>
    </Section>
  );
}

function SideHead({ side, name }: { readonly side: Side | undefined; readonly name: string }) {
  const say = useWords(adjudicationWords);
  const format = useFormat();
  return (
    <>
      {side?.holder ?? name}
      <Text size="xs" c="dimmed" fw={400}>
        {side?.key === undefined ? "" : <bdi dir="ltr">{side.key}</bdi>}
        {side?.registeredAt === undefined
          ? ""
          : ` · ${say("registered", { day: format.day(side.registeredAt) })}`}
        {side?.fingers === undefined ? "" : ` · ${say("fingers", { count: side.fingers })}`}
      </Text>
    </>
  );
}

function Row({
  label,
  name,
  left,
  right,
}: {
  readonly label: string;
  readonly name: string;
  readonly left: AttributeState | undefined;
  readonly right: AttributeState | undefined;
}) {
  const say = useWords(adjudicationWords);
  const both = left?.state === "known" && right?.state === "known";
  const differs = both && !isSameValue(left.value, right.value);
  return (
    <Table.Tr className={differs ? styles.differs : undefined}>
      <Table.Th scope="row" fw={500}>
        {label}
        {both ? (
          <Text size="xs" c="dimmed" fw={400}>
            {say(differs ? "differs" : "equal")}
          </Text>
        ) : null}
      </Table.Th>
      {name === "person.name" && both ? (
        <>
          <Table.Td>
            <NameDifference name={left.value} beside={right.value} />
          </Table.Td>
          <Table.Td>
            <NameDifference name={right.value} beside={left.value} />
          </Table.Td>
        </>
      ) : (
        <>
          <Table.Td>{left === undefined ? say("missing") : <AttributeValue of={left} />}</Table.Td>
          <Table.Td>{right === undefined ? say("missing") : <AttributeValue of={right} />}</Table.Td>
        </>
      )}
    </Table.Tr>
  );
}

/** A household's id is the agency's own and says nothing across; a place that is told coarsely agrees with a site in it. */
function isSameValue(left: unknown, right: unknown): boolean {
  const [a, b] = [left, right] as { pcode?: string; role?: string; relationship?: string }[];
  if (a?.pcode !== undefined && b?.pcode !== undefined)
    return a.pcode.startsWith(b.pcode) || b.pcode.startsWith(a.pcode);
  if (a?.role !== undefined && b?.role !== undefined)
    return a.role === b.role && a.relationship === b.relationship;
  return JSON.stringify(left) === JSON.stringify(right);
}

function Members({ side }: { readonly side: Side | undefined }) {
  return (
    <Table.Td>
      {(side?.household ?? []).map(({ name, role }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: names may repeat in a household
        <Text size="sm" key={index} {...(role === "head" ? { fw: 600 } : {})}>
          <Given text={name} />
        </Text>
      ))}
    </Table.Td>
  );
}
