import { useWords } from "../../language/words.ts";
import { Page } from "../../parts/page.tsx";
import { TabsByRole } from "../../parts/tabs-by-role.tsx";
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
  return (
    <Page title={say("title")} lead={say("lead")}>
      <TabsByRole tabs={TABS} say={say} />
    </Page>
  );
}
