import { AccordError, type DisclosurePlan, TIERS } from "@accord/vocabulary";
import { type RawBuilder, sql } from "kysely";
import type { RegistryContext } from "../context.ts";
import { checkPlan, planConditions } from "../disclosure/scope.ts";
import { chunks, recordset } from "../store/recordset.ts";
import type { Session } from "../store/store.ts";

/** What a later exchange will send of the own registry, in counts. */
export interface PinnedChanges {
  /** Persons pinned because something of them is new. */
  readonly persons: number;
  /** Persons of whom something changed and whom the agreement does not cover, by reason. */
  readonly withheld: Readonly<Record<string, number>>;
  /** Of the pinned ones: not linked with the partner's yet, so that they are compared. */
  readonly fresh: number;
  /** Who was covered before and is not any more. */
  readonly left: number;
  /** Decisions of people here on pairs that the partner has not been told. */
  readonly words: number;
}

const AT_ONCE = 10_000;

/** Pinned since a decision on them is to be told: nothing is said of them, and they are not compared again. */
export const ONLY_TOLD = "9223372036854775806";

interface Judged {
  readonly id: string;
  readonly reason: string | null;
  readonly told: boolean;
  readonly linked: boolean;
  readonly renewed: boolean;
  readonly said: boolean;
  readonly word: boolean;
}

/**
 * Pins the persons of whom something changed since a base, as the change sequence has them: those whom the agreement
 * covers, each with what of them is to be sent (everything of who is new to it, else what was said since), and those who
 * left its scope. Pinning an exchange again gives what was pinned first.
 * @throws AccordError `disclosure.too_many_persons`
 */
export async function pinChanges(
  session: Session,
  context: RegistryContext,
  pin: {
    readonly exchange: string;
    readonly plan: DisclosurePlan;
    readonly refOf: (person: string) => string;
    /** The base's horizon. */
    readonly since: number;
  },
): Promise<PinnedChanges> {
  const { exchange, plan, refOf, since } = pin;
  checkPlan(plan, context.agency, TIERS);
  return session.transaction(async (transaction) => {
    const { db } = transaction;
    const before = await sql<{ persons: number; withheld: PinnedChanges["withheld"] }>`
      select persons, withheld from exchange_pin where exchange = ${exchange}`.execute(db);
    const pinned = before.rows[0];
    if (pinned !== undefined) return { ...pinned, ...(await countPinned(transaction, exchange, plan)) };

    const rows = await judged(transaction, context, plan, since);
    const covered = rows.filter(
      (row) => row.reason === null && (!row.told || row.renewed || row.said || row.word),
    );
    const left = rows.filter((row) => row.reason !== null && row.told);
    if (covered.length > plan.maximumPersons) {
      throw new AccordError(
        "disclosure.too_many_persons",
        `${covered.length} persons changed, more than the ${plan.maximumPersons} that the agreement allows.`,
        { where: plan.agreement, remedy: "Amend the agreement's ceiling or narrow its scope." },
      );
    }
    const members = [
      ...covered.map((row) => ({
        person: row.id,
        ref: refOf(row.id),
        since: row.told && !row.renewed ? (row.said ? String(since) : ONLY_TOLD) : null,
        left_at: null,
        out_of_scope: false,
      })),
      ...left.map((row) => ({
        person: row.id,
        ref: refOf(row.id),
        since: null,
        left_at: context.now(),
        out_of_scope: true,
      })),
    ];
    for (const some of chunks(members, AT_ONCE)) {
      await sql`
        insert into exchange_member (exchange, ref, person, since, left_at, out_of_scope)
        select ${exchange}, ref, person, since, left_at, out_of_scope from ${recordset(some, "given", {
          ref: "text",
          person: "uuid",
          since: "bigint",
          left_at: "text",
          out_of_scope: "boolean",
        })}`.execute(db);
    }
    const withheld: Record<string, number> = {};
    for (const { reason, told } of rows) {
      if (reason !== null && !told) withheld[reason] = (withheld[reason] ?? 0) + 1;
    }
    await sql`
      insert into exchange_pin (exchange, agreement_digest, persons, withheld, recipient, purpose)
      values (${exchange}, ${plan.agreementDigest}, ${covered.length}, ${JSON.stringify(withheld)}::jsonb,
              ${plan.to}, ${plan.purpose})`.execute(db);
    return { persons: covered.length, withheld, ...(await countPinned(transaction, exchange, plan)) };
  });
}

