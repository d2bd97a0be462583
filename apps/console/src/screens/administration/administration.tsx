import { Tabs } from "@mantine/core";
import { useWords } from "../../language/words.ts";
import { Page } from "../../parts/page.tsx";
import { useMay } from "../../session/me.ts";
import { Approvals } from "./approvals.tsx";
import { Keys } from "./keys.tsx";
import { Partners } from "./partners.tsx";
import { StaffAccounts } from "./staff-accounts.tsx";
import { administrationWords } from "./words.ts";

const TABS = [
  { value: "approvals", action: "approval.list", show: Approvals },
  { value: "staff", action: "staff.read", show: StaffAccounts },
  { value: "partners", action: "partner.read", show: Partners },
  { value: "keys", action: "keys.read", show: Keys },
] as const;

export function Administration() {
  const say = useWords(administrationWords);
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
