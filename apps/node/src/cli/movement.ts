import { MOVEMENT_LEVELS, type Movement } from "@accord/registry";
import { METHODS } from "@accord/vocabulary";
import { type Command, Option } from "commander";
import type { ToldMovement } from "../movements/told-movements.ts";
import { commandGroup, type NodeOptions, nodeCommand, withNode } from "./command.ts";
import { purposeOption } from "./purpose-option.ts";
import { count, print, printJson, table } from "./terminal.ts";

export function movementCommands(root: Command): void {
  const group = commandGroup(
    root,
    "movement",
    "where persons were met, how a person moved, and how many moved between places",
    "accord movement counts --from 2026-01 --until 2026-06 --node ./iom",
  );

  nodeCommand(
    group,
    "met <person>",
    "put on a person's file that they were met at a place",
    "accord movement met 0190… --at SS0303 --on 2026-05-04 --how documented --node ./iom",
  )
    .requiredOption("--at <pcode>", "the P-code of the place")
    .requiredOption("--on <day>", "the day, YYYY-MM-DD")
    .option("--name <name>", "the place's name")
    .addOption(new Option("--how <method>", "how it is known").choices(METHODS).default("declared"))
    .action(
      async (
        person: string,
        options: NodeOptions & {
          readonly at: string;
          readonly on: string;
          readonly name?: string;
          readonly how: string;
        },
      ) => {
        const { at, on, name, how } = options;
        const outcome = await withNode(options, (client) =>
          client.post<{ kind: string }>(`/api/persons/${encodeURIComponent(person)}/meetings`, {
            pcode: at,
            on,
            method: how,
            ...(name === undefined ? {} : { name }),
          }),
        );
        if (options.json) printJson(outcome);
        else print(outcome.kind === "recorded" ? "Recorded." : "That was on file already.");
      },
    );

  nodeCommand(
    group,
    "show <person>",
    "a person's movements, oldest first",
    "accord movement show 0190… --purpose registration --node ./iom",
  )
    .addOption(purposeOption())
    .action(async (person: string, options: NodeOptions & { readonly purpose: string }) => {
      const movements = await withNode(options, (client) =>
        client.get<Movement[]>(
          `/api/persons/${encodeURIComponent(person)}/movements?purpose=${encodeURIComponent(options.purpose)}`,
        ),
      );
      if (options.json) return printJson(movements);
      print(
        table(
          ["from", "last seen there", "to", "seen there", "by", "how", "which"],
          movements.map((each) => [
            each.from,
            each.lastSeenAtOrigin,
            each.to,
            each.on,
            each.source,
            each.method,
            each.attribute === "person.location" ? "lives there" : "met there",
          ]),
        ) || "None known.",
      );
    });

  nodeCommand(
    group,
    "counts",
    "movements between places by period; small counts and protected persons are left out",
    "accord movement counts --from 2026-01 --until 2026-06 --level county --node ./iom",
  )
    .requiredOption("--from <month>", "the first month, YYYY-MM")
    .requiredOption("--until <month>", "the last month, YYYY-MM")
    .addOption(
      new Option("--level <level>", "how places are told apart").choices(MOVEMENT_LEVELS).default("county"),
    )
    .addOption(
      new Option("--period <period>", "by month or year").choices(["month", "year"]).default("month"),
    )
    .action(
      async (
        options: NodeOptions & {
          readonly from: string;
          readonly until: string;
          readonly level: string;
          readonly period: string;
        },
      ) => {
        const { from, until, level, period } = options;
        const told = await withNode(options, (client) =>
          client.get<{ smallest: number; movements: ToldMovement[] }>(
            `/api/movements?${new URLSearchParams({ from, until, level, period })}`,
          ),
        );
        if (options.json) return printJson(told);
        print(
          table(
            ["period", "origin", "destination", "persons"],
            told.movements.map((each) => [
              each.period,
              each.origin,
              each.destination,
              each.persons === null ? "suppressed" : count(each.persons),
            ]),
          ) || "None known.",
        );
        print(`Counts below ${told.smallest}, and such as would give one away, are suppressed.`);
      },
    );
}
