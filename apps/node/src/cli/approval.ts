import type { Command } from "commander";
import type { ShownApproval } from "../access/approval.ts";
import { commandGroup, type NodeOptions, nodeCommand, withNode } from "./command.ts";
import { print, printJson, table } from "./terminal.ts";

export function approvalCommands(root: Command): void {
  const group = commandGroup(
    root,
    "approval",
    "what one member of staff asks for and another lets pass",
    "accord approval list --node ./iom",
  );

  nodeCommand(group, "list", "what waits, and what was decided", "accord approval list --node ./iom").action(
    async (options: NodeOptions) => {
      const approvals = await withNode(options, (client) => client.get<ShownApproval[]>("/api/approvals"));
      if (options.json) return printJson(approvals);
      if (approvals.length === 0) return print("Nothing was asked for.");
      print(
        table(
          ["request", "operation", "asks for", "asked by", "until", "state", "yours to decide"],
          approvals.map((each) => [
            each.id,
            each.operation,
            each.asks,
            each.askedBy,
            each.endsAt,
            each.state,
            each.yoursToDecide ? "yes" : "",
          ]),
        ),
      );
    },
  );

  nodeCommand(
    group,
    "approve <request>",
    "let it pass; whoever asked then does it again",
    "accord approval approve 0190… --node ./iom",
  ).action(async (id: string, options: NodeOptions) => {
    const approval = await withNode(options, (client) =>
      client.post<ShownApproval>(`/api/approvals/${encodeURIComponent(id)}/approve`),
    );
    if (options.json) printJson(approval);
    else print("Approved. Whoever asked for it may do it now, once.");
  });

  nodeCommand(
    group,
    "refuse <request>",
    "refuse it, and say why",
    'accord approval refuse 0190… --reason "not agreed with the office" --node ./iom',
  )
    .requiredOption("--reason <text>", "why; the asker reads it")
    .action(async (id: string, options: NodeOptions & { readonly reason: string }) => {
      const approval = await withNode(options, (client) =>
        client.post<ShownApproval>(`/api/approvals/${encodeURIComponent(id)}/refuse`, {
          reason: options.reason,
        }),
      );
      if (options.json) printJson(approval);
      else print("Refused.");
    });
}
