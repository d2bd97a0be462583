import { readFile } from "node:fs/promises";
import type { ConsentText, Erasure, RetentionPreview, RetentionTaken, Scrubbed } from "@accord/registry";
import type { Command } from "commander";
import { type NodeOptions, nodeCommand, withNode } from "../command.ts";
import { print, printJson, shortDigest, table } from "../terminal.ts";

/** Texts of consent, retention and erasures of the whole node. */
export function upkeepCommands(group: Command): void {
  texts(group);
  retention(group);
  erasures(group);
}

function texts(group: Command): void {
  nodeCommand(
    group,
    "texts",
    "the texts in which consent is asked for, by language and version",
    "accord person rights texts --node ./iom",
  ).action(async (options: NodeOptions) => {
    const all = await withNode(options, (client) => client.get<ConsentText[]>("/api/rights/texts"));
    if (options.json) printJson(all);
    else
      print(
        table(
          ["digest", "language", "version"],
          all.map((each) => [shortDigest(each.digest), each.language, each.version]),
        ),
      );
  });

  nodeCommand(
    group,
    "add-text <file>",
    "import a text in which consent is asked for, in any language; it is kept by its digest and never changed",
    "accord person rights add-text dinka.txt --language din --text-version 1 --node ./iom",
  )
    .requiredOption("--language <language>", "such as din, nus or ar")
    .requiredOption("--text-version <version>", "the agency's own")
    .action(async (file: string, options: NodeOptions & { language: string; textVersion: string }) => {
      const text = await readFile(file, "utf8");
      const kept = await withNode(options, (client) =>
        client.post<ConsentText>("/api/rights/texts", {
          language: options.language,
          version: options.textVersion,
          text,
        }),
      );
      if (options.json) printJson(kept);
      else print(`Kept as ${kept.digest}.`);
    });
}

function retention(group: Command): void {
  nodeCommand(
    group,
    "retention",
    "what retention clocks are about to take, in counts; --confirm lets it go",
    "accord person rights retention --node ./iom\naccord person rights retention --confirm 0190… --node ./iom",
  )
    .option(
      "--confirm <preview>",
      "confirm this preview: what it showed is let go, and nothing that came due since",
    )
    .action(async (options: NodeOptions & { confirm?: string }) => {
      if (options.confirm !== undefined) {
        const path = `/api/rights/retention/${encodeURIComponent(options.confirm)}/confirm`;
        const purged = await withNode(options, (client) => client.post<RetentionTaken>(path));
        if (options.json) printJson(purged);
        else print(`${purged.statements} statements cut, ${purged.persons} persons erased.`);
        return;
      }
      const { confirms, preview } = await withNode(options, (client) =>
        client.get<{ confirms: boolean; preview: RetentionPreview | null }>("/api/rights/retention"),
      );
      if (options.json) printJson({ confirms, preview });
      else if (preview === null) print("Nothing is due.");
      else {
        print(`Preview ${preview.id}, due until ${preview.until}:`);
        print(
          table(
            ["agreement", "attribute", "values"],
            preview.expiring.map((each) => [shortDigest(each.agreement), each.attribute, each.values]),
          ),
        );
        if (!confirms)
          print("It goes by itself within the hour; set rights.confirmRetention to have it wait.");
      }
    });
}

function erasures(group: Command): void {
  nodeCommand(
    group,
    "erasures",
    "erasures whose rows the store's free space still holds, and by when it is rewritten",
    "accord person rights erasures --node ./iom",
  ).action(async (options: NodeOptions) => {
    const owed = await withNode(options, (client) => client.get<Erasure[]>("/api/rights/erasures"));
    if (options.json) printJson(owed);
    else if (owed.length === 0) print("None: the store's files hold nothing of what was erased.");
    else {
      print(
        table(
          ["erasure", "reason", "persons", "erased", "rewritten by"],
          owed.map((each) => [each.id, each.reason, each.persons, each.erasedAt, each.scrubBy]),
        ),
      );
    }
  });

  nodeCommand(
    group,
    "scrub",
    "rewrite the store's files now, so that they hold nothing of what was erased; takes as long as writing the store anew",
    "accord person rights scrub --node ./iom",
  ).action(async (options: NodeOptions) => {
    const scrubbed = await withNode(options, (client) => client.post<Scrubbed>("/api/rights/scrub"));
    if (options.json) printJson(scrubbed);
    else if (scrubbed.left.length === 0)
      print(`${scrubbed.tables} tables rewritten; ${scrubbed.erasures} erasures are whole.`);
    else print(`Still owed, since there is left:\n${scrubbed.left.map((each) => `  ${each}`).join("\n")}`);
  });
}
