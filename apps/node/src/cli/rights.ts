import type { Command } from "commander";
import type { RightsStanding } from "../rights/standing.ts";
import { commandGroup, type NodeOptions, nodeCommand, withNode } from "./command.ts";
import { receiptCommand, wordCommands } from "./rights/consent.ts";
import { decisionCommands } from "./rights/decisions.ts";
import { requestCommands } from "./rights/requests.ts";
import { standingLines } from "./rights/show.ts";
import { upkeepCommands } from "./rights/upkeep.ts";
import { print, printJson } from "./terminal.ts";

/** `accord person rights`: what a person may decide and ask for. */
export function rightsCommands(person: Command): void {
  const group = commandGroup(
    person,
    "rights",
    "what a person decides and asks for: consent, access, correction, objection, restriction, erasure",
    "accord person rights withdraw 0190… --to wfp --for deduplicationOfPersons --node ./iom",
  );
  nodeCommand(
    group,
    "show <id>",
    "what a person decided and asked for, and what became of it",
    "accord person rights show 0190… --node ./iom",
  ).action(async (id: string, options: NodeOptions) => {
    const standing = await withNode(options, (client) =>
      client.get<RightsStanding>(`/api/persons/${encodeURIComponent(id)}/rights`),
    );
    if (options.json) printJson(standing);
    else print(standingLines(standing));
  });
  wordCommands(group);
  receiptCommand(group);
  requestCommands(group);
  decisionCommands(group);
  upkeepCommands(group);
}
