import { Alert, Grid, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useFormat } from "../../language/format.ts";
import { purposes } from "../../language/terms/purposes.ts";
import { useTerm, useWords } from "../../language/words.ts";
import { Facts } from "../../parts/facts.tsx";
import { CodeText, Given } from "../../parts/given.tsx";
import { LinkTo } from "../../parts/link-to.tsx";
import { Page } from "../../parts/page.tsx";
import { Reading } from "../../parts/reading.tsx";
import { Section } from "../../parts/section.tsx";
import { Standing } from "../../parts/standing.tsx";
import { PurposeGate } from "../../session/purpose.tsx";
import { Consents } from "./consents.tsx";
import { Disclosures } from "./disclosures.tsx";
import { Fingerprints } from "./fingerprints.tsx";
import { Household } from "./household.tsx";
import { Links } from "./links.tsx";
import { type PersonFile as File, personQuery } from "./person.ts";
import { Values } from "./values.tsx";
import { peopleWords } from "./words.ts";

export function PersonFile() {
  const { id } = useParams({ strict: false }) as { id: string };
  const say = useWords(peopleWords);
  return (
    <Page title={say("file")} lead={<LinkTo to="/people">{say("back")}</LinkTo>}>
      <PurposeGate>{(purpose) => <Opened id={id} purpose={purpose} />}</PurposeGate>
    </Page>
  );
}

function Opened({ id, purpose }: { readonly id: string; readonly purpose: string }) {
  const file = useQuery(personQuery(id, purpose));
  return (
    <Reading query={file}>
      {(person) => (
        <>
          <Who person={person} purpose={purpose} />
          <Grid gap="md">
            <Grid.Col span={{ base: 12, lg: 7 }}>
              <Values person={person} />
              <Disclosures person={person} />
            </Grid.Col>
            <Grid.Col span={{ base: 12, lg: 5 }}>
              <Household person={person} />
              <Links person={person} purpose={purpose} />
              <Fingerprints person={person} />
              <Consents person={person} purpose={purpose} />
            </Grid.Col>
          </Grid>
        </>
      )}
    </Reading>
  );
}

function Who({ person, purpose }: { readonly person: File; readonly purpose: string }) {
  const say = useWords(peopleWords);
  const term = useTerm(purposes);
  const format = useFormat();
  const name = person.current["person.name"]?.value as { parts?: readonly string[] } | undefined;
  return (
    <Section
      title={name?.parts?.join(" ") ?? say("unknownName")}
      aside={
        <Standing tone={person.status === "active" ? "good" : "quiet"}>
          {say(person.status as "active")}
        </Standing>
      }
    >
      {person.restricted ? (
        <Alert color="orange" mb="sm">
          {say("restrictedFile")}
        </Alert>
      ) : null}
      {person.protectLocation ? (
        <Alert color="orange" mb="sm">
          {say("protectedPlace")}
        </Alert>
      ) : null}
      <Facts
        of={[
          [
            say("identifiers"),
            <Stack gap={2} key="numbers">
              {person.identifiers.map(({ issuer, kind, value }) => (
                <Text size="sm" key={`${issuer}${kind}${value}`} component="span">
                  <CodeText text={value} /> <Given text={`${issuer} · ${kind}`} />
                </Text>
              ))}
            </Stack>,
          ],
          person.registeredAt === undefined
            ? undefined
            : [say("registered"), format.day(person.registeredAt)],
          person.programme === undefined
            ? undefined
            : [say("programme"), <Given key="programme" text={person.programme} />],
          [say("holder"), person.holder],
        ]}
      />
      <Text size="xs" c="dimmed" mt="xs">
        {say("asked", { purpose: term(purpose) })}
      </Text>
    </Section>
  );
}
