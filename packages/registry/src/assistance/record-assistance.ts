import { AssistanceCycle, AssistanceKind, type AssistanceNote } from "@accord/vocabulary";
import { sql } from "kysely";
import type { RegistryContext } from "../context.ts";
import { groupBy, recordset } from "../store/recordset.ts";
import type { Session } from "../store/store.ts";

/** A person as a distribution list names them: any of these identifiers, by issuer and kind where given. */
export interface ListedPerson {
  readonly identifiers: readonly {
    readonly issuer?: string | undefined;
    readonly kind?: string | undefined;
    readonly value: string;
  }[];
}

/** One line of what was, or is to be, distributed. */
export interface AssistanceLine extends ListedPerson {
  readonly kind: AssistanceKind;
  readonly programme: string;
  readonly cycle: AssistanceCycle;
  /** `YYYY-MM-DD`; undefined where it was not handed out yet. */
  readonly receivedOn?: string | undefined;
  /** True where it is for the household of the person who collects it. */
  readonly forHousehold: boolean;
}

export type AssistanceOutcome =
  | { readonly kind: "recorded" | "unchanged"; readonly person: string }
  | { readonly kind: "rejected"; readonly code: string; readonly reason: string };

/**
 * Puts on own persons' files what assistance they had; the same line again is `unchanged`, and a day of receipt that
 * comes later is added. The n-th outcome is the n-th line's.
 */
export async function recordAssistance(
  session: Session,
  context: RegistryContext,
  lines: readonly AssistanceLine[],
): Promise<readonly AssistanceOutcome[]> {
  return session.transaction(async (transaction) => {
    const found = await findListed(transaction, context.agency, lines);
    const recordedAt = context.now();
    const rows = lines.flatMap((line, index) => {
      const person = found[index]!;
      const fault = typeof person === "string" ? badLine(line) : undefined;
      if (typeof person !== "string" || fault !== undefined) return [];
      return [
        {
          index,
          id: context.newId(),
          person,
          kind: line.kind,
          programme: line.programme,
          cycle_from: line.cycle.from,
          cycle_until: line.cycle.until,
          received_on: line.receivedOn ?? null,
          for_household: line.forHousehold,
        },
      ];
    });
    const keyOf = (row: {
      person: string;
      kind: string;
      programme: string;
      cycle_from: string;
      cycle_until: string;
    }) => [row.person, row.kind, row.programme, row.cycle_from, row.cycle_until].join("|");
    // Of two lines that say the same the one with a day of receipt counts: one statement cannot change a row twice.
    const distinct = [...groupBy(rows, keyOf).values()].map(
      (same) => same.find((row) => row.received_on !== null) ?? same[0]!,
    );
    const changed = await sql<Parameters<typeof keyOf>[0]>`
      insert into assistance as held
        (id, person, household, kind, programme, cycle_from, cycle_until, received_on, source, recorded_at)
      select given.id, given.person, case when given.for_household then p.household_id end, given.kind,
             given.programme, given.cycle_from, given.cycle_until, given.received_on, ${context.agency}, ${recordedAt}
      from ${recordset(distinct, "given", {
        id: "uuid",
        person: "uuid",
        kind: "text",
        programme: "text",
        cycle_from: "text",
        cycle_until: "text",
        received_on: "text",
        for_household: "boolean",
      })} join person p on p.id = given.person
      on conflict (person, kind, programme, cycle_from, cycle_until) do update
        set received_on = coalesce(excluded.received_on, held.received_on)
        where excluded.received_on is not null and held.received_on is distinct from excluded.received_on
      returning person, kind, programme, cycle_from, cycle_until`.execute(transaction.db);
    const fresh = new Set(changed.rows.map(keyOf));
    const byIndex = new Map(rows.map((row) => [row.index, row]));
    return lines.map((line, index): AssistanceOutcome => {
      const person = found[index]!;
      if (typeof person !== "string") return person;
      const row = byIndex.get(index);
      if (row === undefined) return badLine(line)!;
      // The first line that says it is what was recorded; one that says it again changed nothing.
      return { kind: fresh.delete(keyOf(row)) ? "recorded" : "unchanged", person };
    });
  });
}

