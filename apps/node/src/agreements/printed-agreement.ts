import { type Agreement, agreementBlocks, agreementDigest, type Language } from "@accord/agreement";
import type { Block, PrintedDocument } from "../print/print-pdf.ts";

/** How the page's width is shared among a clause's columns: id, what, form, purposes, ground, time, reason. */
const CLAUSE_WIDTHS = [2.6, 1.9, 1.5, 2.4, 1.5, 1.3, 2.9];

/**
 * The agreement for the signing ceremony: what `accord agreement show` says, on paper, with a line for each who signs and
 * the digest on every page. Ink beside the digest binds nobody: it is the signatures in the document that count.
 * @param madeAt ISO 8601 in UTC
 */
export function printedAgreement(agreement: Agreement, language: Language, madeAt: string): PrintedDocument {
  const [title, ...blocks] = agreementBlocks(agreement, language);
  return {
    title: title?.kind === "heading" ? title.text : agreement.title,
    language,
    direction: language === "ar" ? "rtl" : "ltr",
    blocks: [...blocks.map(printed), ...agreement.parties.flatMap(signatureLines)],
    foot: footOf(agreement),
    madeAt,
  };
}

export const footOf = (agreement: Agreement): string => `SHA-256 ${agreementDigest(agreement)}`;

function printed(block: ReturnType<typeof agreementBlocks>[number]): Block {
  switch (block.kind) {
    case "heading":
      return { kind: "heading", text: block.text };
    case "paragraph":
      return { kind: "paragraph", text: block.text };
    case "item":
      return { kind: "paragraph", text: `• ${block.text}` };
    case "table":
      return { kind: "table", headings: block.headings, rows: block.rows, widths: CLAUSE_WIDTHS };
  }
}

function signatureLines({ name, signing }: Agreement["parties"][number]): Block[] {
  const offices = signing.signatories.map((signatory) => `${signatory.office}, ${name}`);
  return (offices.length === 0 ? [name] : offices).map((text) => ({ kind: "signature", text }));
}
