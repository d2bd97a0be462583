import { useWords } from "../../language/words.ts";
import { Page } from "../../parts/page.tsx";
import { TabsByRole } from "../../parts/tabs-by-role.tsx";
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
  return (
    <Page title={say("title")} lead={say("lead")}>
      <TabsByRole tabs={TABS} say={say} />
    </Page>
  );
}
