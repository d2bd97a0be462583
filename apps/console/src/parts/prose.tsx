import { Table, Text, Title } from "@mantine/core";
import { Fragment, type ReactNode } from "react";
import { shown } from "./given.tsx";

/**
 * The node's own texts, which are Markdown of few kinds: headings, paragraphs, lists, tables, strong words and code. They are
 * set as elements, never as markup.
 */
export function Prose({ text }: { readonly text: string }) {
  const blocks = shown(text).split(/\n{2,}/);
  return (
    <div dir="auto">
      {blocks.map((block, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a text's blocks have no life of their own
        <Fragment key={index}>{blockOf(block)}</Fragment>
      ))}
    </div>
  );
}

function blockOf(block: string): ReactNode {
  const lines = block.split("\n");
  const [first = ""] = lines;
  const heading = /^(#{1,4}) (.*)$/.exec(first);
  if (heading !== null) {
    const order = Math.min(6, (heading[1]?.length ?? 1) + 1) as 2 | 3 | 4 | 5;
    return (
      <>
        <Title order={order} fz={order === 2 ? "lg" : "md"} mt="md" mb={4}>
          {inline(heading[2] ?? "")}
        </Title>
        {lines.length > 1 ? blockOf(lines.slice(1).join("\n")) : null}
      </>
    );
  }
  if (lines.every((line) => line.startsWith("|"))) return tableOf(lines);
  if (lines.every((line) => /^\s*([-*]|\d+\.) |^ {2,}/.test(line)))
    return (
      <ul>
        {lines.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: as above
          <Text component="li" size="sm" key={index}>
            {inline(line.replace(/^\s*([-*]|\d+\.) /, ""))}
          </Text>
        ))}
      </ul>
    );
  return (
    <Text size="sm" my={6}>
      {inline(lines.join(" "))}
    </Text>
  );
}

function tableOf(lines: readonly string[]): ReactNode {
  const [head = [], ...rows] = lines
    .filter((line) => !/^\|[\s:|-]+\|$/.test(line))
    .map((line) =>
      line
        .slice(1, -1)
        .split("|")
        .map((cell) => cell.trim()),
    );
  return (
    <Table my="xs" fz="sm">
      <Table.Thead>
        <Table.Tr>
          {head.map((cell) => (
            <Table.Th key={cell} scope="col">
              {inline(cell)}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((row) => (
          <Table.Tr key={row.join("|")}>
            {row.map((cell, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the column
              <Table.Td key={index}>{inline(cell)}</Table.Td>
            ))}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function inline(text: string): ReactNode {
  return text.split(/(\*\*[^*]+\*\*|`[^`]+`)/).map((part, index) => {
    // biome-ignore-start lint/suspicious/noArrayIndexKey: as above
    if (part.startsWith("**")) return <strong key={index}>{part.slice(2, -2)}</strong>;
    if (part.startsWith("`"))
      return (
        <code key={index} dir="ltr">
          {part.slice(1, -1)}
        </code>
      );
    return <Fragment key={index}>{part}</Fragment>;
    // biome-ignore-end lint/suspicious/noArrayIndexKey: as above
  });
}
