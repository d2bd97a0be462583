import { writeFile } from "node:fs/promises";
import type { Directory } from "@accord/agreement";
import { type Command, Option } from "commander";
import { namedAgreement } from "./agreement-document.ts";
import { type NodeOptions, nodeCommand, withNode } from "./command.ts";
import { usageError } from "./failure.ts";
import { harmless, print, printJson, shortDigest, styled, table } from "./terminal.ts";

interface ClauseUse {
  readonly clause: string;
  readonly attribute: string;
  readonly tier: string;
  readonly direction: string;
  readonly values: number;
  readonly use?: { readonly held: number; readonly standing: number; readonly read: number };
  readonly verdict: string;
}

const VERDICTS: Readonly<Record<string, string>> = {
  used: "used",
  neverShared: "never shared: drop it?",
  neverUsed: "never used: drop it?",
  inMatching: "used to match",
  unknown: "the partner's use is not seen here",
};

/** An agreement on paper and for other tools, what was made of it, and all agreements in one view. */
export function paperCommands(group: Command): void {
  nodeCommand(
    group,
    "pdf <agreement>",
    "an agreement or a draft as PDF for the signing ceremony, its digest on every page",
    "accord agreement pdf 5f3a --language ar --out agreement.pdf --node ./iom",
  )
    .requiredOption("--out <file>", "where to write it")
    .addOption(
      new Option("--language <language>", "language of the text").choices(["en", "fr", "ar"]).default("en"),
    )
    .action(async (name: string, options: NodeOptions & { out: string; language: string }) => {
      const named = await namedAgreement(name);
      const { pdf } = await withNode(options, (client) =>
        named.kind === "held"
          ? client.get<{ pdf: string }>(`/api/agreements/${named.digest}/pdf?language=${options.language}`)
          : client.post<{ pdf: string }>("/api/agreements/pdf", {
              agreement: named.agreement,
              language: options.language,
            }),
      );
      await writeFile(options.out, Buffer.from(pdf, "base64"));
      if (options.json) printJson({ file: options.out });
      else print(`Written to ${options.out}.`);
    });

  nodeCommand(
    group,
    "export <digest>",
    "an agreement as an ODRL 2.2 policy with DPV terms, in JSON-LD",
    "accord agreement export 5f3a --jsonld --out policy.jsonld --node ./iom",
  )
    .option("--jsonld", "as JSON-LD; the only form there is")
    .option("--out <file>", "where to write it; else it is printed")
    .action(async (digest: string, options: NodeOptions & { jsonld?: true; out?: string }) => {
      if (!options.jsonld) throw usageError("form", "no form was named", "Give --jsonld.");
      const policy = await withNode(options, (client) =>
        client.get<object>(`/api/agreements/${encodeURIComponent(digest)}/json-ld`),
      );
      if (options.out === undefined) printJson(policy);
      else await writeFile(options.out, `${JSON.stringify(policy, null, 2)}\n`);
    });

  nodeCommand(
    group,
    "use <digest>",
    "what was shared under each clause, and what nobody used, so that the next amendment drops it",
    "accord agreement use 5f3a --node ./iom",
  ).action(async (digest: string, options: NodeOptions) => {
    const report = await withNode(options, (client) =>
      client.get<ClauseUse[]>(`/api/agreements/${encodeURIComponent(digest)}/use`),
    );
    if (options.json) printJson(report);
    else {
      print(
        table(
          ["clause", "direction", "values", "held", "stands", "read", ""],
          report.map(({ clause, direction, values, use, verdict }) => [
            clause,
            direction,
            String(values),
            use === undefined ? "" : String(use.held),
            use === undefined ? "" : String(use.standing),
            use === undefined ? "" : String(use.read),
            VERDICTS[verdict] ?? verdict,
          ]),
        ),
      );
    }
  });

  nodeCommand(
    group,
    "directory",
    "which agreements there are, with whom, what each covers, and where two conflict (the stricter counts)",
    "accord agreement directory --dot agreements.dot --node ./iom",
  )
    .option("--dot <file>", "write the graph to a file, for Graphviz: dot -Tsvg agreements.dot")
    .action(async (options: NodeOptions & { dot?: string }) => {
      const { dot, ...directory } = await withNode(options, (client) =>
        client.get<Directory & { dot: string }>("/api/agreements/directory"),
      );
      if (options.dot !== undefined) await writeFile(options.dot, dot);
      if (options.json) printJson(directory);
      else print(directoryText(directory));
    });
}

function directoryText({ agreements, conflicts }: Directory): string {
  if (agreements.length === 0) return "No agreement yet. Begin: accord agreement draft --help";
  return [
    ...agreements.flatMap(({ digest, title, partner, phase, places, validFrom, validUntil, covers }) => [
      `${shortDigest(digest)}  ${harmless(title)}, with ${harmless(partner)}: ${phase}, ${validFrom} to ${validUntil}, in ${places.join(", ")}`,
      ...covers.map(
        ({ from, to, tier, attributes }) => `    ${from} to ${to}, ${tier}: ${attributes.join(", ")}`,
      ),
    ]),
    ...conflicts.map(({ agreements: [a, b], attribute, from, to, tier, differs, stricter }) => {
      const both = `${stricter.transformation}, ${stricter.retentionDays} days${stricter.consent ? ", by consent" : ""}`;
      return `${styled("yellow", "conflict")} ${shortDigest(a)} and ${shortDigest(b)} on ${attribute}, ${from} to ${to}, ${tier} (${differs.join(", ")}); both allow: ${both}`;
    }),
  ].join("\n");
}
