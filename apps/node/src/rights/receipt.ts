import {
  counterpartOf,
  LANGUAGES,
  type Language,
  type Purpose,
  partyOf,
  purposeInWords,
} from "@accord/agreement";
import { consentsOf, listConsentTexts, personOfRights, type RecordedConsent } from "@accord/registry";
import { AccordError, ATTRIBUTES } from "@accord/vocabulary";
import { type StandingAgreement, standingAgreements } from "../agreements/held-agreements.ts";
import type { AccordNode } from "../node.ts";
import type { Block, PrintedDocument } from "../print/print-pdf.ts";
import { filled, RECEIPT_WORDS, type ReceiptWords } from "./receipt-words.ts";

export interface ConsentReceipt {
  readonly document: PrintedDocument;
  /** For a text message. */
  readonly sms: string;
}

/**
 * What a person takes away of their latest word to a recipient for a purpose, in their language: what, to whom, why, how
 * long, how to object, and what was read to them. The attributes are those that the agreements in force let leave.
 * @throws AccordError `person.unknown`, `consent.none_recorded`
 */
export async function consentReceipt(
  node: AccordNode,
  of: {
    readonly person: string;
    readonly recipient: string;
    readonly purpose: Purpose;
    readonly language: Language;
  },
): Promise<ConsentReceipt> {
  const { store, config, judge } = node;
  const { files } = await personOfRights(store, of.person);
  const consent = (await consentsOf(store, files)).find(
    (each) => each.event !== undefined && each.recipient === of.recipient && each.purpose === of.purpose,
  );
  if (consent?.event === undefined) {
    throw new AccordError("consent.none_recorded", "no word of this person to this recipient is recorded", {
      where: "recipient, purpose",
      remedy: "Record it first; what came with an import says nothing of how it was asked.",
    });
  }
  const words = RECEIPT_WORDS[of.language];
  const standing = (await standingAgreements(store, judge)).filter(
    ({ state, force }) => force.inForce && counterpartOf(state.agreement, judge.self)?.id === of.recipient,
  );
  const values = valuesOf(node, of, consent, standing);
  const text = (await listConsentTexts(store)).find((each) => each.digest === consent.textDigest);
  const shared = consent.event === "given" ? sharedRows(standing, judge.self, of, words) : [];
  const blocks: Block[] = [
    { kind: "paragraph", text: filled(words.said[consent.event], values) },
    { kind: "paragraph", text: filled(words.why, values) },
    ...(shared.length === 0
      ? [{ kind: "paragraph" as const, text: filled(words.nothing, values) }]
      : [
          { kind: "heading" as const, text: filled(words.what, values) },
          { kind: "table" as const, headings: [words.attribute, words.kept], rows: shared, widths: [3, 2] },
        ]),
    { kind: "heading", text: words.object },
    { kind: "paragraph", text: filled(words.objecting, values) },
    ...(text === undefined
      ? []
      : [
          { kind: "heading" as const, text: words.read },
          { kind: "paragraph" as const, text: filled(text.text, values) },
        ]),
    { kind: "signature", text: words.signed },
  ];
  return {
    document: {
      title: words.title,
      language: of.language,
      direction: of.language === "ar" ? "rtl" : "ltr",
      blocks,
      foot: `${config.agency.name} · ${consent.assertedAt.slice(0, 10)}${text === undefined ? "" : ` · ${text.language} ${text.version} · ${text.digest}`}`,
      madeAt: consent.assertedAt,
    },
    sms: filled(words.sms[consent.event], values),
  };
}

/** Agreements, receipts and answers are written in these; a person of another language is read to in it. */
export const receiptLanguage = (language: string): Language =>
  LANGUAGES.find((each) => each === language.split("-")[0]) ?? "en";

function valuesOf(
  { config, judge }: AccordNode,
  { recipient, purpose, language }: { recipient: string; purpose: Purpose; language: Language },
  consent: RecordedConsent,
  standing: readonly StandingAgreement[],
): Readonly<Record<string, string>> {
  const agreement = standing[0]?.state.agreement;
  return {
    agency: config.agency.name,
    recipient: (agreement && partyOf(agreement, recipient)?.name) ?? recipient.toUpperCase(),
    purpose: purposeInWords(purpose, language),
    contact: (agreement && partyOf(agreement, judge.self)?.contact.dataProtection) ?? config.agency.name,
    date: consent.assertedAt.slice(0, 10),
  };
}

/** Attribute and how long it may be kept, the longest where several clauses let it leave. */
function sharedRows(
  standing: readonly StandingAgreement[],
  self: string,
  { purpose, language }: { purpose: Purpose; language: Language },
  words: ReceiptWords,
): readonly (readonly string[])[] {
  const days = new Map<string, number>();
  for (const { state } of standing) {
    for (const clause of state.agreement.clauses) {
      if (clause.from !== self || !clause.purposes.includes(purpose)) continue;
      const label = ATTRIBUTES[clause.attribute].label[language];
      days.set(label, Math.max(days.get(label) ?? 0, clause.retentionDays));
    }
  }
  return [...days].map(([label, kept]) => [
    label,
    kept === 0 ? words.untilExchangeEnds : filled(words.days, { days: String(kept) }),
  ]);
}
