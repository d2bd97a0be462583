import { AccordError } from "@accord/vocabulary";
import { sql } from "kysely";
import type { RegistryContext } from "../context.ts";
import type { Session } from "../store/store.ts";
import { isChild } from "./age.ts";
import { personOfRights } from "./person-of-rights.ts";
import { openDetails, sealDetails } from "./sealed-details.ts";

export const CONSENT_EVENTS = ["given", "refused", "withdrawn"] as const;
type ConsentEvent = (typeof CONSENT_EVENTS)[number];

/** How it was made sure that the person had understood what was asked. */
export const UNDERSTANDING = ["repeatedInOwnWords", "answeredQuestions", "interpreterConfirmed"] as const;
type Understanding = (typeof UNDERSTANDING)[number];

/** How the person said it. */
export const EXPRESSIONS = ["signature", "mark", "witness"] as const;
type Expression = (typeof EXPRESSIONS)[number];

/** Why somebody refuses or withdraws: never asked for as a condition, so `notSaid` is among them. */
export const REFUSAL_REASONS = [
  "notSaid",
  "dataConcerns",
  "fearOfAuthorities",
  "belief",
  "noPermissionFromFamily",
  "notUnderstood",
  "other",
] as const;
type RefusalReason = (typeof REFUSAL_REASONS)[number];

/** Third persons and free words; kept sealed under the person's data key. */
interface ConsentDetails {
  readonly witness?: { readonly name: string } | undefined;
  readonly guardian?:
    | { readonly name: string; readonly relationship: string; readonly person?: string | undefined }
    | undefined;
  readonly note?: string | undefined;
}

/** What a person said to one recipient and purpose, and how it was asked. */
export interface ConsentWord {
  readonly person: string;
  readonly recipient: string;
  readonly purpose: string;
  readonly event: ConsentEvent;
  readonly textDigest?: string | undefined;
  readonly understanding?: Understanding | undefined;
  readonly expression?: Expression | undefined;
  /** The staff member who asked. */
  readonly askedBy: string;
  readonly reason?: RefusalReason | undefined;
  readonly details?: ConsentDetails | undefined;
}

export interface RecordedConsent {
  readonly recipient: string;
  readonly purpose: string;
  readonly given: boolean;
  readonly assertedAt: string;
  /** Undefined where the word came with an import, with nothing of how it was said. */
  readonly event: ConsentEvent | undefined;
  readonly language: string | undefined;
  readonly textDigest: string | undefined;
  readonly textVersion: string | undefined;
  readonly understanding: Understanding | undefined;
  readonly expression: Expression | undefined;
  readonly askedBy: string | undefined;
  readonly reason: RefusalReason | undefined;
  readonly details: ConsentDetails | undefined;
}

/**
 * Records a word of consent, from now on. A given one must say in which text it was asked, how understanding was
 * checked and how it was expressed; a child's is given by a guardian. A refusal or withdrawal asks for none of it: to say
 * no is as easy as to say yes.
 * @throws AccordError `person.unknown`, `consent.incomplete`, `consent.text_unknown`, `consent.witness_needed`, `consent.guardian_needed`
 */
export async function recordConsentWord(
  session: Session,
  context: RegistryContext,
  word: ConsentWord,
): Promise<RecordedConsent> {
  return session.transaction(async (transaction) => {
    const person = await personOfRights(transaction, word.person);
    const at = await laterThanBefore(transaction, word, context.now());
    await requireComplete(transaction, word, isChild(person.birth, at));
    const details = await sealDetails(transaction, person.id, nameOf(word, at), word.details);
    await sql`
      insert into consent (person, recipient, purpose, asserted_at, given, event, text_digest, understanding,
                           expression, asked_by, reason, by_guardian, details)
      values (${person.id}, ${word.recipient}, ${word.purpose}, ${at}, ${word.event === "given"}, ${word.event},
              ${word.textDigest ?? null}, ${word.understanding ?? null}, ${word.expression ?? null},
              ${word.askedBy}, ${word.reason ?? null}, ${word.details?.guardian !== undefined}, ${details})`.execute(
      transaction.db,
    );
    const history = await consentsOf(transaction, [person.id]);
    return history.find(
      (each) => each.assertedAt === at && each.recipient === word.recipient && each.purpose === word.purpose,
    )!;
  });
}

