import type { Command } from "commander";
import type { GovernanceFigures } from "../governance/figures.ts";
import { commandGroup, type NodeOptions, nodeCommand, withNode } from "./command.ts";
import { type Cell, count, heading, print, printJson, shortDigest, table } from "./terminal.ts";

export function governanceCommands(root: Command): void {
  const group = commandGroup(
    root,
    "governance",
    "figures of oversight",
    "accord governance figures --node ./iom",
  );

  nodeCommand(
    group,
    "figures",
    "what was shared, read and refused, what is due, and whether groups fare alike; small counts are held back",
    "accord governance figures --from 2026-01-01T00:00:00Z --node ./iom",
  )
    .option("--from <instant>", "from when, ISO 8601 in UTC")
    .option("--until <instant>", "until when; now where not given")
    .action(async (options: NodeOptions & { readonly from?: string; readonly until?: string }) => {
      const asked = new URLSearchParams(
        Object.entries({ from: options.from, until: options.until }).filter(
          (each): each is [string, string] => each[1] !== undefined,
        ),
      );
      const figures = await withNode(options, (client) =>
        client.get<GovernanceFigures>(`/api/governance/figures?${asked}`),
      );
      if (options.json) printJson(figures);
      else print(figureLines(figures));
    });
}

function figureLines(figures: GovernanceFigures): string {
  const few = (value: number | undefined): Cell => value ?? `<${figures.smallestTold}*`;
  const section = (title: string, body: string) => `${heading(title)}\n${body || "none"}`;
  const { retentionDue } = figures;
  return [
    section(
      "Disclosed, by clause",
      table(
        ["agreement", "clause", "to", "batches", "persons"],
        figures.disclosures.map((row) => [
          shortDigest(row.agreement),
          row.clause,
          row.partner,
          row.batches,
          few(row.persons),
        ]),
      ),
    ),
    section(
      "Refused",
      table(
        ["partner", "code", "times"],
        figures.refusals.map((row) => [row.partner, row.code, row.times]),
      ),
    ),
    section(
      "Read, by role",
      table(
        ["role", "purpose", "reads", "persons", "refused"],
        figures.readsByRole.map((row) => [row.role, row.purpose, row.reads, few(row.persons), row.refused]),
      ),
    ),
    section(
      "Retention",
      `${count(retentionDue.now)} values are due, ${count(retentionDue.withinThirtyDays)} within 30 days`,
    ),
    section(
      "Consents, by language",
      table(
        ["language", "given", "refused", "withdrawn"],
        figures.consentsByLanguage.map((row) => [
          row.language,
          few(row.given),
          few(row.refused),
          few(row.withdrawn),
        ]),
      ),
    ),
    section(
      "Persons' requests",
      table(
        ["kind", "in time", "late", "open", "overdue"],
        figures.requests.map((row) => [
          row.kind,
          few(row.answeredInTime),
          few(row.answeredLate),
          few(row.open),
          few(row.overdue),
        ]),
      ),
    ),
    section(
      "Fairness",
      table(
        [
          "by",
          "group",
          "persons",
          "links",
          "undone",
          "restored",
          "no finger",
          "poor finger",
          "finger rejects",
          "overrides",
          "never shared",
        ],
        figures.fairness.map((row) => [
          row.by,
          row.group,
          few(row.persons),
          few(row.links),
          few(row.linksUndone),
          few(row.duplicatesRestored),
          few(row.withoutFingerprint),
          few(row.poorFingerprint),
          few(row.fingerprintRejections),
          few(row.overrides),
          few(row.neverShared),
        ]),
      ),
    ),
    `* fewer than ${figures.smallestTold}, or held back because it would give away one that is`,
  ].join("\n\n");
}
