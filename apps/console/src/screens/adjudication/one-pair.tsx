import { Button, Grid, Group, Text } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { useMutation, useQuery } from "@tanstack/react-query";
import { api } from "../../api/client.ts";
import { useFormat } from "../../language/format.ts";
import { useTerm, useWords } from "../../language/words.ts";
import { Reading } from "../../parts/reading.tsx";
import { Section } from "../../parts/section.tsx";
import { Standing } from "../../parts/standing.tsx";
import { ProblemNote } from "../../parts/states.tsx";
import { useMay } from "../../session/me.ts";
import { EvidenceShown } from "./evidence.tsx";
import { pairQuery } from "./reading.ts";
import { SideBySide } from "./side-by-side.tsx";
import { adjudicationWords } from "./words.ts";

const VERDICTS = ["same", "different", "cannotTell"] as const;
type Verdict = (typeof VERDICTS)[number];
const COLOURS: Readonly<Record<Verdict, string>> = { same: "teal", different: "orange", cannotTell: "gray" };

/** Two persons, what speaks for and against, and the answer; the keyboard does it all. */
export function OnePair({
  id,
  blind,
  place,
  onNext,
  onPrevious,
  onAnswered,
}: {
  readonly id: string;
  readonly blind: boolean;
  readonly place: string;
  readonly onNext: () => void;
  readonly onPrevious: () => void;
  readonly onAnswered: () => void;
}) {
  const say = useWords(adjudicationWords);
  const label = useTerm(adjudicationWords);
  const format = useFormat();
  const may = useMay();
  const pair = useQuery(pairQuery(id));
  const decide = useMutation({
    mutationFn: (verdict: Verdict) =>
      api.POST("/api/duplicates/decide", { body: { id, verdict, by: "console" } }),
    onSuccess: onAnswered,
  });
  const answer = (verdict: Verdict) => {
    if (may("duplicate.decide") && !decide.isPending) decide.mutate(verdict);
  };
  useHotkeys([
    ["s", () => answer("same")],
    ["d", () => answer("different")],
    ["c", () => answer("cannotTell")],
    ["n", onNext],
    ["p", onPrevious],
  ]);
  return (
    <Reading query={pair}>
      {(told) => (
        <>
          <Group justify="space-between" mb="sm" gap="xs">
            <Group gap="xs">
              <Text fw={600}>{place}</Text>
              <Standing tone="quiet">
                {told.kind === "own" ? say("own") : say("partner", { partner: told.pair.partner ?? "" })}
              </Standing>
              {told.labels.length === 0 || blind ? null : (
                <Text size="sm" c="dimmed">
                  {say("labels", { labels: told.labels.map(label).join(", ") })}
                </Text>
              )}
            </Group>
            <Group gap="xs">
              <Button size="compact-sm" variant="default" onClick={onPrevious}>
                {say("previous")}
              </Button>
              <Button size="compact-sm" variant="default" onClick={onNext}>
                {say("next")}
              </Button>
            </Group>
          </Group>
          {decide.isError ? <ProblemNote error={decide.error} /> : null}
          {may("duplicate.decide") ? (
            <Group gap="sm" mb="sm">
              {VERDICTS.map((verdict) => (
                <Button
                  key={verdict}
                  color={COLOURS[verdict]}
                  variant={verdict === "cannotTell" ? "light" : "filled"}
                  autoContrast
                  onClick={() => answer(verdict)}
                  loading={decide.isPending && decide.variables === verdict}
                >
                  {say(verdict)}
                </Button>
              ))}
              <Text size="xs" c="dimmed" visibleFrom="sm">
                {say("keys")}
              </Text>
            </Group>
          ) : null}
          <Grid gap="md">
            <Grid.Col span={{ base: 12, lg: 7 }}>
              <SideBySide pair={told} />
            </Grid.Col>
            <Grid.Col span={{ base: 12, lg: 5 }}>
              <Section
                title={say("evidence")}
                {...(blind
                  ? {}
                  : { lead: say("probability", { percent: format.percent(told.probability) }) })}
              >
                {blind ? <Text c="dimmed">{say("hidden")}</Text> : <EvidenceShown evidence={told.evidence} />}
              </Section>
            </Grid.Col>
          </Grid>
        </>
      )}
    </Reading>
  );
}
