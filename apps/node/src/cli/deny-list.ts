import type { DenyListEntry } from "@accord/registry";
import { type Command, Option } from "commander";
import { commandGroup, type NodeOptions, nodeCommand, withNode } from "./command.ts";
import { harmless, print, printJson, table } from "./terminal.ts";

const KINDS = ["authoritiesOf", "partyKind", "named"];

export function denyListCommands(root: Command): void {
  const group = commandGroup(
    root,
    "deny-list",
    "whom nothing may reach from this node, whatever an agreement says",
    "accord deny-list add --kind authoritiesOf --recipient SD --reason 'Country of origin' --node ./iom",
  );

  nodeCommand(
    group,
    "add",
    "deny a recipient, at once; agreements with one grant nothing and their exchanges halt",
    "accord deny-list add --kind authoritiesOf --recipient SD --reason 'Country of origin' --node ./iom",
  )
    .addOption(
      new Option("--kind <kind>", "a country's authorities, a kind of organisation, or one by name or id")
        .choices(KINDS)
        .makeOptionMandatory(),
    )
    .requiredOption("--recipient <who>", "a country's code, a kind such as commercial, or a name or id")
    .requiredOption("--reason <words>", "why")
    .action(async (options: NodeOptions & { kind: string; recipient: string; reason: string }) => {
      const entry = await withNode(options, (client) =>
        client.post<DenyListEntry>("/api/deny-list", {
          recipient: { kind: options.kind, value: options.recipient },
          reason: options.reason,
        }),
      );
      if (options.json) printJson(entry);
      else print(`Denied from now on: ${entry.kind} ${harmless(entry.value)} (${entry.id}).`);
    });

  nodeCommand(
    group,
    "remove <entry>",
    "take a recipient off the list; a second member of staff approves",
    "accord deny-list remove 0190… --node ./iom",
  ).action(async (id: string, options: NodeOptions) => {
    const entry = await withNode(options, (client) =>
      client.post<DenyListEntry>(`/api/deny-list/${encodeURIComponent(id)}/remove`),
    );
    if (options.json) printJson(entry);
    else print(`Taken off: ${entry.kind} ${harmless(entry.value)}. Exchanges that it halted stay halted.`);
  });

  nodeCommand(group, "list", "denied recipients, and why", "accord deny-list list --node ./iom")
    .option("--all", "with those that were taken off")
    .action(async (options: NodeOptions & { all?: true }) => {
      const entries = await withNode(options, (client) =>
        client.get<DenyListEntry[]>(`/api/deny-list?all=${options.all === true}`),
      );
      if (options.json) return printJson(entries);
      print(
        table(
          ["entry", "kind", "recipient", "why", "since", "taken off"],
          entries.map((each) => [
            each.id,
            each.kind,
            harmless(each.value),
            harmless(each.reason),
            each.addedAt.slice(0, 10),
            each.removedAt?.slice(0, 10) ?? "",
          ]),
        ) || "None.",
      );
    });
}
