import { Table } from "@mantine/core";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, type ReactNode, useRef } from "react";
import styles from "./data-table.module.css";

export interface Column<Row> {
  readonly head: string;
  readonly cell: (row: Row) => ReactNode;
  readonly number?: true;
  readonly width?: number | string;
}

const ROW_PIXELS = 38;
const VIRTUAL_FROM = 120;

/** Rows of a list. With `onOpen` each row is a stop of the keyboard: arrows move, Enter opens. Long lists are virtual. */
export function DataTable<Row>({
  label,
  rows,
  columns,
  keyOf,
  onOpen,
}: {
  readonly label: string;
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  readonly keyOf: (row: Row) => string;
  readonly onOpen?: (row: Row) => void;
}) {
  const scroll = useRef<HTMLElement>(null);
  const virtual = rows.length >= VIRTUAL_FROM;
  const virtualizer = useVirtualizer({
    count: virtual ? rows.length : 0,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW_PIXELS,
    overscan: 12,
  });
  const shown = virtual
    ? virtualizer.getVirtualItems().map(({ index }) => index)
    : rows.map((_, index) => index);
  const before = virtual ? (virtualizer.getVirtualItems()[0]?.start ?? 0) : 0;
  const after = virtual ? virtualizer.getTotalSize() - (virtualizer.getVirtualItems().at(-1)?.end ?? 0) : 0;
  return (
    // A region that scrolls must be reachable by keyboard (WCAG 2.1.1).
    // biome-ignore lint/a11y/noNoninteractiveTabindex: scrolls
    <section ref={scroll} aria-label={label} tabIndex={0} className={virtual ? styles.tall : styles.wide}>
      <Table
        highlightOnHover={onOpen !== undefined}
        verticalSpacing={6}
        stickyHeader
        aria-rowcount={rows.length + 1}
      >
        <Table.Thead>
          <Table.Tr>
            {columns.map(({ head, number, width }) => (
              <Table.Th key={head} scope="col" className={number ? styles.number : undefined} w={width}>
                {head}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {before > 0 ? <tr style={{ height: before }} /> : null}
          {shown.map((index) => {
            const row = rows[index] as Row;
            return (
              <Table.Tr
                key={keyOf(row)}
                aria-rowindex={index + 2}
                {...(onOpen === undefined
                  ? {}
                  : {
                      tabIndex: 0,
                      onClick: () => onOpen(row),
                      onKeyDown: (event) => moveOrOpen(event, () => onOpen(row)),
                      className: styles.open,
                    })}
              >
                {columns.map(({ head, cell, number }) => (
                  <Table.Td key={head} className={number ? styles.number : undefined}>
                    {cell(row)}
                  </Table.Td>
                ))}
              </Table.Tr>
            );
          })}
          {after > 0 ? <tr style={{ height: after }} /> : null}
        </Table.Tbody>
      </Table>
    </section>
  );
}

function moveOrOpen(event: KeyboardEvent<HTMLElement>, open: () => void): void {
  if (event.target !== event.currentTarget) return;
  const row = event.currentTarget;
  const to =
    event.key === "ArrowDown"
      ? row.nextElementSibling
      : event.key === "ArrowUp"
        ? row.previousElementSibling
        : undefined;
  if (to instanceof HTMLElement) {
    event.preventDefault();
    to.focus();
  } else if (event.key === "Enter") open();
}