async function countPinned(
  session: Session,
  exchange: string,
  plan: DisclosurePlan,
): Promise<Pick<PinnedChanges, "fresh" | "left" | "words">> {
  const { rows } = await sql<{ fresh: number; left: number; words: number }>`
    select
      (select count(*)::int from exchange_member m where m.exchange = ${exchange} and not out_of_scope
         and not candidate and m.since is distinct from ${ONLY_TOLD}::bigint and not ${linkedWith(plan, sql`m.person`)}) as fresh,
      (select count(*)::int from exchange_member where exchange = ${exchange} and out_of_scope) as left,
      (select count(*)::int from link_word
         where partner = ${plan.to} and agreement = ${plan.agreementDigest} and told_at is null) as words`.execute(
    session.db,
  );
  return rows[0]!;
}

/** A link with the plan's recipient stands for the person. */
export function linkedWith(
  plan: Pick<DisclosurePlan, "to" | "agreementDigest">,
  person: RawBuilder<unknown>,
): RawBuilder<boolean> {
  return sql<boolean>`exists (select 1 from link l where l.person = ${person} and l.partner = ${plan.to}
    and l.agreement = ${plan.agreementDigest} and l.undone_at is null)`;
}

async function judged(
  session: Session,
  context: RegistryContext,
  plan: DisclosurePlan,
  since: number,
): Promise<readonly Judged[]> {
  const { active, inScope, unopposed, notExcluded, covered: consents } = planConditions(plan, context.now());
  const { agency } = context;
  const ownWord = sql`s.changed >= ${since} and s.source = ${agency} and s.via_link is null`;
  const { rows } = await sql<Judged>`
    with touched as materialized (
      select s.subject as id from statement s where s.subject_kind = 'person' and ${ownWord}
      union select p.id from statement s join person p on p.household_id = s.subject and p.household_role = 'head'
        where s.subject_kind = 'household' and ${ownWord}
      union select id from person where changed >= ${since}
      union select person from consent where changed >= ${since}
      union select person from objection where changed >= ${since}
      union select person from restriction where changed >= ${since}
    ), files as materialized (
      select id from touched union select view_of from person where id in (select id from touched)
    ), candidate as materialized (
      select id from files
      union select person from link_word
        where partner = ${plan.to} and agreement = ${plan.agreementDigest} and told_at is null
      -- Whether a child is alone and whether a place is protected depends on who lives with them.
      union select p.id from person p where p.household_id in (
        select household_id from person changed where changed.changed >= ${since} and changed.household_id is not null)
    )
    select p.id,
      case when not ${active} then 'inactive'
           when not ${inScope} then 'notInScope'
           when not ${notExcluded} then 'excluded'
           when not ${consents} then 'noConsent'
           when not ${unopposed} then 'objected' end as reason,
      exists (select 1 from exchange_member m join in_step_base b on b.exchange = m.exchange
        where m.person = p.id and b.partner = ${plan.to} and b.agreement = ${plan.agreementDigest}
          and m.left_at is null and not m.candidate) as told,
      ${linkedWith(plan, sql`p.id`)} as linked,
      exists (select 1 from person file where file.view_of = p.id and (file.renewed >= ${since}
        or exists (select 1 from consent c where c.person = file.id and c.changed >= ${since})
        or exists (select 1 from objection o where o.person = file.id and o.changed >= ${since})
        or exists (select 1 from restriction r where r.person = file.id and r.changed >= ${since}))) as renewed,
      exists (select 1 from person file join statement s on s.subject = file.id
        where file.view_of = p.id and ${ownWord})
      or exists (select 1 from statement s where p.household_role = 'head' and s.subject = p.household_id
        and ${ownWord}) as said,
      exists (select 1 from link_word w where w.person = p.id and w.partner = ${plan.to}
        and w.agreement = ${plan.agreementDigest} and w.told_at is null) as word
    from person p where p.id in (select id from candidate) and p.holder = ${agency} and p.status <> 'erased'`.execute(
    session.db,
  );
  return rows;
}
