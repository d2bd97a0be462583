import { writeFile } from "node:fs/promises";
import { type HeardIncident, INCIDENT_CAUSES, INCIDENT_OUTCOMES, INCIDENT_SOURCES } from "@accord/registry";
import { type Command, Option } from "commander";
import type { ApiClient } from "../api-client.ts";
import type { IncidentMessage } from "../governance/incident-message.ts";
import type { ShownIncident } from "../governance/incidents.ts";
import { commandGroup, listed, type NodeOptions, nodeCommand, withNode } from "./command.ts";
import { attributeLabel } from "./person-values.ts";
import { readPrivateLine } from "./prompt.ts";
import { count, duration, heading, print, printJson, shortDigest, table } from "./terminal.ts";

interface OpenOptions extends NodeOptions {
  readonly source: string;
  readonly cause: string;
  readonly staff?: readonly string[];
  readonly partner?: string;
  readonly from?: string;
  readonly until?: string;
  readonly wordsStdin?: true;
}

export function incidentCommands(root: Command): void {
  const group = commandGroup(
    root,
    "incident",
    "the register of incidents: who was reached, whom to tell, by when",
    "accord incident open --source device --staff m.deng --cause stolen --node ./iom",
  );
  openCommand(group, "open", "open an incident: who was reached is answered at once", false);
  openCommand(group, "drill", "hold an exercise: the same, marked as a drill wherever it is told", true);

  nodeCommand(
    group,
    "notify <incident>",
    "tell the partners who must be told; whose node is not reached is told later by itself",
    "accord incident notify 0190… --node ./iom",
  ).action(async (id: string, options: NodeOptions) => {
    const shown = await withNode(options, (client) =>
      client.post<ShownIncident>(`/api/incidents/${encodeURIComponent(id)}/notify`),
    );
    if (options.json) printJson(shown);
    else print(noticeTable(shown) || "No partner has to be told of it.");
  });

  nodeCommand(
    group,
    "close <incident>",
    "close an incident; partners must have been told before",
    "accord incident close 0190… --outcome contained --node ./iom",
  )
    .addOption(
      new Option("--outcome <outcome>", "how it ended").choices(INCIDENT_OUTCOMES).makeOptionMandatory(),
    )
    .action(async (id: string, options: NodeOptions & { readonly outcome: string }) => {
      const shown = await withNode(options, (client) =>
        client.post<ShownIncident>(`/api/incidents/${encodeURIComponent(id)}/close`, {
          outcome: options.outcome,
        }),
      );
      if (options.json) printJson(shown);
      else print(incidentLines(shown));
    });

  nodeCommand(
    group,
    "list",
    "incidents here, and what partners told of theirs",
    "accord incident list --node ./iom",
  ).action(async (options: NodeOptions) => {
    const { own, heard } = await withNode(options, (client) =>
      client.get<{ own: ShownIncident[]; heard: HeardIncident[] }>("/api/incidents"),
    );
    if (options.json) return printJson({ own, heard });
    print(heading("Here"));
    print(
      table(
        ["incident", "", "source", "cause", "opened", "persons", "state"],
        own.map((each) => [
          each.id,
          each.drill ? "DRILL" : "",
          each.source,
          each.cause,
          each.openedAt,
          each.answer.persons,
          each.outcome ?? "open",
        ]),
      ) || "None.",
    );
    print(`\n${heading("Told by partners")}`);
    print(
      table(
        ["partner", "", "source", "opened", "heard", "agreement", "persons"],
        heard.map((each) => {
          const body = each.body as IncidentMessage;
          return [
            each.partner,
            body.drill ? "DRILL" : "",
            body.source,
            body.openedAt,
            each.heardAt,
            shortDigest(body.agreement),
            body.persons,
          ];
        }),
      ) || "None.",
    );
  });

  nodeCommand(
    group,
    "show <incident>",
    "which persons, whose records, which attributes, which languages: by count; with --csv each person by id",
    "accord incident show 0190… --csv persons.csv --node ./iom",
  )
    .option("--csv <file>", "write the list of persons, ids only, to this file")
    .option("--words", "show what was written down of it")
    .action(async (id: string, options: NodeOptions & { readonly csv?: string; readonly words?: true }) => {
      await withNode(options, async (client) => {
        const path = `/api/incidents/${encodeURIComponent(id)}`;
        const shown = await client.get<ShownIncident>(path);
        if (options.csv !== undefined) await writePersons(client, path, options.csv);
        const { words } = options.words
          ? await client.get<{ words: string | null }>(`${path}/words`)
          : { words: undefined };
        if (options.json) return printJson({ ...shown, ...(words === undefined ? {} : { words }) });
        print(incidentLines(shown));
        if (words !== undefined) print(`\n${words ?? "Nothing was written down of it."}`);
      });
    });
}

