import { writeFile } from "node:fs/promises";
import { type Command, Option } from "commander";
import type { ApiClient } from "../api-client.ts";
import {
  type HeldAgreement,
  heldAgreement,
  type NamedAgreement,
  namedAgreement,
  type Standing,
} from "./agreement-document.ts";
import { lifeCommands } from "./agreement-life.ts";
import { paperCommands } from "./agreement-papers.ts";
import {
  type Contradiction,
  hasErrors,
  standingLines,
  standingTable,
  tellContradictions,
} from "./agreement-words.ts";
import { commandGroup, listed, type NodeOptions, nodeCommand, withNode } from "./command.ts";
import { EXIT, type Finish } from "./exit-code.ts";
import { usageError } from "./failure.ts";
import { requireConfirmation } from "./prompt.ts";
import { harmless, harmlessLines, print, printJson, remark } from "./terminal.ts";

interface Checked {
  readonly contradictions: readonly Contradiction[];
  readonly text: string;
}
interface DraftOptions extends NodeOptions {
  readonly partner: string;
  readonly place: readonly string[];
  readonly out?: string;
  readonly title?: string;
  readonly validFrom?: string;
  readonly validUntil?: string;
  readonly matchingBy?: string;
  readonly overlap?: true;
  readonly referral?: true;
  readonly assistance?: true;
  readonly assessment?: string;
  readonly assessmentDate?: string;
  readonly contact?: string;
  readonly breachContact?: string;
}
type Signed = { readonly signed: string; readonly standing: Standing; readonly sentToPartner: boolean };

const language = () =>
  new Option("--language <language>", "language of the plain text").choices(["en", "fr", "ar"]).default("en");

export function agreementCommands(root: Command, finish: Finish): void {
  const group = commandGroup(
    root,
    "agreement",
    "data-sharing agreements: nothing is disclosed without one in force",
    "accord agreement draft --node ./iom --partner wfp --place SS07 --out draft.json",
  );

  nodeCommand(
    group,
    "draft",
    "draft an agreement with a partner from the template, and name what contradicts itself in it",
    "accord agreement draft --node ./iom --partner wfp --place SS07 SS08 --out draft.json",
  )
    .requiredOption("--partner <id>", "the partner, as `accord partner list` names it")
    .requiredOption("--place <pcode...>", "P-codes of the places whose persons it covers", listed)
    .option("--out <file>", "where to write the draft; else it is printed")
    .option("--title <title>", "the agreement's title")
    .option("--valid-from <date>", "YYYY-MM-DD; today where not given")
    .option("--valid-until <date>", "YYYY-MM-DD, the last day; a year where not given")
    .option("--overlap", "find out how many persons are in both before any is disclosed")
    .option("--referral", "either may refer persons to the other for a service")
    .option("--assistance", "either may ask the other about its distribution lists")
    .option("--matching-by <agency>", "who compares the two registries; the partner where not given")
    .option("--assessment <reference>", "reference of the data-protection impact assessment")
    .option("--assessment-date <date>", "when that was completed, YYYY-MM-DD")
    .option("--contact <address>", "whom to write to about data protection")
    .option("--breach-contact <address>", "whom to tell of a breach; as --contact where not given")
    .action(async (options: DraftOptions) => {
      const drafted = await withNode(options, (client) =>
        client.post<{ agreement: unknown; contradictions: Contradiction[] }>(
          "/api/agreements/draft",
          terms(options),
        ),
      );
      const text = `${JSON.stringify(drafted.agreement, null, 2)}\n`;
      if (options.out !== undefined) await writeFile(options.out, text);
      if (options.json) printJson(drafted);
      else {
        if (options.out === undefined) process.stdout.write(text);
        tellContradictions(drafted.contradictions);
        if (options.out !== undefined) {
          remark(
            `Draft written to ${options.out}. Change what must be changed, then: accord agreement check ${options.out}`,
          );
        }
      }
      if (hasErrors(drafted.contradictions)) finish(EXIT.failed);
    });

  nodeCommand(
    group,
    "show [agreement]",
    "show one agreement, by digest or file, in plain language; all that are held here where none is named",
    "accord agreement show 5f3a --language fr --node ./iom",
  )
    .addOption(language())
    .action(async (name: string | undefined, options: NodeOptions & { language: string }) => {
      if (name === undefined) {
        const all = await withNode(options, (client) => client.get<Standing[]>("/api/agreements"));
        if (options.json) printJson(all);
        else
          print(
            all.length === 0 ? "No agreement yet. Begin: accord agreement draft --help" : standingTable(all),
          );
        return;
      }
      const named = await namedAgreement(name);
      const shown = await withNode(options, (client) => readable(client, named, options.language));
      if (options.json) {
        printJson(shown);
        return;
      }
      print(harmlessLines(shown.text));
      if (shown.standing !== undefined) print(`\n${standingLines(shown.standing)}`);
      else if (named.kind === "signed") print(`\nSignatures in the file, not verified: ${claimedBy(named)}`);
      else print("\nA draft: nobody has signed.");
    });

  nodeCommand(
    group,
    "check <file>",
    "name what contradicts itself in a draft",
    "accord agreement check draft.json --node ./iom",
  ).action(async (file: string, options: NodeOptions) => {
    const named = await fileOnly(file);
    const checked = await withNode(options, (client) => check(client, named.agreement));
    if (options.json) printJson({ contradictions: checked.contradictions });
    else if (checked.contradictions.length === 0) print("Nothing contradicts itself.");
    else tellContradictions(checked.contradictions, print);
    if (hasErrors(checked.contradictions)) finish(EXIT.failed);
  });

  nodeCommand(
    group,
    "sign <agreement>",
    "sign a draft, or an agreement that the partner has signed; it is shown in plain language first",
    "accord agreement sign draft.json --out signed.json --node ./iom",
  )
    .option("--yes", "sign without being asked")
    .option("--out <file>", "where to write the signed document, to be handed to the partner")
    .addOption(language())
    .action(async (name: string, options: NodeOptions & { yes?: true; out?: string; language: string }) => {
      const named = await namedAgreement(name);
      const result = await withNode(options, async (client) => {
        const document = await documentOf(client, named);
        const agreement = named.kind === "held" ? document.agreement : named.agreement;
        const checked = await check(client, agreement, options.language);
        remark(harmlessLines(checked.text));
        tellContradictions(checked.contradictions);
        if (!options.yes) await requireConfirmation("Sign this agreement for your agency?", "--yes");
        return client.post<Signed>("/api/agreements/sign", { document: document.document });
      });
      if (options.out !== undefined) await writeFile(options.out, `${result.signed}\n`);
      if (options.json) printJson(result);
      else {
        print(standingLines(result.standing));
        if (result.sentToPartner) print("The partner's node has it.");
        else if (options.out !== undefined) {
          print(
            `The partner's node was not reached. Hand over ${options.out}; there: accord agreement add ${options.out}`,
          );
        } else {
          print(
            "The partner's node was not reached. Write the document out with `accord agreement verify DIGEST --out FILE`.",
          );
        }
      }
    });

  nodeCommand(
    group,
    "add <file>",
    "take in an agreement that the partner signed",
    "accord agreement add signed.json --node ./wfp",
  ).action(async (file: string, options: NodeOptions) => {
    const named = await namedAgreement(file);
    if (named.kind !== "signed") {
      throw usageError(
        "not_signed",
        "this is no signed agreement",
        "A draft is signed with `accord agreement sign`.",
      );
    }
    const standing = await withNode(options, (client) =>
      client.post<Standing>("/api/agreements", { signed: named.text }),
    );
    if (options.json) printJson(standing);
    else print(standingLines(standing));
  });

  nodeCommand(
    group,
    "verify <agreement>",
    "verify both signatures against the keys that are pinned here, and whether the agreement is in force",
    "accord agreement verify 5f3a --node ./iom",
  )
    .option("--out <file>", "write the signed document of an agreement that is held here")
    .action(async (name: string, options: NodeOptions & { out?: string }) => {
      const named = await namedAgreement(name);
      if (named.kind === "draft") {
        throw usageError(
          "not_signed",
          "this is a draft that nobody has signed",
          "See `accord agreement sign --help`.",
        );
      }
      const standing = await withNode(options, async (client) => {
        if (named.kind === "signed")
          return client.post<Standing>("/api/agreements/verify", { signed: named.text });
        const held = await heldAgreement(client, named.digest);
        if (options.out !== undefined) await writeFile(options.out, `${held.signed}\n`);
        return held.standing;
      });
      if (options.json) printJson(standing);
      else print(standingLines(standing));
      if (!standing.inForce) finish(EXIT.refused);
    });

  lifeCommands(group);
  paperCommands(group);
}

