import { ATTRIBUTE_NAMES } from "@accord/vocabulary";
import { describe, expect, it } from "vitest";
import { clause, draft, signatory } from "../../test/fixtures.ts";
import { agreementDigest } from "../canonical.ts";
import type { Agreement } from "../schema/agreement.ts";
import { TEMPLATE_OVERLAP } from "../schema/overlap.ts";
import { renderAgreement } from "./render-agreement.ts";
import { attributeLabel, LANGUAGES } from "./words.ts";

const agreement = draft();
const [iom, wfp] = agreement.parties;

describe.each(LANGUAGES)("the agreement in %s", (language) => {
  const rendered = renderAgreement(agreement, language);

  it("bears its digest, both parties with their keys and contacts, and every clause with its reason", () => {
    expect(rendered).toContain(agreementDigest(agreement));
    for (const party of agreement.parties) {
      for (const said of [
        party.name,
        party.signingKey.kid,
        party.contact.breach,
        party.contact.dataProtection,
      ]) {
        expect(rendered.replaceAll("\\", "")).toContain(said);
      }
    }
    for (const one of agreement.clauses) {
      const row = rendered.split("\n").find((line) => line.startsWith(`| ${one.id} |`));
      expect(row).toContain(attributeLabel(one.attribute, language));
      expect(row).toContain(one.necessity);
      expect(row).toContain(String(one.retentionDays));
    }
  });

  it("speaks of every attribute: as shared or as not shared", () => {
    for (const attribute of ATTRIBUTE_NAMES) expect(rendered).toContain(attributeLabel(attribute, language));
  });

  it("changes where any term changes", () => {
    const changes: Partial<Agreement>[] = [
      { purposes: ["deduplicationOfPersons"] },
      { scope: { ...agreement.scope, places: ["SS01"] } },
      { scope: { ...agreement.scope, statuses: ["active"] } },
      { exclusions: { ...agreement.exclusions, protectedLocation: "place" } },
      { exclusions: { ...agreement.exclusions, categories: ["childWithoutGuardianConsent"] } },
      { exclusions: { ...agreement.exclusions, recipients: { classes: ["government"], named: [] } } },
      { exclusions: { ...agreement.exclusions, recipients: { classes: [], named: ["Somebody"] } } },
      { parties: [{ ...iom, role: "processor" }, wfp] },
      { parties: [{ ...iom, kind: "government" }, wfp] },
      { parties: [{ ...iom, country: "SS" }, wfp] },
      { parties: [{ ...iom, instructions: "Compare." }, wfp] },
      { parties: [{ ...iom, signing: { required: 1, signatories: [signatory("a", 11)] } }, wfp] },
      { parties: [iom, { ...wfp, signing: { required: 2, signatories: [signatory("a", 11)] } }] },
      {
        clauses: agreement.clauses.map((one) => ({ ...one, purposes: ["deduplicationOfPersons"] as const })),
      },
      {
        clauses: agreement.clauses.map((one) => ({
          ...one,
          basis: { kind: "other" as const, legalBasis: "vitalInterest" as const, reference: "Decision 4" },
        })),
      },
      { minimumOverlapTold: 50 },
      { overlap: TEMPLATE_OVERLAP },
      { overlap: { ...TEMPLATE_OVERLAP, estimateBy: ["phone", "nameAndOrigin"] } },
      { overlap: { ...TEMPLATE_OVERLAP, linkBy: ["agencyId"] } },
      { overlap: { ...TEMPLATE_OVERLAP, byCounty: false } },
      { overlap: { ...TEMPLATE_OVERLAP, stopBelow: 77 } },
      { overlap: { ...TEMPLATE_OVERLAP, goOn: "whenBothConfirm" } },
      { overlap: { ...TEMPLATE_OVERLAP, ceilings: { personsPerRun: 5, runsPerDay: 1 } } },
      { overlap: { ...TEMPLATE_OVERLAP, ceilings: { personsPerRun: 5, runsPerDay: 2 } } },
      { windUp: { deleteWithinDays: 7 } },
      { supersedes: { digest: "a".repeat(64), dataShared: "deleted" } },
      { scope: { ...agreement.scope, programmes: ["GFD"] } },
      { scope: { ...agreement.scope, registeredFrom: "2024-01-01" } },
      { scope: { ...agreement.scope, registeredUntil: "2025-01-01" } },
      { clauses: [] },
      { authority: { default: "iom", attributes: {} } },
      { authority: { default: "latest", attributes: { "person.cardNumber": "wfp" } } },
      { matching: { ...agreement.matching, by: "iom" } },
      { matching: { ...agreement.matching, adjudicationBy: "either" } },
      {
        matching: { ...agreement.matching, policy: { linkFrom: 0.95, adjudicateFrom: 0.7, oneToOne: false } },
      },
      {
        matching: {
          ...agreement.matching,
          fingerprintPolicy: { version: "2", uniqueBelow: 7, duplicateFrom: 11 },
        },
      },
      {
        circuitBreaker: { expectedOverlap: { minimum: 0.2, maximum: 0.7 }, maximumDuplicateShare: 0.3 },
      },
      { ceilings: { ...agreement.ceilings, personsPerExchange: 5 } },
      { ceilings: { ...agreement.ceilings, recordsPerDay: 6 } },
      { ceilings: { ...agreement.ceilings, recordsInTotal: 7 } },
      { validUntil: "2026-12-31" },
      { reviewBy: "2026-06-30" },
      { breachNoticeHours: 72 },
      { impactAssessment: { reference: "DPIA-2", completedOn: "2025-11-01" } },
      { supersedes: { digest: "a".repeat(64), dataShared: "cutToNewTerms" } },
    ];
    const body = (of: Agreement) => renderAgreement(of, language).replace(/`[0-9a-f]{64}`/, "");
    for (const change of changes) {
      expect(body(draft(change)), Object.keys(change).join()).not.toBe(body(agreement));
    }
  });

  it("does not let a party's text become markup", () => {
    const necessity = "x | y |\n# Heading <b>[link](http://example.org)";
    const text = renderAgreement(draft({ clauses: [clause({ necessity })] }), language);
    expect(text).toContain("x \\| y \\| \\# Heading \\<b\\>\\[link\\](http://example.org)");
    expect(text).not.toMatch(/^# Heading/m);
  });
});