function openCommand(group: Command, name: "open" | "drill", summary: string, drill: boolean): void {
  nodeCommand(
    group,
    name,
    summary,
    `accord incident ${name} --source device --staff m.deng --from 2026-03-01T00:00:00Z --cause stolen --node ./iom`,
  )
    .addOption(
      new Option("--source <source>", "where data was lost from")
        .choices(INCIDENT_SOURCES)
        .makeOptionMandatory(),
    )
    .addOption(
      new Option("--cause <cause>", "how it came about").choices(INCIDENT_CAUSES).default("notKnown"),
    )
    .option("--staff <login>", "account that was used; of a device each that used it", listed)
    .option("--partner <agency>", "of a partner's incident: which partner")
    .option("--from <instant>", "from when, ISO 8601 in UTC")
    .option("--until <instant>", "until when; of a back-up when it was made; now where not given")
    .option("--words-stdin", "read a line on it from the standard input; kept sealed")
    .action(async (options: OpenOptions) => {
      const { source, cause, staff = [], partner, from, until } = options;
      const words = options.wordsStdin ? await readPrivateLine("What happened") : undefined;
      const began = performance.now();
      const shown = await withNode(options, (client) =>
        client.post<ShownIncident>("/api/incidents", {
          source,
          cause,
          drill,
          staff,
          ...(partner === undefined ? {} : { partner }),
          ...(from === undefined ? {} : { from }),
          ...(until === undefined ? {} : { until }),
          ...(words === undefined ? {} : { words }),
        }),
      );
      if (options.json) return printJson(shown);
      print(incidentLines(shown));
      print(`\nAnswered in ${duration(performance.now() - began)}.`);
      print(`Each person by id: accord incident show ${shown.id} --csv FILE`);
    });
}

async function writePersons(client: ApiClient, path: string, file: string): Promise<void> {
  await writeFile(file, await client.bytes(`${path}/persons`), { mode: 0o600 });
}

function incidentLines(shown: ShownIncident): string {
  const { answer } = shown;
  const counted = (
    heads: [string, string],
    counts: Readonly<Record<string, number>>,
    label = (key: string) => key,
  ) =>
    table(
      heads,
      Object.entries(counts).map(([key, persons]) => [label(key), persons]),
    ) || "none";
  return [
    `${shown.drill ? `${heading("DRILL: no real incident")}\n` : ""}${heading(`Incident ${shown.id}`)}  ${shown.source}, ${shown.cause}, opened ${shown.openedAt}, ${shown.outcome ?? "open"}`,
    `${count(answer.persons)} persons were reached, ${count(answer.erasedSince)} of them erased since.`,
    counted(["records of", "persons"], answer.byHolder),
    counted(["attribute", "persons"], answer.byAttribute, attributeLabel),
    counted(["tell them in", "persons"], answer.byLanguage),
    `${heading("Partners to tell")}\n${noticeTable(shown) || "none"}`,
  ].join("\n\n");
}

function noticeTable({ notices, drill }: ShownIncident): string {
  return table(
    ["partner", "agreement", "by", "sent", "taken"],
    notices.map((each) => [
      each.partner + (drill ? " (DRILL)" : ""),
      shortDigest(each.agreement),
      each.dueAt,
      each.askedAt ?? "",
      each.takenAt ?? (each.refused === undefined ? "" : `refused: ${each.refused}`),
    ]),
  );
}
