import { Button, Switch, Tabs, Text } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../api/client.ts";
import { useWords } from "../../language/words.ts";
import { Page } from "../../parts/page.tsx";
import { Reading } from "../../parts/reading.tsx";
import { Empty, ProblemNote } from "../../parts/states.tsx";
import { useMay } from "../../session/me.ts";
import { Decided } from "./decided.tsx";
import { OnePair } from "./one-pair.tsx";
import { duplicatesQuery } from "./reading.ts";
import { adjudicationWords } from "./words.ts";

/** Pairs that wait for a human, one at a time; and what was decided, which can be undone. */
export function Adjudication() {
  const say = useWords(adjudicationWords);
  const may = useMay();
  const client = useQueryClient();
  const duplicates = useQuery(duplicatesQuery);
  const [at, setAt] = useState(0);
  const [blind, setBlind] = useLocalStorage({ key: "accord.blind", defaultValue: false });
  const find = useMutation({
    mutationFn: async () => (await api.POST("/api/duplicates/find")).data,
    onSuccess: () => client.invalidateQueries({ queryKey: duplicatesQuery.queryKey }),
  });
  return (
    <Page
      title={say("title")}
      lead={say("lead")}
      actions={
        may("duplicate.find") ? (
          <Button variant="light" onClick={() => find.mutate()} loading={find.isPending}>
            {say("findDuplicates")}
          </Button>
        ) : null
      }
    >
      {find.isError ? <ProblemNote error={find.error} /> : null}
      {find.data === undefined ? null : (
        <Text role="status" mb="sm">
          {say("found", { found: find.data.found, waiting: find.data.waiting })}
        </Text>
      )}
      <Reading query={duplicates}>
        {({ waiting, decided }) => {
          const index = Math.min(at, waiting.length - 1);
          const pair = waiting[index];
          return (
            <Tabs defaultValue="waiting" keepMounted={false}>
              <Tabs.List mb="md">
                <Tabs.Tab value="waiting">{say("queue", { count: waiting.length })}</Tabs.Tab>
                <Tabs.Tab value="decided">{say("decidedTab", { count: decided.length })}</Tabs.Tab>
              </Tabs.List>
              <Tabs.Panel value="waiting">
                <Switch
                  size="sm"
                  mb="sm"
                  label={say("blind")}
                  checked={blind}
                  onChange={(event) => setBlind(event.currentTarget.checked)}
                />
                {pair === undefined ? (
                  <Empty what={say("none")} next={say("noneNext")} />
                ) : (
                  <OnePair
                    key={pair.id}
                    id={pair.id}
                    blind={blind}
                    place={`${index + 1} / ${waiting.length}`}
                    onNext={() => setAt((index + 1) % waiting.length)}
                    onPrevious={() => setAt((index - 1 + waiting.length) % waiting.length)}
                    onAnswered={() => void client.invalidateQueries({ queryKey: duplicatesQuery.queryKey })}
                  />
                )}
              </Tabs.Panel>
              <Tabs.Panel value="decided">
                <Decided rows={decided} />
              </Tabs.Panel>
            </Tabs>
          );
        }}
      </Reading>
    </Page>
  );
}
