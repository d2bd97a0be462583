import { z } from "zod";
import { approvalsFor, decideApproval } from "../access/approval.ts";
import type { AccordNode } from "../node.ts";
import type { Api } from "./api.ts";

const Id = z.object({ id: z.uuid() });

/** What waits for a second pair of eyes. */
export async function approvalRoutes(api: Api, node: AccordNode): Promise<void> {
  api.get(
    "/api/approvals",
    {
      config: { action: "approval.list" },
      schema: { summary: "What was asked that one person alone may not do, newest first" },
    },
    ({ staff }) => approvalsFor(node, staff),
  );

  api.post(
    "/api/approvals/:id/approve",
    {
      config: { action: "approval.decide" },
      schema: { summary: "Let it pass; whoever asked then does it again", params: Id },
    },
    ({ params, staff }) => decideApproval(node, staff, { id: params.id, approve: true }),
  );

  api.post(
    "/api/approvals/:id/refuse",
    {
      config: { action: "approval.decide" },
      schema: {
        summary: "Refuse it",
        params: Id,
        body: z.strictObject({ reason: z.string().min(3).max(400) }),
      },
    },
    ({ params, body, staff }) =>
      decideApproval(node, staff, { id: params.id, approve: false, reason: body.reason }),
  );
}
