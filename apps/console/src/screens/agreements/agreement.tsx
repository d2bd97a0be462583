import { Button, Tabs } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { download } from "../../api/client.ts";
import { useFormat } from "../../language/format.ts";
import { useWords } from "../../language/words.ts";
import { LinkTo } from "../../parts/link-to.tsx";
import { Page } from "../../parts/page.tsx";
import { Prose } from "../../parts/prose.tsx";
import { Reading } from "../../parts/reading.tsx";
import { Section } from "../../parts/section.tsx";
import { Standing } from "../../parts/standing.tsx";
import { ProblemNote } from "../../parts/states.tsx";
import { Assessment } from "./assessment.tsx";
import { Life } from "./life.tsx";
import { Matrix } from "./matrix.tsx";
import { Overview } from "./overview.tsx";
import { agreementQuery } from "./reading.ts";
import { Use } from "./use.tsx";
import { agreementWords } from "./words.ts";

export function Agreement() {
  const { digest } = useParams({ strict: false }) as { digest: string };
  const say = useWords(agreementWords);
  const format = useFormat();
  const agreement = useQuery(agreementQuery(digest, format.language));
  const pdf = useMutation({
    mutationFn: () =>
      download(
        `/api/agreements/${digest}/pdf?language=${format.language}`,
        `agreement-${digest.slice(0, 12)}.pdf`,
      ),
  });
  return (
    <Page
      title={agreement.data?.agreement.title ?? say("title")}
      lead={<LinkTo to="/agreements">{say("back")}</LinkTo>}
      actions={
        <>
          {agreement.data === undefined ? null : (
            <Standing tone={agreement.data.standing.inForce ? "good" : "attention"}>
              {say(agreement.data.standing.inForce ? "inForce" : "notInForce")}
            </Standing>
          )}
          <Button variant="default" onClick={() => pdf.mutate()} loading={pdf.isPending}>
            {say("pdf")}
          </Button>
        </>
      }
    >
      {pdf.isError ? <ProblemNote error={pdf.error} /> : null}
      <Reading query={agreement}>
        {(told) => (
          <>
            <Overview of={told} />
            <Tabs defaultValue="matrix" keepMounted={false}>
              <Tabs.List mb="md">
                <Tabs.Tab value="matrix">{say("matrix")}</Tabs.Tab>
                <Tabs.Tab value="text">{say("text")}</Tabs.Tab>
                <Tabs.Tab value="use">{say("use")}</Tabs.Tab>
                <Tabs.Tab value="assessment">{say("assessment")}</Tabs.Tab>
                <Tabs.Tab value="life">{say("life")}</Tabs.Tab>
              </Tabs.List>
              <Tabs.Panel value="matrix">
                <Matrix agreement={told.agreement} />
              </Tabs.Panel>
              <Tabs.Panel value="text">
                <Section title={say("text")}>
                  <Prose text={told.text} />
                </Section>
              </Tabs.Panel>
              <Tabs.Panel value="use">
                <Use digest={digest} />
              </Tabs.Panel>
              <Tabs.Panel value="assessment">
                <Assessment digest={digest} />
              </Tabs.Panel>
              <Tabs.Panel value="life">
                <Life of={told} />
              </Tabs.Panel>
            </Tabs>
          </>
        )}
      </Reading>
    </Page>
  );
}
