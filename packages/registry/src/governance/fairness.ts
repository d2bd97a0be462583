import { sql } from "kysely";
import { ENDED_BY_PERSON } from "../rights/unlink.ts";
import type { Session } from "../store/store.ts";

const GROUPINGS = ["sex", "ageBand", "site"] as const;
type Grouping = (typeof GROUPINGS)[number];

/** How the registry treats a group of the agency's own persons; all are counts of persons or of pairs of theirs. */
export interface FairnessRow {
  readonly by: Grouping;
  /** `female`, `under18`, `SS0707`; `notKnown` where it is not. A site is the first six characters of the P-code. */
  readonly group: string;
  readonly persons: number;
  readonly links: number;
  /** Links that staff undid: false ones found later. Those that a person ended by withdrawing are not among them. */
  readonly linksUndone: number;
  readonly duplicatesRestored: number;
  /** Active persons of whom no fingerprint is held, and those whose best one is of poor quality. */
  readonly withoutFingerprint: number;
  readonly poorFingerprint: number;
  /** Pairs that biography alone would link and fingerprints alone would not. */
  readonly fingerprintRejections: number;
  /** Pairs that people decided against what fingerprints alone said. */
  readonly overrides: number;
  /** Active persons who were in no exchange: without consent, restricted, out of scope or excluded. */
  readonly neverShared: number;
}

/** Best quality below this, of 100, is poor. */
const POOR_QUALITY = 40;

/** By sex, age band at an instant (ISO 8601 in UTC) and site, in that order. */
export async function fairness(
  session: Session,
  { agency, now }: { readonly agency: string; readonly now: string },
): Promise<readonly FairnessRow[]> {
  const year = Number(now.slice(0, 4));
  const { rows } = await sql<FairnessRow>`
    with own as (
      select p.id, p.status = 'active' as active, coalesce(p.sex, 'notKnown') as sex,
        case when p.birth_year is null then 'notKnown'
             when ${year}::int - p.birth_year < 18 then 'under18'
             when ${year}::int - p.birth_year < 60 then 'from18to59' else 'from60' end as age_band,
        coalesce(substr(p.location_pcode, 1, 6), 'notKnown') as site
      from person p where p.holder = ${agency} and p.status <> 'erased'
    ),
    linked as (
      select person, count(*) as made,
        count(*) filter (where undone_at is not null and undone_by is distinct from ${ENDED_BY_PERSON}) as undone
      from link group by person
    ),
    restored as (select duplicate as person, count(*) as times from duplicate where undone_at is not null group by 1),
    fingers as (select person, max(quality) as best from fingerprint group by person),
    judged as (
      select m.person,
        count(*) filter (where r.evidence->'alone'->>'biography' = 'link'
          and r.evidence->'alone'->>'fingerprints' = 'none' and r.evidence->'fingerprintScore' is not null) as rejections,
        count(*) filter (where r.decided_by not in ('policy', ${ENDED_BY_PERSON})
          and r.evidence->'fingerprintScore' is not null
          and ((r.decision = 'link' and r.evidence->'alone'->>'fingerprints' = 'none')
            or (r.decision = 'none' and r.evidence->'alone'->>'fingerprints' = 'link'))) as overrides
      from pair_result r join exchange_member m on m.exchange = r.exchange and m.ref = r.own_ref
      group by m.person
    ),
    shared as (select distinct person from exchange_member),
    flagged as (
      select own.*, coalesce(linked.made, 0) as made, coalesce(linked.undone, 0) as undone,
        coalesce(restored.times, 0) as restored, fingers.best,
        coalesce(judged.rejections, 0) as rejections, coalesce(judged.overrides, 0) as overrides,
        shared.person is not null as was_shared
      from own left join linked on linked.person = own.id left join restored on restored.person = own.id
      left join fingers on fingers.person = own.id left join judged on judged.person = own.id
      left join shared on shared.person = own.id
    )
    select
      case when grouping(sex) = 0 then 'sex' when grouping(age_band) = 0 then 'ageBand' else 'site' end as by,
      coalesce(sex, age_band, site) as "group",
      count(*)::int as persons, sum(made)::int as links, sum(undone)::int as "linksUndone",
      sum(restored)::int as "duplicatesRestored",
      count(*) filter (where active and best is null)::int as "withoutFingerprint",
      count(*) filter (where active and best < ${POOR_QUALITY}::int)::int as "poorFingerprint",
      sum(rejections)::int as "fingerprintRejections", sum(overrides)::int as overrides,
      count(*) filter (where active and not was_shared)::int as "neverShared"
    from flagged group by grouping sets ((sex), (age_band), (site))
    order by grouping(sex), grouping(age_band), 2`.execute(session.db);
  return rows;
}
