import { Tabs } from "@mantine/core";
import type { ComponentType } from "react";
import { useMay } from "../session/me.ts";

export interface RoleTab<Word extends string> {
  readonly value: Word;
  /** The node's action that lets one see the tab. */
  readonly action: string;
  readonly show: ComponentType;
}

/** Parts of a screen of which each shows itself to who may see it; the first of those is open. */
export function TabsByRole<Word extends string>({
  tabs,
  say,
}: {
  readonly tabs: readonly RoleTab<Word>[];
  readonly say: (word: Word) => string;
}) {
  const may = useMay();
  const mine = tabs.filter(({ action }) => may(action));
  return (
    <Tabs defaultValue={mine[0]?.value ?? null} keepMounted={false}>
      <Tabs.List mb="md">
        {mine.map(({ value }) => (
          <Tabs.Tab key={value} value={value}>
            {say(value)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {mine.map(({ value, show: Show }) => (
        <Tabs.Panel key={value} value={value}>
          <Show />
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}
