import type { RegistryContext } from "../context.ts";
import type { Session } from "../store/store.ts";
import { type ConsentWord, type RecordedConsent, recordConsentWord } from "./consent-word.ts";
import { putNotices } from "./notice.ts";
import { personOfRights } from "./person-of-rights.ts";
import { unlinkFrom } from "./unlink.ts";

export interface SaidConsent {
  readonly consent: RecordedConsent;
  /** Partners who are told with the next contact. */
  readonly toTell: readonly string[];
}

/**
 * A person's word on a recipient and purpose, with all that follows from it in one transaction: after a no, the next
 * disclosure query leaves them out, links with the recipient's persons end, and the recipient is to erase what it was
 * given; after a yes that follows on a no, the recipient may take data in again.
 * @throws AccordError as {@link recordConsentWord}
 */
export async function sayConsent(
  session: Session,
  context: RegistryContext,
  word: ConsentWord,
): Promise<SaidConsent> {
  return session.transaction(async (transaction) => {
    const consent = await recordConsentWord(transaction, context, word);
    const { files } = await personOfRights(transaction, word.person);
    const place = { recipient: word.recipient, purpose: word.purpose };
    if (word.event !== "given") await unlinkFrom(transaction, context, files, place);
    const kind = word.event === "given" ? "restoration" : "withdrawal";
    const toTell = await putNotices(transaction, context, { kind, files, ...place });
    return { consent, toTell };
  });
}
