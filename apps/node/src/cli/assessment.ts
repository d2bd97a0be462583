import { readFile, writeFile } from "node:fs/promises";
import type { KeptAssessment } from "@accord/registry";
import { AccordError } from "@accord/vocabulary";
import type { Command } from "commander";
import type { AssessmentDocument } from "../governance/assessments.ts";
import { commandGroup, type NodeOptions, nodeCommand, withNode } from "./command.ts";
import { attributeLabel } from "./person-values.ts";
import { harmless, heading, print, printJson, shortDigest, table } from "./terminal.ts";

interface DraftOptions extends NodeOptions {
  readonly propose?: string;
  readonly risks?: string;
  readonly reviewBy?: string;
}

export function assessmentCommands(root: Command): void {
  const group = commandGroup(
    root,
    "assessment",
    "impact assessments: without an approved one an agreement grants nothing",
    "accord assessment draft 3f2a --node ./iom",
  );

  nodeCommand(
    group,
    "draft <agreement>",
    "draft an agreement's assessment: its flows are the agreement's, its risks those proposed or yours",
    "accord assessment draft 3f2a --propose risks.json --node ./iom\naccord assessment draft draft.json --risks risks.json --node ./iom",
  )
    .option("--propose <file>", "write the proposed risks to a file to be edited, and keep nothing")
    .option("--risks <file>", "risks, measures and what is left, edited from what --propose wrote")
    .option("--review-by <day>", "when it is looked at again; the agreement's review where not given")
    .action(async (meant: string, options: DraftOptions) => {
      const agreement = await agreementArgument(meant);
      if (options.propose !== undefined) {
        const proposed = await withNode(options, (client) =>
          client.post<AssessmentDocument>("/api/assessments/propose", { agreement }),
        );
        await writeFile(options.propose, `${JSON.stringify(proposed.risks, null, 2)}\n`);
        if (options.json) printJson(proposed);
        else print(`Proposed risks are in ${options.propose}: judge each, then give the file as --risks.`);
        return;
      }
      const kept = await withNode(options, async (client) =>
        client.post<KeptAssessment>("/api/assessments", {
          agreement,
          ...(options.risks === undefined ? {} : { risks: await jsonFile(options.risks) }),
          ...(options.reviewBy === undefined ? {} : { reviewBy: options.reviewBy }),
        }),
      );
      if (options.json) return printJson(kept);
      print(assessmentLines(kept));
      print(`\nA protection officer who did not draft it: accord assessment approve ${kept.id}`);
    });

  nodeCommand(
    group,
    "show <assessment>",
    "show one, by the beginning of its id or of its agreement's digest",
    "accord assessment show 3f2a --node ./iom",
  ).action(async (id: string, options: NodeOptions) => {
    const kept = await withNode(options, (client) =>
      client.get<KeptAssessment>(`/api/assessments/${encodeURIComponent(id)}`),
    );
    if (options.json) printJson(kept);
    else print(assessmentLines(kept));
  });

  nodeCommand(
    group,
    "approve <assessment>",
    "approve one that another drafted; its agreement may become active from then on",
    "accord assessment approve 0190… --node ./iom",
  ).action(async (id: string, options: NodeOptions) => {
    const kept = await withNode(options, (client) =>
      client.post<KeptAssessment>(`/api/assessments/${encodeURIComponent(id)}/approve`),
    );
    if (options.json) printJson(kept);
    else print(`Approved at ${kept.approvedAt}; to be looked at again by ${kept.reviewBy}.`);
  });

  nodeCommand(group, "list", "all assessments, newest first", "accord assessment list --node ./iom").action(
    async (options: NodeOptions) => {
      const all = await withNode(options, (client) => client.get<KeptAssessment[]>("/api/assessments"));
      if (options.json) return printJson(all);
      print(
        table(
          ["assessment", "agreement", "version", "drafted", "approved", "review by"],
          all.map((each) => [
            each.id,
            shortDigest(each.agreement),
            each.version,
            each.draftedAt,
            each.approvedAt ?? "no",
            each.reviewBy,
          ]),
        ) || "None.",
      );
    },
  );
}

async function agreementArgument(meant: string): Promise<unknown> {
  return /^[0-9a-f]{4,64}$/.test(meant) ? meant : jsonFile(meant);
}

async function jsonFile(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, "utf8"));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new AccordError("assessment.not_json", "the file is not JSON", {
      where: path,
      remedy: "Give the file that `accord agreement draft` or `accord assessment draft --propose` wrote.",
    });
  }
}

function assessmentLines(kept: KeptAssessment): string {
  const document = kept.document as AssessmentDocument;
  const flows = document.flows.map((flow) => {
    const rows = flow.attributes.map((each) => [
      attributeLabel(each.attribute),
      each.sensitivity,
      each.transformation,
      each.retentionDays,
      each.consent ? "consent" : "other basis",
    ]);
    return `${heading(`${flow.from} to ${flow.to}, ${flow.tier}`)}  for ${flow.purposes.join(", ")}\n${table(
      ["attribute", "sensitivity", "as", "days kept", "on"],
      rows,
    )}`;
  });
  const risks = document.risks.map(
    (risk) =>
      `${heading(risk.risk)}  likelihood ${risk.likelihood}, severity ${risk.severity}, left ${risk.residual}\n  ${harmless(risk.says)}\n  measures: ${risk.measures.join(", ") || "none"}${risk.besides === undefined ? "" : `\n  besides: ${harmless(risk.besides)}`}`,
  );
  return [
    `${heading(`Assessment ${kept.id}`)}  version ${kept.version} of ${harmless(document.title)} (${shortDigest(kept.agreement)})`,
    kept.approvedAt === undefined
      ? "Not approved: the agreement grants nothing."
      : `Approved at ${kept.approvedAt}.`,
    `To be looked at again by ${kept.reviewBy}.`,
    ...flows,
    ...risks,
  ].join("\n\n");
}
