import { createHash } from "node:crypto";
import { sql } from "kysely";
import type { RegistryContext } from "../context.ts";
import { recordset } from "../store/recordset.ts";
import type { Session } from "../store/store.ts";

/** The words in which consent is asked for, in one language: the digest is of the text alone, SHA-256 in hex. */
export interface ConsentText {
  readonly digest: string;
  /** BCP 47, such as `en`, `fr`, `ar`, `din`. */
  readonly language: string;
  readonly version: string;
  readonly text: string;
}

export const consentTextDigest = (text: string): string =>
  createHash("sha256").update(text.normalize("NFC"), "utf8").digest("hex");

/** Keeps texts; a text that is kept already stays as it was, so that a consent's digest leads to what was read out. */
export async function keepConsentTexts(
  session: Session,
  context: RegistryContext,
  texts: readonly Omit<ConsentText, "digest">[],
): Promise<readonly ConsentText[]> {
  const kept = texts.map((each) => ({ ...each, digest: consentTextDigest(each.text) }));
  if (kept.length === 0) return [];
  await sql`
    insert into consent_text (digest, language, version, text, recorded_at)
    select digest, language, version, text, ${context.now()}
    from ${recordset(kept, "given", { digest: "text", language: "text", version: "text", text: "text" })}
    on conflict do nothing`.execute(session.db);
  return kept;
}

export async function listConsentTexts(session: Session): Promise<readonly ConsentText[]> {
  const { rows } = await sql<ConsentText>`
    select digest, language, version, text from consent_text order by language, version, digest`.execute(
    session.db,
  );
  return rows;
}
