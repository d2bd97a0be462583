import { Table, Text } from "@mantine/core";
import { attributes } from "../../language/terms/attributes.ts";
import { useTerm, useWords } from "../../language/words.ts";
import styles from "../../parts/data-table.module.css";
import { Section } from "../../parts/section.tsx";
import type { Agreement, Clause } from "./reading.ts";
import { agreementWords } from "./words.ts";

const TIERS = ["match", "linked", "roster"] as const;

/** Attribute by direction by tier: an empty cell is a refusal. */
export function Matrix({ agreement }: { readonly agreement: Agreement }) {
  const say = useWords(agreementWords);
  const term = useTerm(attributes);
  const { clauses } = agreement;
  const directions = [...new Set(clauses.map(({ from, to }) => `${from} → ${to}`))].sort();
  const columns = directions.flatMap((direction) =>
    TIERS.filter((tier) =>
      clauses.some((clause) => clause.tier === tier && `${clause.from} → ${clause.to}` === direction),
    ).map((tier) => ({ direction, tier })),
  );
  const rows = [...new Set(clauses.map(({ attribute }) => attribute))];
  return (
    <Section title={say("matrix")}>
      <section
        aria-label={say("matrix")}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: scrolls, and must be reachable by keyboard (WCAG 2.1.1)
        tabIndex={0}
        className={styles.wide}
      >
        <Table verticalSpacing={6} withColumnBorders>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{say("attribute")}</Table.Th>
              {columns.map(({ direction, tier }) => (
                <Table.Th scope="col" key={direction + tier}>
                  <bdi dir="ltr">{direction}</bdi>
                  <Text size="xs" c="dimmed">
                    {say(tier)}
                  </Text>
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((attribute) => (
              <Table.Tr key={attribute}>
                <Table.Th scope="row" fw={500}>
                  {term(attribute)}
                </Table.Th>
                {columns.map(({ direction, tier }) => (
                  <Table.Td key={direction + tier}>
                    <Granted
                      clause={clauses.find(
                        (each) =>
                          each.attribute === attribute &&
                          each.tier === tier &&
                          `${each.from} → ${each.to}` === direction,
                      )}
                    />
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </section>
    </Section>
  );
}

function Granted({ clause }: { readonly clause: Clause | undefined }) {
  const say = useWords(agreementWords);
  if (clause === undefined) return <Text c="dimmed">–</Text>;
  return (
    <div title={clause.necessity}>
      <Text size="sm">{clause.transformation === "none" ? say("none_") : clause.transformation}</Text>
      <Text size="xs" c="dimmed">
        {say("days", { count: clause.retentionDays })}
      </Text>
    </div>
  );
}
