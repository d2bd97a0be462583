import type {
  AttributeName,
  AttributeStates,
  DisclosedStatement,
  FingerprintImpression,
} from "@accord/vocabulary";
import type { NewStatement } from "../current/insert-statements.ts";
import type { NewFingerprint } from "../registration/sealed-fingerprints.ts";
import { groupBy } from "../store/recordset.ts";
import type { IncomingRecords } from "./incoming-records.ts";

/** A partner's statement as it will stand on a file, and the templates that it brought, to be sealed. */
export interface Received {
  readonly statement: NewStatement;
  readonly fingerprints: readonly NewFingerprint[];
}

/** On whose file the statements of one record go: `household` only where the person is its head. */
export interface Destination {
  readonly person: string;
  readonly household: string | undefined;
  readonly link: string | undefined;
  readonly recordedAt: string;
}

/** The statements of one record that have a place to go, each once. Pure. */
export function received(
  incoming: Pick<IncomingRecords, "agreement" | "retentionUntil">,
  statements: readonly DisclosedStatement[],
  destination: Destination,
): readonly Received[] {
  const bySubjectAndId = groupBy(statements, (statement) => `${statement.subject}/${statement.id}`);
  return [...bySubjectAndId.values()].flatMap((parts) => {
    const subject = parts[0]!.subject === "person" ? destination.person : destination.household;
    const states: AttributeStates = Object.assign({}, ...parts.map((part) => part.states));
    if (subject === undefined || Object.keys(states).length === 0) return [];
    return [filed(incoming, { ...parts[0]!, states }, subject, destination)];
  });
}

function filed(
  incoming: Pick<IncomingRecords, "agreement" | "retentionUntil">,
  statement: DisclosedStatement,
  subject: string,
  { link, recordedAt }: Destination,
): Received {
  const retention = retentionOf(incoming.retentionUntil, statement.states);
  const { states, impressions } = sealable(statement);
  return {
    statement: {
      subject,
      subject_kind: statement.subject,
      id: statement.id,
      source: statement.source,
      method: statement.method,
      asserted_at: statement.assertedAt,
      recorded_at: recordedAt,
      clock: statement.clock,
      states,
      via_link: link,
      agreement: incoming.agreement,
      retention: Object.keys(retention).length === 0 ? undefined : retention,
      retention_until: Object.values(retention).sort()[0],
    },
    fingerprints: impressions.map(({ position, quality, capturedAt, template }) => ({
      person: subject,
      source: statement.source,
      encounter: statement.id,
      position,
      quality,
      capturedAt,
      template: Buffer.from(template, "base64"),
    })),
  };
}

/** Templates never stand in a statement: it refers to the encounter under which they are sealed. */
function sealable({ id, states }: DisclosedStatement): {
  readonly states: AttributeStates;
  readonly impressions: readonly FingerprintImpression[];
} {
  const fingerprints = states["person.fingerprints"];
  if (fingerprints?.state !== "known") return { states, impressions: [] };
  return {
    states: { ...states, "person.fingerprints": { state: "known", value: { encounter: id } } },
    impressions: fingerprints.value as readonly FingerprintImpression[],
  };
}

function retentionOf(
  until: IncomingRecords["retentionUntil"],
  states: AttributeStates,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.keys(states).flatMap((name) => {
      const date = until[name as AttributeName];
      return date === undefined ? [] : [[name, date]];
    }),
  );
}
