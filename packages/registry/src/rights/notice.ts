import { sql } from "kysely";
import type { RegistryContext } from "../context.ts";
import { splitTags } from "../node/ledger-subjects.ts";
import { chunks, groupBy, recordset } from "../store/recordset.ts";
import type { Session } from "../store/store.ts";

/** `withdrawal` and `erasure` ask a partner to erase; `restoration` says that a person consents again. */
export type NoticeKind = "withdrawal" | "erasure" | "restoration";

/** What a partner has still to be told, or has confirmed, of persons under one agreement, by their pseudonyms there. */
export interface RightsNotice {
  readonly id: string;
  readonly partner: string;
  /** Digest of the agreement under which the partner was given data. */
  readonly agreement: string;
  readonly kind: NoticeKind;
  readonly refs: readonly string[];
  readonly persons: readonly string[];
  readonly madeAt: string;
  readonly takenAt: string | undefined;
  /** The partner's signed certificate, where one was asked for and came. */
  readonly certificate: string | undefined;
  /** Whom the ledger's entry of the partner's answer will concern, where their keys existed when it was bound. */
  readonly concerned: NoticeSubjects | undefined;
}

/** What the ledger says of an entry's subjects, and their tags in it: 32 bytes each, ascending. */
export interface NoticeSubjects {
  readonly subjects: unknown;
  readonly tags: readonly Uint8Array[];
}

/** Pseudonyms that one notice may name. */
export const REFS_A_NOTICE = 2000;

/**
 * Writes down what partners must be told: one notice for each partner and agreement under which these files were
 * disclosed (to one recipient and purpose, where given). To be called before pins are deleted, in the same transaction
 * as what it tells of, so that nobody is erased here and forgotten there.
 * @returns the partners who must be told
 */
export async function putNotices(
  session: Session,
  context: RegistryContext,
  notice: {
    readonly kind: NoticeKind;
    readonly files: readonly string[];
    readonly recipient?: string | undefined;
    readonly purpose?: string | undefined;
  },
): Promise<readonly string[]> {
  const { rows } = await sql<{ partner: string; agreement: string; ref: string; person: string }>`
    select distinct t.recipient as partner, t.agreement_digest as agreement, m.ref, d.person
    from disclosure d
    join disclosure_terms t
      on t.exchange = d.exchange and t.tier = d.tier and t.agreement_digest = d.agreement_digest
    join exchange_member m on m.exchange = d.exchange and m.person = d.person
    where d.person = any(${notice.files}::uuid[])
      and ${notice.recipient === undefined ? sql`true` : sql`t.recipient = ${notice.recipient}`}
      and ${notice.purpose === undefined ? sql`true` : sql`t.purpose = ${notice.purpose}`}
    order by 1, 2, 3`.execute(session.db);
  const madeAt = context.now();
  const made = [...groupBy(rows, (row) => `${row.partner}/${row.agreement}`).values()].flatMap((group) =>
    [...chunks(group, REFS_A_NOTICE)].map((some) => ({
      id: context.newId(),
      partner: some[0]!.partner,
      agreement: some[0]!.agreement,
      refs: some.map((row) => row.ref),
      persons: [...new Set(some.map((row) => row.person))],
    })),
  );
  if (made.length > 0) {
    await sql`
      insert into rights_notice (id, partner, agreement, kind, purpose, refs, persons, made_at)
      select id, partner, agreement, ${notice.kind}, ${notice.purpose ?? null}, refs,
             (select array_agg(each::uuid) from jsonb_array_elements_text(persons) each), ${madeAt}
      from ${recordset(made, "made", {
        id: "uuid",
        partner: "text",
        agreement: "text",
        refs: "jsonb",
        persons: "jsonb",
      })}`.execute(session.db);
  }
  return [...new Set(made.map((each) => each.partner))];
}

/** Notices that a partner has not taken yet, in the order in which they were made; of one partner where given. */
export async function untakenNotices(
  session: Session,
  selection: { readonly partner?: string | undefined } = {},
): Promise<readonly RightsNotice[]> {
  const { rows } = await sql<NoticeRow>`
    select ${COLUMNS} from rights_notice
    where taken_at is null and ${selection.partner === undefined ? sql`true` : sql`partner = ${selection.partner}`}
    order by made_at, id limit 1000`.execute(session.db);
  return rows.map(noticeOf);
}

/** Notices that concern these files, the latest first. */
export async function noticesOf(
  session: Session,
  files: readonly string[],
): Promise<readonly RightsNotice[]> {
  const { rows } = await sql<NoticeRow>`
    select ${COLUMNS} from rights_notice where persons && ${files}::uuid[] order by made_at desc, id`.execute(
    session.db,
  );
  return rows.map(noticeOf);
}

export async function takeNotice(
  session: Session,
  taken: { readonly id: string; readonly at: string; readonly certificate: string | undefined },
): Promise<void> {
  await sql`
    update rights_notice set taken_at = ${taken.at}, certificate = ${taken.certificate ?? null}
    where id = ${taken.id} and taken_at is null`.execute(session.db);
}

/** Notices about these files that nobody bound to their persons yet. */
export async function unboundNotices(
  session: Session,
  files: readonly string[],
): Promise<readonly Pick<RightsNotice, "id" | "persons">[]> {
  const { rows } = await sql<{ id: string; persons: readonly string[] }>`
    select id, persons::text[] as persons from rights_notice
    where taken_at is null and subjects is null and persons && ${files}::uuid[]`.execute(session.db);
  return rows;
}

export async function bindNotice(session: Session, notice: string, concerned: NoticeSubjects): Promise<void> {
  await sql`
    update rights_notice set subjects = ${JSON.stringify(concerned.subjects)}::jsonb,
      subject_tags = ${Buffer.concat(concerned.tags)}
    where id = ${notice}`.execute(session.db);
}

interface NoticeRow {
  readonly id: string;
  readonly partner: string;
  readonly agreement: string;
  readonly kind: NoticeKind;
  readonly refs: readonly string[];
  readonly persons: readonly string[];
  readonly made_at: string;
  readonly taken_at: string | null;
  readonly certificate: string | null;
  readonly subjects: unknown;
  readonly subject_tags: Uint8Array | null;
}

const COLUMNS = sql.raw(
  "id, partner, agreement, kind, refs, persons::text[] as persons, made_at, taken_at, certificate, subjects, subject_tags",
);

function noticeOf(row: NoticeRow): RightsNotice {
  const { id, partner, agreement, kind, refs, persons } = row;
  return {
    id,
    partner,
    agreement,
    kind,
    refs,
    persons,
    madeAt: row.made_at,
    takenAt: row.taken_at ?? undefined,
    certificate: row.certificate ?? undefined,
    concerned:
      row.subject_tags === null
        ? undefined
        : { subjects: row.subjects, tags: splitTags(new Uint8Array(row.subject_tags)) },
  };
}
