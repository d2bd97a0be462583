import { Group, Paper, Text, Title } from "@mantine/core";
import { type ReactNode, useId } from "react";

export function Section({
  title,
  aside,
  lead,
  children,
}: {
  readonly title: string;
  readonly aside?: ReactNode;
  readonly lead?: string;
  readonly children: ReactNode;
}) {
  const id = useId();
  return (
    <Paper component="section" aria-labelledby={id} withBorder p="md" mb="md">
      <Group justify="space-between" mb="xs" gap="xs">
        <div>
          <Title order={2} id={id}>
            {title}
          </Title>
          {lead === undefined ? null : (
            <Text size="sm" c="dimmed">
              {lead}
            </Text>
          )}
        </div>
        {aside}
      </Group>
      {children}
    </Paper>
  );
}
