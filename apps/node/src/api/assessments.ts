import type { Agreement } from "@accord/agreement";
import { listAssessments } from "@accord/registry";
import { z } from "zod";
import { findAgreement } from "../agreements/held-agreements.ts";
import {
  agreementIn,
  approveDraft,
  assessmentOf,
  draftAssessment,
  proposedAssessment,
} from "../governance/assessments.ts";
import { CONTROLS } from "../governance/controls.ts";
import { Risk } from "../governance/risks.ts";
import type { AccordNode } from "../node.ts";
import { agreementOf } from "./agreements.ts";
import type { Api } from "./api.ts";

/** The beginning of an agreement's digest where it is kept here, or the document itself, drafted or signed. */
const Assessed = z.union([z.string().regex(/^[0-9a-f]{4,64}$/), z.record(z.string(), z.unknown())]);

/** Impact assessments: drafted for an agreement's digest, approved by another, without which the agreement grants nothing. */
export async function assessmentRoutes(api: Api, node: AccordNode): Promise<void> {
  async function agreementMeant(meant: z.infer<typeof Assessed>): Promise<Agreement> {
    if (typeof meant === "string")
      return (await findAgreement(node.store, node.judge, { digest: meant })).state.agreement;
    return agreementIn(meant) ?? agreementOf(meant);
  }

  api.get(
    "/api/assessments",
    {
      config: { action: "assessment.read" },
      schema: { summary: "Impact assessments, newest first" },
    },
    () => listAssessments(node.store),
  );

  api.get(
    "/api/controls",
    {
      config: { action: "assessment.read" },
      schema: { summary: "The measures that an assessment may name, each with the test that shows it" },
    },
    async () => CONTROLS,
  );

  api.get(
    "/api/assessments/:id",
    {
      config: { action: "assessment.read" },
      schema: {
        summary: "An assessment, by the beginning of its id or of its agreement's digest",
        params: z.object({ id: z.string().regex(/^[0-9a-f-]{4,64}$/) }),
      },
    },
    ({ params }) => assessmentOf(node, params.id),
  );

  api.post(
    "/api/assessments/propose",
    {
      config: { action: "assessment.draft" },
      schema: {
        summary: "What an assessment would begin from: the agreement's flows, and risks that such flows have",
        body: z.strictObject({ agreement: Assessed }),
      },
    },
    async ({ body }) => proposedAssessment(await agreementMeant(body.agreement), node.judge.self),
  );

  api.post(
    "/api/assessments",
    {
      config: { action: "assessment.draft" },
      schema: {
        summary: "Draft an agreement's assessment",
        body: z.strictObject({
          agreement: Assessed,
          risks: z.array(Risk).min(1).max(100).optional(),
          reviewBy: z.iso.date().optional(),
        }),
      },
    },
    async ({ body: { agreement, ...given }, staff }) =>
      draftAssessment(node, staff, await agreementMeant(agreement), given),
  );

  api.post(
    "/api/assessments/:id/approve",
    {
      config: { action: "assessment.approve" },
      schema: {
        summary: "Approve an assessment that another drafted; its agreement may become active from then on",
        params: z.object({ id: z.uuid() }),
      },
    },
    ({ params, staff }) => approveDraft(node, staff, params.id),
  );
}