/** All words of these files, the latest first. */
export async function consentsOf(
  session: Session,
  files: readonly string[],
): Promise<readonly RecordedConsent[]> {
  const { rows } = await sql<ConsentRow>`
    select c.person, c.recipient, c.purpose, c.given, c.asserted_at, c.event, t.language, c.text_digest,
           t.version as text_version, c.understanding, c.expression, c.asked_by, c.reason, c.details
    from consent c left join consent_text t on t.digest = c.text_digest
    where c.person = any(${files}::uuid[]) order by c.asserted_at desc, c.recipient, c.purpose`.execute(
    session.db,
  );
  const consents: RecordedConsent[] = [];
  for (const row of rows) {
    const { person, recipient, purpose, given } = row;
    const place = nameOf({ recipient, purpose }, row.asserted_at);
    consents.push({
      recipient,
      purpose,
      given,
      assertedAt: row.asserted_at,
      event: row.event ?? undefined,
      language: row.language ?? undefined,
      textDigest: row.text_digest ?? undefined,
      textVersion: row.text_version ?? undefined,
      understanding: row.understanding ?? undefined,
      expression: row.expression ?? undefined,
      askedBy: row.asked_by ?? undefined,
      reason: row.reason ?? undefined,
      details: await openDetails<ConsentDetails>(session, person, place, row.details),
    });
  }
  return consents;
}

interface ConsentRow {
  readonly person: string;
  readonly recipient: string;
  readonly purpose: string;
  readonly given: boolean;
  readonly asserted_at: string;
  readonly event: ConsentEvent | null;
  readonly language: string | null;
  readonly text_digest: string | null;
  readonly text_version: string | null;
  readonly understanding: Understanding | null;
  readonly expression: Expression | null;
  readonly asked_by: string | null;
  readonly reason: RefusalReason | null;
  readonly details: Uint8Array | null;
}

const nameOf = ({ recipient, purpose }: Pick<ConsentWord, "recipient" | "purpose">, at: string): string =>
  `consent|${recipient}|${purpose}|${at}`;

/** Two words never fall on one instant: a later one stands over an earlier. */
async function laterThanBefore(session: Session, word: ConsentWord, now: string): Promise<string> {
  const { rows } = await sql<{ last: string | null }>`
    select max(asserted_at) as last from consent
    where person = ${word.person} and recipient = ${word.recipient} and purpose = ${word.purpose}
      and event is not null`.execute(session.db);
  const last = rows[0]?.last ?? null;
  return last === null || now > last ? now : new Date(Date.parse(last) + 1).toISOString();
}

async function requireComplete(session: Session, word: ConsentWord, child: boolean): Promise<void> {
  const { rows } = await sql`select 1 from consent_text where digest = ${word.textDigest ?? ""}`.execute(
    session.db,
  );
  if (word.textDigest !== undefined && rows.length === 0) {
    throw new AccordError("consent.text_unknown", "no text with this digest is kept here", {
      where: "textDigest",
      remedy: "Import the text in the language it was read out in, then record the consent with its digest.",
    });
  }
  if (word.event !== "given") return;
  const missing = (["textDigest", "understanding", "expression"] as const).filter(
    (field) => word[field] === undefined,
  );
  if (missing.length > 0) {
    throw new AccordError("consent.incomplete", "a consent must say how it was asked for and expressed", {
      where: missing.join(", "),
      remedy:
        "Record the text that was read out, how understanding was checked, and signature, mark or witness.",
    });
  }
  if (word.expression !== "signature" && word.details?.witness === undefined) {
    throw new AccordError("consent.witness_needed", "a mark or a spoken consent needs a witness", {
      where: "details.witness",
      remedy: "Name who was there and does not belong to the staff who asked.",
    });
  }
  if (child && word.details?.guardian === undefined) {
    throw new AccordError("consent.guardian_needed", "a child's consent is given by a guardian", {
      where: "details.guardian",
      remedy: "Record the guardian; for an unaccompanied child, refer to the protection officer.",
    });
  }
}
