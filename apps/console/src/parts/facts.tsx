import { SimpleGrid, Text } from "@mantine/core";
import { Fragment, type ReactNode } from "react";
import styles from "./facts.module.css";

/** Figures side by side: what, and how many. */
export function Figures({
  of,
}: {
  readonly of: readonly { readonly what: string; readonly value: ReactNode; readonly note?: string }[];
}) {
  return (
    <SimpleGrid
      component="dl"
      cols={{ base: 2, sm: 3, lg: Math.min(of.length, 6) }}
      spacing="sm"
      m={0}
      mb="md"
    >
      {of.map(({ what, value, note }) => (
        <div key={what} className={styles.figure}>
          <dt>{what}</dt>
          <dd>{value}</dd>
          {note === undefined ? null : <dd className={styles.note}>{note}</dd>}
        </div>
      ))}
    </SimpleGrid>
  );
}

/** Name and value, line by line. */
export function Facts({ of }: { readonly of: readonly (readonly [string, ReactNode] | undefined)[] }) {
  return (
    <dl className={styles.facts}>
      {of.map((fact) =>
        fact === undefined ? null : (
          <Fragment key={fact[0]}>
            <Text component="dt" size="sm" c="dimmed">
              {fact[0]}
            </Text>
            <dd>{fact[1]}</dd>
          </Fragment>
        ),
      )}
    </dl>
  );
}