/** The own person of each line, or why there is none. Persons who were merged away stand for the one who is kept. */
export async function findListed(
  session: Session,
  agency: string,
  lines: readonly ListedPerson[],
): Promise<readonly (string | Extract<AssistanceOutcome, { kind: "rejected" }>)[]> {
  const values = [...new Set(lines.flatMap((line) => line.identifiers.map((each) => each.value)))];
  const { rows } = await sql<{ value: string; kind: string; issuer: string; person: string }>`
    select i.value, i.kind, i.issuer, p.view_of as person from identifier i join person p on p.id = i.person
    where p.holder = ${agency} and p.status <> 'erased' and i.value = any(${values}::text[])`.execute(
    session.db,
  );
  const holders = groupBy(rows, (row) => row.value);
  return lines.map((line) => {
    for (const { value, kind, issuer } of line.identifiers) {
      const matching = (holders.get(value) ?? []).filter(
        (one) => (kind ?? one.kind) === one.kind && (issuer ?? one.issuer) === one.issuer,
      );
      const persons = new Set(matching.map((one) => one.person));
      if (persons.size === 1) return matching[0]!.person;
      if (persons.size > 1)
        return rejected(
          "assistance.ambiguous_person",
          "identifier: several persons have it; give a person's own number",
        );
    }
    return rejected("assistance.unknown_person", "identifier: nobody has it here");
  });
}

function badLine({ kind, programme, cycle, receivedOn }: AssistanceLine) {
  if (!AssistanceKind.safeParse(kind).success)
    return rejected("assistance.bad_kind", "kind: not one of the list");
  if (programme === "" || programme.length > 80)
    return rejected("assistance.bad_programme", "programme: must have 1 to 80 characters");
  if (!AssistanceCycle.safeParse(cycle).success)
    return rejected("assistance.bad_cycle", "cycle: two days, the first not after the last");
  if (receivedOn !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(receivedOn))
    return rejected("assistance.bad_date", "receivedOn: must be YYYY-MM-DD");
  return undefined;
}

function rejected(code: string, reason: string): Extract<AssistanceOutcome, { kind: "rejected" }> {
  return { kind: "rejected", code, reason };
}

/** One line of assistance as it stands on a file. */
export interface HeldAssistance extends AssistanceNote {
  readonly person: string;
  readonly programme: string;
  readonly forHousehold: boolean;
  readonly source: string;
  readonly recordedAt: string;
}

/** What assistance is on these files, newest cycle first. */
export async function assistanceOf(
  session: Session,
  files: readonly string[],
): Promise<readonly HeldAssistance[]> {
  const { rows } = await sql<AssistanceRow>`
    select ${COLUMNS} from assistance a where person = any(${files}::uuid[]) order by cycle_from desc, kind, id`.execute(
    session.db,
  );
  return rows.map(heldOf);
}

/**
 * Assistance of a kind whose cycle overlaps, of each person: their own, and with `households` what any member has for the
 * household. `person` of a line is the person asked about.
 */
export async function assistanceOverlapping(
  session: Session,
  asked: {
    readonly persons: readonly string[];
    readonly kind: AssistanceKind;
    readonly cycle: AssistanceCycle;
    readonly households: boolean;
  },
): Promise<readonly HeldAssistance[]> {
  const { persons, kind, cycle, households } = asked;
  const { rows } = await sql<AssistanceRow>`
    select distinct on (p.id, a.id) p.id as person, a.kind, a.programme, a.cycle_from, a.cycle_until, a.received_on,
           a.household, a.source, a.recorded_at
    from person p
    join person file on file.view_of = p.id
    join assistance a on a.person = file.id
      or (${households} and a.household is not null and a.household = p.household_id)
    where p.id = any(${persons}::uuid[]) and a.kind = ${kind}
      and a.cycle_from <= ${cycle.until} and a.cycle_until >= ${cycle.from}
    order by p.id, a.id`.execute(session.db);
  return rows.map(heldOf);
}

interface AssistanceRow {
  readonly person: string;
  readonly kind: AssistanceKind;
  readonly programme: string;
  readonly cycle_from: string;
  readonly cycle_until: string;
  readonly received_on: string | null;
  readonly household: string | null;
  readonly source: string;
  readonly recorded_at: string;
}

const COLUMNS = sql.raw(
  "a.person, a.kind, a.programme, a.cycle_from, a.cycle_until, a.received_on, a.household, a.source, a.recorded_at",
);

function heldOf(row: AssistanceRow): HeldAssistance {
  return {
    person: row.person,
    kind: row.kind,
    programme: row.programme,
    from: row.cycle_from,
    until: row.cycle_until,
    ...(row.received_on === null ? {} : { on: row.received_on }),
    forHousehold: row.household !== null,
    source: row.source,
    recordedAt: row.recorded_at,
  };
}

/** The household in which each person lives now; persons who live in none are absent. */
export async function householdsOf(
  session: Session,
  persons: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ person: string; household: string }>`
    select id as person, household_id as household from person
    where id = any(${persons}::uuid[]) and household_id is not null`.execute(session.db);
  return new Map(rows.map((row) => [row.person, row.household]));
}
