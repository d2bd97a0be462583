import { z } from "zod";
import { governanceFigures } from "../governance/figures.ts";
import type { AccordNode } from "../node.ts";
import type { Api } from "./api.ts";

const instant = z.iso.datetime();

/** The figures of oversight. */
export async function governanceRoutes(api: Api, node: AccordNode): Promise<void> {
  api.get(
    "/api/governance/figures",
    {
      config: { action: "governance.figures" },
      schema: {
        summary:
          "Disclosures by clause, refusals, reads by role, retention, consents, requests, and fairness; small counts held back",
        querystring: z.object({ from: instant.optional(), until: instant.optional() }),
      },
    },
    ({ query }) =>
      governanceFigures(node, {
        from: query.from ?? "0000-01-01T00:00:00.000Z",
        until: query.until ?? node.context.now(),
      }),
  );
}
