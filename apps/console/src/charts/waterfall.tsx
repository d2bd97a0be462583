import { Text } from "@mantine/core";
import type { CSSProperties } from "react";
import { useFormat } from "../language/format.ts";
import styles from "./charts.module.css";

export interface Weight {
  readonly name: string;
  readonly note?: string;
  /** Bits of evidence: above nought for the same person, below nought against. */
  readonly bits: number;
}

/** How a decision comes together: each piece of evidence in bits, beginning where the one before ended, and their sum. */
export function Waterfall({
  weights,
  total,
}: {
  readonly weights: readonly Weight[];
  readonly total: string;
}) {
  const format = useFormat();
  let at = 0;
  const steps = weights.map((weight) => {
    const from = at;
    at += weight.bits;
    return { ...weight, from, to: at };
  });
  const rows = [...steps, { name: total, bits: at, from: 0, to: at, sum: true }];
  const least = Math.min(0, ...rows.map(({ to }) => to));
  const most = Math.max(1, ...rows.map(({ to }) => to));
  const place = (bits: number) => (100 * (bits - least)) / (most - least);
  return (
    <ol className={styles.rows}>
      {rows.map((row) => (
        <li key={row.name} className={styles.row}>
          <span>
            <Text size="sm" {...("sum" in row ? { fw: 600 } : {})}>
              {row.name}
            </Text>
            {"note" in row && row.note !== undefined ? (
              <Text size="xs" c="dimmed">
                {row.note}
              </Text>
            ) : null}
          </span>
          <span
            className={styles.scale}
            aria-hidden="true"
            style={{ "--zero": `${place(0)}%` } as CSSProperties}
          >
            <span
              className={`${styles.part} ${"sum" in row ? styles.sum : row.bits < 0 ? styles.against : styles.for}`}
              style={{
                insetInlineStart: `${place(Math.min(row.from, row.to))}%`,
                inlineSize: `${Math.max(0.5, place(Math.max(row.from, row.to)) - place(Math.min(row.from, row.to)))}%`,
              }}
            />
          </span>
          <Text size="sm" ta="end" className={styles.count} dir="ltr">
            {row.bits > 0 ? "+" : ""}
            {format.number(Math.round(row.bits * 10) / 10)}
          </Text>
        </li>
      ))}
    </ol>
  );
}