function terms(options: DraftOptions): Record<string, unknown> {
  const { assessment, assessmentDate, contact, breachContact } = options;
  if ((assessment === undefined) !== (assessmentDate === undefined)) {
    throw usageError(
      "assessment",
      "an assessment has a reference and a date",
      "Give --assessment and --assessment-date.",
    );
  }
  if (breachContact !== undefined && contact === undefined) {
    throw usageError("contact", "--breach-contact was given without --contact", "Give both.");
  }
  return {
    partner: options.partner,
    places: options.place,
    title: options.title,
    validFrom: options.validFrom,
    validUntil: options.validUntil,
    matchingBy: options.matchingBy,
    overlap: options.overlap === true,
    referral: options.referral === true,
    assistance: options.assistance === true,
    ...(assessment === undefined
      ? {}
      : { impactAssessment: { reference: assessment, completedOn: assessmentDate } }),
    ...(contact === undefined
      ? {}
      : { contact: { dataProtection: contact, breach: breachContact ?? contact } }),
  };
}

function check(client: ApiClient, agreement: unknown, inLanguage = "en"): Promise<Checked> {
  return client.post<Checked>("/api/agreements/check", { agreement, language: inLanguage });
}

async function readable(
  client: ApiClient,
  named: NamedAgreement,
  inLanguage: string,
): Promise<{ text: string; agreement: unknown; standing?: Standing }> {
  if (named.kind === "held") {
    const { text, agreement, standing } = await heldAgreement(client, named.digest, inLanguage);
    return { text, agreement, standing };
  }
  return { text: (await check(client, named.agreement, inLanguage)).text, agreement: named.agreement };
}

async function documentOf(
  client: ApiClient,
  named: NamedAgreement,
): Promise<{ document: unknown; agreement: HeldAgreement["agreement"] }> {
  if (named.kind !== "held") return { document: named.document, agreement: named.agreement };
  const held = await heldAgreement(client, named.digest);
  return { document: JSON.parse(held.signed), agreement: held.agreement };
}

async function fileOnly(file: string): Promise<Exclude<NamedAgreement, { kind: "held" }>> {
  const named = await namedAgreement(file);
  if (named.kind !== "held") return named;
  throw usageError(
    "file_needed",
    "this asks for a file, not a digest",
    "See `accord agreement show` for what is held.",
  );
}

const claimedBy = ({ signatures }: Extract<NamedAgreement, { kind: "signed" }>): string =>
  signatures
    .filter((each) => each.signedAt !== undefined)
    .map((each) => harmless(each.party))
    .join(", ") || "none";
