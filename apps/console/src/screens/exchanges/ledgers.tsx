import { Button, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { api } from "../../api/client.ts";
import { useWords } from "../../language/words.ts";
import { Section } from "../../parts/section.tsx";
import { Standing } from "../../parts/standing.tsx";
import { ProblemNote } from "../../parts/states.tsx";
import { useMay } from "../../session/me.ts";
import type { Report } from "./reading.ts";
import { exchangeWords } from "./words.ts";

/** Holds this node's entries of the exchange against the partner's, each proven. */
export function Ledgers({ report }: { readonly report: Report }) {
  const say = useWords(exchangeWords);
  const may = useMay();
  const compare = useMutation({
    mutationFn: async () =>
      (await api.POST("/api/ledger/exchanges/{id}/compare", { params: { path: { id: report.exchange } } }))
        .data as unknown as {
        readonly agrees: boolean;
        readonly own: number;
        readonly theirs: number;
      },
  });
  if (!may("ledger.publish")) return null;
  return (
    <Section
      title={say("ledgers")}
      aside={
        <Button
          size="compact-sm"
          variant="light"
          onClick={() => compare.mutate()}
          loading={compare.isPending}
        >
          {say("compare")}
        </Button>
      }
    >
      {compare.isError ? <ProblemNote error={compare.error} /> : null}
      {compare.data === undefined ? null : (
        <>
          <Standing tone={compare.data.agrees ? "good" : "bad"}>
            {say(compare.data.agrees ? "agree" : "disagree")}
          </Standing>
          <Text size="sm" c="dimmed" mt={4}>
            {say("mine", { theirs: compare.data.theirs, ours: compare.data.own })}
          </Text>
        </>
      )}
    </Section>
  );
}
