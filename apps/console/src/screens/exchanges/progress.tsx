import { Group, Text, ThemeIcon } from "@mantine/core";
import { IconCheck, IconDots, IconPlayerPlay } from "@tabler/icons-react";
import { useFormat } from "../../language/format.ts";
import { exchangeTerms } from "../../language/terms/exchange-terms.ts";
import { useTerm, useWords } from "../../language/words.ts";
import { ProgressLine } from "../../parts/progress-line.tsx";
import { Section } from "../../parts/section.tsx";
import { useLive } from "./live.ts";
import type { Report } from "./reading.ts";
import { exchangeWords } from "./words.ts";

const STEPS = ["hello", "snapshot", "overlap", "match", "adjudicate", "reconcile", "receipt", "report"];

/** The steps with the time each took; while it runs, what the node does now and how fast. */
export function Progress({ report }: { readonly report: Report }) {
  const say = useWords(exchangeWords);
  const term = useTerm(exchangeTerms);
  const format = useFormat();
  const running = report.step !== "done" && report.standing.kind !== "halted";
  const { progress, batch } = useLive(report.exchange, running);
  const took = report.millisecondsByStep;
  const at = report.step === "done" ? STEPS.length : STEPS.indexOf(report.step);
  const shown = STEPS.filter((step, index) => took[step] !== undefined || index >= at);
  return (
    <Section title={say("progress")} {...(running ? { lead: say("live") } : {})}>
      <Group component="ol" gap="lg" m={0} p={0} mb={running ? "md" : 0}>
        {shown.map((step) => {
          const index = STEPS.indexOf(step);
          const state = index < at ? "done" : index === at ? "now" : "later";
          const Icon = state === "done" ? IconCheck : state === "now" ? IconPlayerPlay : IconDots;
          return (
            <Group
              component="li"
              key={step}
              gap={6}
              wrap="nowrap"
              {...(state === "now" ? { "aria-current": "step" as const } : {})}
            >
              <ThemeIcon
                size={22}
                radius="xl"
                variant={state === "later" ? "default" : "light"}
                color={state === "now" ? "blue" : "teal"}
                aria-hidden="true"
              >
                <Icon size={13} />
              </ThemeIcon>
              <div>
                <Text size="sm" fw={state === "now" ? 600 : 400}>
                  {term(step)}
                </Text>
                <Text size="xs" c="dimmed">
                  {took[step] === undefined ? "" : format.duration(took[step])}
                </Text>
              </div>
            </Group>
          );
        })}
      </Group>
      {progress === undefined ? null : <ProgressLine {...progress} />}
      {batch === undefined ? null : (
        <Text size="sm" c="dimmed" mt={4}>
          {say("batch", {
            flow: batch.flow ?? "",
            index: batch.index ?? 0,
            direction: say(batch.direction === "sent" ? "sentWord" : "receivedWord"),
          })}
        </Text>
      )}
      {report.waitsFor === undefined ? null : (
        <Text size="sm" mt={4} role="status">
          {say("waitsFor", { what: report.waitsFor })}
        </Text>
      )}
    </Section>
  );
}
