import { Grid, Text } from "@mantine/core";
import { useFormat } from "../../language/format.ts";
import { purposes } from "../../language/terms/purposes.ts";
import { useTerm, useWords } from "../../language/words.ts";
import { Facts } from "../../parts/facts.tsx";
import { CodeText, Given } from "../../parts/given.tsx";
import { Section } from "../../parts/section.tsx";
import type { Agreement } from "./reading.ts";
import { agreementWords } from "./words.ts";

export interface Told {
  readonly agreement: Agreement;
  readonly signed: string;
  readonly standing: {
    readonly digest: string;
    readonly phase: string;
    readonly inForce: boolean;
    readonly validFrom: string;
    readonly validUntil: string;
    readonly parties: readonly {
      readonly party: string;
      readonly signedAt?: string | undefined;
      readonly required: number;
      readonly signatures: readonly unknown[];
    }[];
    readonly events: readonly unknown[];
    readonly duties: readonly unknown[];
  };
}

/** Who, for what, where, until when: what one must know before the clauses. */
export function Overview({ of: { agreement, standing } }: { readonly of: Told }) {
  const say = useWords(agreementWords);
  const term = useTerm(purposes);
  const format = useFormat();
  return (
    <Grid gap="md">
      <Grid.Col span={{ base: 12, md: 6 }}>
        <Section title={say("parties")}>
          <Facts
            of={standing.parties.map(({ party, signedAt, required, signatures }) => [
              party,
              <span key={party}>
                <Given text={agreement.parties.find(({ id }) => id === party)?.name} />
                <Text size="xs" c="dimmed">
                  {say("signatures", { signed: signatures.length, required })} ·{" "}
                  {signedAt === undefined
                    ? say("unsigned")
                    : say("signedOn", { moment: format.moment(signedAt) })}
                </Text>
              </span>,
            ])}
          />
        </Section>
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 6 }}>
        <Section title={say("covers")}>
          <Facts
            of={[
              [say("purposes"), agreement.purposes.map(term).join(" · ")],
              [say("places"), agreement.scope.places.map((place) => <CodeText key={place} text={place} />)],
              [say("validFrom"), format.day(standing.validFrom)],
              [say("validUntil"), format.day(standing.validUntil)],
              [
                say("matcher"),
                `${agreement.matching.by} · ${say("thresholds", { link: format.percent(agreement.matching.policy.linkFrom), ask: format.percent(agreement.matching.policy.adjudicateFrom) })}`,
              ],
              [say("breach"), say("hours", { count: agreement.breachNoticeHours })],
            ]}
          />
        </Section>
      </Grid.Col>
    </Grid>
  );
}
