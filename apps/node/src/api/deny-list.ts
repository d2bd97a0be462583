import { DeniedRecipient } from "@accord/agreement";
import { listDenied } from "@accord/registry";
import { z } from "zod";
import { allow, deny } from "../governance/deny-list.ts";
import type { AccordNode } from "../node.ts";
import type { Api } from "./api.ts";

/** Whom nothing may reach from this node, whatever an agreement says. */
export async function denyListRoutes(api: Api, node: AccordNode): Promise<void> {
  api.get(
    "/api/deny-list",
    {
      config: { action: "denyList.read" },
      schema: {
        summary: "Denied recipients, and those that were taken off the list",
        querystring: z.object({ all: z.enum(["true", "false"]).default("false") }),
      },
    },
    ({ query }) => listDenied(node.store, query.all === "true" ? "all" : "standing"),
  );

  api.post(
    "/api/deny-list",
    {
      config: { action: "denyList.add" },
      schema: {
        summary: "Deny a recipient, at once: agreements with one grant nothing and their exchanges halt",
        body: z.strictObject({ recipient: DeniedRecipient, reason: z.string().trim().min(1).max(1000) }),
      },
    },
    ({ body, staff }) => deny(node, staff, { ...body.recipient, reason: body.reason }),
  );

  api.post(
    "/api/deny-list/:id/remove",
    {
      config: { action: "denyList.remove" },
      schema: {
        summary: "Take a recipient off the list; a second member of staff approves",
        params: z.object({ id: z.uuid() }),
      },
    },
    ({ params, staff }) => allow(node, staff, params.id),
  );
}
