import {
  type Agreement,
  agreementDigest,
  counterpartOf,
  SignedAgreement,
  signatureState,
} from "@accord/agreement";
import {
  addAssessment,
  approveAssessment,
  type KeptAssessment,
  listAssessments,
  listStaffAccounts,
  readAgreement,
} from "@accord/registry";
import { AccordError } from "@accord/vocabulary";
import canonicalize from "canonicalize";
import { accountOf, type Staff } from "../access/staff.ts";
import { observed } from "../agreements/observe-agreement.ts";
import { sha256 } from "../ledger/node-ledger.ts";
import { recordEntry } from "../ledger/record.ts";
import type { AccordNode } from "../node.ts";
import { type DataFlow, dataFlowsOf } from "./data-flows.ts";
import { proposedRisks, type Risk } from "./risks.ts";

/** What is assessed and approved; `KeptAssessment.document`. */
export interface AssessmentDocument {
  readonly agreement: string;
  readonly title: string;
  readonly partner: string;
  readonly flows: readonly DataFlow[];
  readonly risks: readonly Risk[];
  /** `YYYY-MM-DD` */
  readonly reviewBy: string;
}

type Keeper = Pick<AccordNode, "store" | "ledger" | "judge" | "context">;

/** What an assessment of the agreement would begin from: its flows, and the risks that such flows have. */
export function proposedAssessment(agreement: Agreement, self: string): AssessmentDocument {
  const partner = counterpartOf(agreement, self);
  if (partner === undefined) {
    throw new AccordError("assessment.not_ours", "the agreement is not one of this node's agency", {
      where: "agreement",
      remedy: "Assess an agreement to which this agency is a party.",
    });
  }
  const flows = dataFlowsOf(agreement);
  return {
    agreement: agreementDigest(agreement),
    title: agreement.title,
    partner: partner.id,
    flows,
    risks: proposedRisks(flows),
    reviewBy: agreement.reviewBy,
  };
}

/**
 * Keeps a draft. Flows are always those of the agreement itself; risks and the day of review are the drafter's.
 * @throws AccordError `assessment.not_ours`, `assessment.risk_unmet`, `assessment.review_late`
 */
export async function draftAssessment(
  node: Keeper,
  by: Staff,
  agreement: Agreement,
  given: { readonly risks?: readonly Risk[] | undefined; readonly reviewBy?: string | undefined },
): Promise<KeptAssessment> {
  const proposed = proposedAssessment(agreement, node.judge.self);
  const document = {
    ...proposed,
    risks: given.risks ?? proposed.risks,
    reviewBy: given.reviewBy ?? proposed.reviewBy,
  };
  checkAssessment(document, agreement);
  const id = node.context.newId();
  const draftedAt = node.context.now();
  const digest = sha256(canonicalize(document) ?? "");
  await node.store.transaction(async (transaction) => {
    const version = await addAssessment(transaction, {
      id,
      agreement: document.agreement,
      document,
      digest,
      reviewBy: document.reviewBy,
      draftedAt,
      draftedBy: by.id,
    });
    await recordEntry(node.ledger, transaction, {
      kind: "assessment",
      event: "drafted",
      commitment: digest,
      agreement: document.agreement,
      version,
      reference: id,
      at: draftedAt,
      ...staffIn(by),
    });
  });
  return assessmentOf(node, id);
}

/**
 * Approves a draft that another drafted: from now on the agreement may become active here. A node that never had an account
 * has nobody else to ask; the ledger then names no account.
 * @throws AccordError `assessment.own`, `assessment.residual_high`, `assessment.approved`, `assessment.unknown`
 */
export async function approveDraft(node: Keeper, by: Staff, id: string): Promise<KeptAssessment> {
  const kept = await assessmentOf(node, id);
  if (kept.draftedBy === by.id && (await listStaffAccounts(node.store)).length > 0) {
    throw new AccordError("assessment.own", "an assessment is approved by another than who drafted it", {
      where: "id",
      remedy: "Ask another protection officer.",
    });
  }
  const high = (kept.document as AssessmentDocument).risks.filter((risk) => risk.residual === "high");
  if (high.length > 0) {
    throw new AccordError("assessment.residual_high", "a risk stays high with all measures", {
      where: high.map((risk) => risk.risk).join(", "),
      remedy: "Change the agreement or add measures, and draft the assessment again.",
    });
  }
  const at = node.context.now();
  await node.store.transaction(async (transaction) => {
    if (!(await approveAssessment(transaction, { id: kept.id, at, by: by.id }))) {
      throw new AccordError("assessment.approved", "the assessment was approved before", { where: "id" });
    }
    await recordEntry(node.ledger, transaction, {
      kind: "assessment",
      event: "approved",
      commitment: kept.digest,
      agreement: kept.agreement,
      version: kept.version,
      role: "dataProtectionOfficer",
      reference: kept.id,
      at,
      ...staffIn(by),
    });
    // What was signed before is active from now on.
    const document = await readAgreement(transaction, kept.agreement);
    if (document !== undefined) await observed({ ...node, session: transaction }, document);
  });
  return assessmentOf(node, kept.id);
}

/** By id, or the newest of an agreement, by the beginning of either. @throws AccordError `assessment.unknown` */
export async function assessmentOf(
  { store }: Pick<AccordNode, "store">,
  beginning: string,
): Promise<KeptAssessment> {
  const [found] = await listAssessments(store, beginning);
  if (found !== undefined) return found;
  throw new AccordError("assessment.unknown", "there is no such assessment", {
    where: "id",
    remedy: "See `accord assessment list`.",
  });
}

/** An agreement in any form it comes in: as drafted, as signed, or by the beginning of its digest where it is kept here. */
export function agreementIn(document: unknown): Agreement | undefined {
  const signed = SignedAgreement.safeParse(document);
  return signed.success ? signatureState(signed.data).agreement : undefined;
}

function checkAssessment(document: AssessmentDocument, agreement: Agreement): void {
  const unmet = document.risks.filter((risk) => risk.measures.length === 0 && risk.residual !== "high");
  if (document.risks.length === 0 || unmet.length > 0) {
    throw new AccordError("assessment.risk_unmet", "a risk is called met that no measure meets", {
      where: unmet.map((risk) => risk.risk).join(", ") || "risks",
      remedy: "Name at least one control for each risk, or say that it stays high.",
    });
  }
  if (document.reviewBy > agreement.validUntil) {
    throw new AccordError("assessment.review_late", "the review is after the agreement's last day", {
      where: "reviewBy",
      remedy: `Give a day until ${agreement.validUntil}.`,
    });
  }
}

const staffIn = (by: Staff) => {
  const staff = accountOf(by);
  return staff === undefined ? {} : { staff };
};
