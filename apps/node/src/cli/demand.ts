import { AUTHORITIES, CLAIMED_BASES, DEMAND_GROUNDS, DEMANDED, type Demand } from "@accord/registry";
import { type Command, Option } from "commander";
import { commandGroup, listed, type NodeOptions, nodeCommand, withNode } from "./command.ts";
import { wholeNumber } from "./options.ts";
import { readPrivateLine } from "./prompt.ts";
import { print, printJson, table } from "./terminal.ts";

export function demandCommands(root: Command): void {
  const group = commandGroup(
    root,
    "demand",
    "authorities' demands for data: recorded and decided, never answered by the software",
    "accord demand record --authority police --basis noneNamed --asked onePerson --received 2026-03-01 --node ./iom",
  );

  nodeCommand(
    group,
    "record",
    "record a demand as it came; its words are read from the standard input and kept sealed",
    "accord demand record --authority police --basis noneNamed --asked onePerson --received 2026-03-01 --words-stdin --node ./iom < words.txt",
  )
    .addOption(
      new Option("--authority <kind>", "what kind of authority").choices(AUTHORITIES).makeOptionMandatory(),
    )
    .addOption(
      new Option("--basis <basis>", "what it says entitles it").choices(CLAIMED_BASES).makeOptionMandatory(),
    )
    .option("--country <code>", "whose authority it is, as two letters such as SD")
    .requiredOption("--asked <what>", `what it asks for: ${DEMANDED.join(", ")}`, listed)
    .requiredOption("--received <day>", "when it came, YYYY-MM-DD")
    .option("--words-stdin", "read a line of its words")
    .action(
      async (
        options: NodeOptions & {
          readonly authority: string;
          readonly country?: string;
          readonly basis: string;
          readonly asked: readonly string[];
          readonly received: string;
          readonly wordsStdin?: true;
        },
      ) => {
        const words = options.wordsStdin ? await readPrivateLine("The demand's words") : undefined;
        const demand = await withNode(options, (client) =>
          client.post<Demand>("/api/demands", {
            authority: options.authority,
            ...(options.country === undefined ? {} : { country: options.country }),
            legalBasis: options.basis,
            askedFor: options.asked,
            receivedOn: options.received,
            ...(words === undefined ? {} : { words }),
          }),
        );
        if (options.json) printJson(demand);
        else print(`Recorded as ${demand.id}. Another decides: accord demand decide ${demand.id}`);
      },
    );

  nodeCommand(
    group,
    "decide <demand>",
    "record what was decided on a demand that another recorded; no data is given by this",
    "accord demand decide 0190… --outcome refused --ground privilegesAndImmunities --node ./iom",
  )
    .addOption(
      new Option("--outcome <outcome>", "what was decided")
        .choices(["refused", "answered"])
        .makeOptionMandatory(),
    )
    .addOption(new Option("--ground <ground>", "why").choices(DEMAND_GROUNDS).makeOptionMandatory())
    .option("--persons <count>", "of how many persons people gave data", wholeNumber, 0)
    .action(
      async (
        id: string,
        options: NodeOptions & {
          readonly outcome: string;
          readonly ground: string;
          readonly persons: number;
        },
      ) => {
        const { outcome, ground, persons } = options;
        const demand = await withNode(options, (client) =>
          client.post<Demand>(`/api/demands/${encodeURIComponent(id)}/decide`, { outcome, ground, persons }),
        );
        if (options.json) printJson(demand);
        else print(`Decided: ${demand.outcome}, ${demand.ground}. It stands in the ledger.`);
      },
    );

  nodeCommand(group, "list", "demands and what was decided", "accord demand list --node ./iom").action(
    async (options: NodeOptions) => {
      const demands = await withNode(options, (client) => client.get<Demand[]>("/api/demands"));
      if (options.json) return printJson(demands);
      print(
        table(
          ["demand", "received", "authority", "basis", "asked for", "decided", "why", "persons given"],
          demands.map((each) => [
            each.id,
            each.receivedOn,
            each.authority,
            each.legalBasis,
            each.askedFor.join(", "),
            each.outcome ?? "no",
            each.ground ?? "",
            each.persons,
          ]),
        ) || "None.",
      );
    },
  );
}
