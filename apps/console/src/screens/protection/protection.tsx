import { Tabs } from "@mantine/core";
import { useWords } from "../../language/words.ts";
import { Page } from "../../parts/page.tsx";
import { useMay } from "../../session/me.ts";
import { Demands } from "./demands.tsx";
import { Incidents } from "./incidents.tsx";
import { Oversight } from "./oversight.tsx";
import { Requests } from "./requests.tsx";
import { Retention } from "./retention.tsx";
import { protectionWords } from "./words.ts";

const TABS = [
  { value: "requests", action: "rights.queue", show: Requests },
  { value: "retention", action: "rights.retention", show: Retention },
  { value: "incidents", action: "incident.read", show: Incidents },
  { value: "demands", action: "demand.read", show: Demands },
  { value: "figures", action: "governance.figures", show: Oversight },
] as const;

/** What a protection officer watches over; others see of it what their role lets them. */
export function Protection() {
  const say = useWords(protectionWords);
  const may = useMay();
  const tabs = TABS.filter(({ action }) => may(action));
  return (
    <Page title={say("title")} lead={say("lead")}>
      <Tabs defaultValue={tabs[0]?.value ?? null} keepMounted={false}>
        <Tabs.List mb="md">
          {tabs.map(({ value }) => (
            <Tabs.Tab key={value} value={value}>
              {say(value)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {tabs.map(({ value, show: Show }) => (
          <Tabs.Panel key={value} value={value}>
            <Show />
          </Tabs.Panel>
        ))}
      </Tabs>
    </Page>
  );
}
