import { PURPOSES } from "@accord/agreement";
import { OBJECTION_GROUNDS, RESTRICTION_GROUNDS } from "@accord/registry";
import { METHODS } from "@accord/vocabulary";
import { type Command, Option } from "commander";
import { type NodeOptions, nodeCommand, withNode } from "../command.ts";
import { usageError } from "../failure.ts";
import { readPrivateLine, requireConfirmation } from "../prompt.ts";
import { print, printJson } from "../terminal.ts";

const of = (id: string, what: string): string => `/api/persons/${encodeURIComponent(id)}/${what}`;

/** `object`, `restrict`, `correct` and `erase`: what is done on a person's file because they ask. */
export function decisionCommands(group: Command): void {
  objection(group);
  restriction(group);
  correction(group);
  erasure(group);
}

function objection(group: Command): void {
  nodeCommand(
    group,
    "object <id>",
    "record an objection to disclosure; it stands whatever the legal basis, until it is ended",
    "accord person rights object 0190… --ground safety --to wfp --node ./iom",
  )
    .addOption(
      new Option("--ground <ground>", "on what it rests")
        .choices([...OBJECTION_GROUNDS])
        .makeOptionMandatory(),
    )
    .option("--to <agency>", "to one recipient; else to all")
    .addOption(new Option("--for <purpose>", "for one purpose; else for all").choices([...PURPOSES]))
    .action(async (id: string, options: NodeOptions & { ground: string; to?: string; for?: string }) => {
      const answer = await withNode(options, (client) =>
        client.post<{ objection: string }>(of(id, "objections"), {
          ground: options.ground,
          ...(options.to === undefined ? {} : { recipient: options.to }),
          ...(options.for === undefined ? {} : { purpose: options.for }),
        }),
      );
      if (options.json) printJson(answer);
      else print(`Objection ${answer.objection} stands from the next disclosure on.`);
    });

  nodeCommand(
    group,
    "end-objection <objection>",
    "end an objection that the person no longer makes",
    "accord person rights end-objection 0190… --node ./iom",
  ).action(async (objection: string, options: NodeOptions) => {
    const answer = await withNode(options, (client) =>
      client.post(`/api/rights/objections/${encodeURIComponent(objection)}/end`),
    );
    if (options.json) printJson(answer);
    else print("Ended.");
  });
}

function restriction(group: Command): void {
  nodeCommand(
    group,
    "restrict <id>",
    "keep a person's file and use it for nothing: not disclosed, exported or compared, read by the protection officer alone",
    "accord person rights restrict 0190… --ground accuracyContested --node ./iom",
  )
    .addOption(
      new Option("--ground <ground>", "on what it rests")
        .choices([...RESTRICTION_GROUNDS])
        .makeOptionMandatory(),
    )
    .action(async (id: string, options: NodeOptions & { ground: string }) => {
      const answer = await withNode(options, (client) =>
        client.post(of(id, "restrict"), { ground: options.ground }),
      );
      if (options.json) printJson(answer);
      else print("Restricted. End it with `accord person rights lift`.");
    });

  nodeCommand(group, "lift <id>", "end a restriction", "accord person rights lift 0190… --node ./iom").action(
    async (id: string, options: NodeOptions) => {
      const answer = await withNode(options, (client) => client.post(of(id, "lift-restriction")));
      if (options.json) printJson(answer);
      else print("No longer restricted.");
    },
  );
}

function correction(group: Command): void {
  nodeCommand(
    group,
    "correct <id>",
    "correct values, given as one line of JSON on the standard input; what was said before stays on file beside them",
    `accord person rights correct 0190… --node ./iom < values.json\n{"person.phone": "+211912345678"}`,
  )
    .addOption(new Option("--method <method>", "how it is known").choices([...METHODS]).default("documented"))
    .action(async (id: string, options: NodeOptions & { method: string }) => {
      const states = statesIn(await readPrivateLine("Values, as one line of JSON"));
      const answer = await withNode(options, (client) =>
        client.post<{ corrected: number }>(of(id, "correct"), { states, method: options.method }),
      );
      if (options.json) printJson(answer);
      else print(`${answer.corrected} values corrected.`);
    });
}

/** `{"person.phone": value}`; null where it is not known. */
function statesIn(line: string): Record<string, unknown> {
  let values: unknown;
  try {
    values = JSON.parse(line);
  } catch {
    values = undefined;
  }
  if (typeof values !== "object" || values === null || Array.isArray(values)) {
    throw usageError(
      "values_malformed",
      "the values are not one line of JSON",
      'Give an object such as {"person.phone": "+211912345678"}; see docs/data-model.md.',
    );
  }
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      value === null ? { state: "notKnown" } : { state: "known", value: value as unknown },
    ]),
  );
}

function erasure(group: Command): void {
  nodeCommand(
    group,
    "erase <id>",
    "erase a person: their key and values are destroyed, and partners who were given data are told; it cannot be undone",
    "accord person rights erase 0190… --yes --node ./iom",
  )
    .option("--yes", "without asking back")
    .action(async (id: string, options: NodeOptions & { yes?: true }) => {
      if (!options.yes) await requireConfirmation("Erase this person? It cannot be undone.", "--yes");
      const answer = await withNode(options, (client) =>
        client.post<{
          erasure: { scrubBy: string };
          notices: { taken: number; waiting: number };
        }>(of(id, "erase"), { confirm: "erase" }),
      );
      if (options.json) printJson(answer);
      else {
        const { erasure, notices } = answer;
        print(
          `Erased. The store's files are rewritten by ${erasure.scrubBy}, or now with \`accord person rights scrub\`.`,
        );
        print(`Partners: ${notices.taken} confirmed, ${notices.waiting} to be told with the next contact.`);
      }
    });
}
