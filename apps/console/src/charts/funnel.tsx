import { Group, Text } from "@mantine/core";
import { useFormat } from "../language/format.ts";
import styles from "./charts.module.css";

/** Stages, each a part of the one before: a bar a stage, its count, and its share of the first. The bars are decoration; the numbers tell. */
export function Funnel({
  stages,
}: {
  readonly stages: readonly { readonly name: string; readonly count: number }[];
}) {
  const format = useFormat();
  const most = Math.max(1, ...stages.map(({ count }) => count));
  return (
    <ol className={styles.rows}>
      {stages.map(({ name, count }) => (
        <li key={name} className={styles.row}>
          <Text size="sm">{name}</Text>
          <span className={styles.track} aria-hidden="true">
            <span className={styles.bar} style={{ inlineSize: `${(100 * count) / most}%` }} />
          </span>
          <Group gap={6} justify="flex-end" wrap="nowrap">
            <Text size="sm" fw={600} className={styles.count}>
              {format.number(count)}
            </Text>
            <Text size="xs" c="dimmed" className={styles.share}>
              {format.percent(count / most)}
            </Text>
          </Group>
        </li>
      ))}
    </ol>
  );
}
