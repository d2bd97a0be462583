import type { PersonFile, PersonSummary } from "@accord/registry";
import type { AttributeState } from "@accord/vocabulary";
import type { Command } from "commander";
import { commandGroup, type NodeOptions, nodeCommand, withNode } from "./command.ts";
import { usageError } from "./failure.ts";
import { attributeLabel, stateInWords } from "./person-values.ts";
import { readPrivateLine } from "./prompt.ts";
import { purposeOption } from "./purpose-option.ts";
import { rightsCommands } from "./rights.ts";
import { harmless, heading, print, printJson, shortDigest, table } from "./terminal.ts";

interface FindOptions extends NodeOptions {
  readonly identifierStdin?: true;
  readonly nameStdin?: true;
  readonly limit: number;
  readonly purpose: string;
}
type ShownFile = PersonFile & { readonly withheld: Readonly<Record<string, readonly string[]>> };

export function personCommands(root: Command): void {
  const group = commandGroup(
    root,
    "person",
    "find and show one person",
    "accord person find --name-stdin --purpose registration --node ./iom < name.txt",
  );

  nodeCommand(
    group,
    "find",
    "find persons by identifier or name, which is read from the standard input and never from the command line",
    "accord person find --identifier-stdin --purpose registration --node ./iom < number.txt",
  )
    .option("--identifier-stdin", "read an identifier's whole value")
    .option("--name-stdin", "read words that begin parts of the name")
    .option("--limit <count>", "most persons to show", Number, 20)
    .addOption(purposeOption())
    .action(async (options: FindOptions) => {
      if ((options.identifierStdin === undefined) === (options.nameStdin === undefined)) {
        throw usageError(
          "what_to_find",
          "say what is read from the standard input",
          "Give --identifier-stdin or --name-stdin, one of the two.",
        );
      }
      const byName = options.nameStdin === true;
      const line = await readPrivateLine(byName ? "Name, or the beginnings of its parts" : "Identifier");
      const { limit, purpose } = options;
      const query = { [byName ? "name" : "identifier"]: line, limit, purpose };
      const found = await withNode(options, (client) =>
        client.post<PersonSummary[]>("/api/persons/search", query),
      );
      if (options.json) printJson(found);
      else if (found.length === 0) print("Nobody is found.");
      else {
        print(
          table(
            ["person", "name", "sex", "born", "place", "held by", "status"],
            found.map((each) => [
              each.id,
              each.name,
              each.sex,
              each.birthYear === undefined ? "" : String(each.birthYear),
              each.location,
              each.holder,
              each.status,
            ]),
          ),
        );
      }
    });

  rightsCommands(group);

  nodeCommand(
    group,
    "show <id>",
    "show a person's file: each value with who said so, how they know and when; what is withheld; links and disclosures",
    "accord person show 0190… --purpose requestOfPerson --node ./iom",
  )
    .addOption(purposeOption())
    .action(async (id: string, options: NodeOptions & { readonly purpose: string }) => {
      const file = await withNode(options, (client) =>
        client.get<ShownFile>(`/api/persons/${encodeURIComponent(id)}?purpose=${options.purpose}`),
      );
      if (options.json) printJson(file);
      else print(fileLines(file));
    });
}

function fileLines(file: ShownFile): string {
  const sections: [title: string, body: string][] = [
    ["Current values", table(["attribute", "value"], currentRows(file.current))],
    ["Withheld by agreement: a partner may hold it and does not share it", withheldLines(file)],
    ["Who said what", assertionTable(file)],
    [
      "Identifiers",
      table(
        ["issuer", "kind", "value"],
        file.identifiers.map((each) => [each.issuer, each.kind, each.value]),
      ),
    ],
    ["Household", householdLines(file)],
    [
      "Fingerprints",
      table(
        ["captured", "by", "finger (quality)"],
        file.encounters.map((each) => [
          each.capturedAt,
          each.source,
          each.fingers.map(({ position, quality }) => `${position} (${quality})`).join(", "),
        ]),
      ),
    ],
    [
      "Consent",
      table(
        ["to", "for", "given", "at"],
        file.consents.map((each) => [
          each.recipient,
          each.purpose,
          each.given ? "yes" : "no",
          each.assertedAt,
        ]),
      ),
    ],
    ["Links with partners' persons", linkTable(file)],
    ["Duplicates", duplicateTable(file)],
    [
      "Disclosed",
      table(
        ["at", "to", "tier", "purpose", "agreement", "attributes"],
        file.disclosures.map((each) => [
          each.at,
          each.recipient,
          each.tier,
          each.purpose,
          shortDigest(each.agreementDigest),
          each.attributes.map(attributeLabel).join(", "),
        ]),
      ),
    ],
  ];
  return [
    titleLines(file),
    ...sections.filter(([, body]) => body !== "").map(([title, body]) => `${heading(title)}\n${body}`),
  ].join("\n\n");
}

function titleLines(file: ShownFile): string {
  return [
    `${heading(`Person ${file.id}`)}  held by ${harmless(file.holder)}, ${file.status}`,
    ...(file.mergedInto === undefined ? [] : [`A duplicate of ${file.mergedInto}`]),
    ...(file.registeredAt === undefined
      ? []
      : [
          `Registered ${file.registeredAt}${file.programme === undefined ? "" : `, ${harmless(file.programme)}`}`,
        ]),
    ...(file.protectLocation ? ["The place of this person is protected and is not disclosed."] : []),
  ].join("\n");
}

function currentRows(current: ShownFile["current"]): string[][] {
  return Object.entries(current)
    .filter((entry): entry is [string, AttributeState] => entry[1] !== undefined)
    .map(([attribute, state]) => [attributeLabel(attribute), stateInWords(state)]);
}

function withheldLines({ withheld }: ShownFile): string {
  return Object.entries(withheld)
    .filter(([, attributes]) => attributes.length > 0)
    .map(([partner, attributes]) => `${harmless(partner)}: ${attributes.map(attributeLabel).join(", ")}`)
    .join("\n");
}

function assertionTable({ assertions, id }: ShownFile): string {
  return table(
    ["", "attribute", "value", "says", "known by", "asserted", "via"],
    assertions.map((each) => [
      each.current ? "*" : "",
      attributeLabel(each.attribute),
      stateInWords(each.state),
      each.source,
      each.method,
      each.assertedAt,
      each.viaLink !== undefined
        ? `link ${each.viaLink}`
        : each.person === id
          ? ""
          : `duplicate ${each.person}`,
    ]),
  );
}

function householdLines({ household }: ShownFile): string {
  if (household === undefined) return "";
  const members = table(
    ["person", "name", "role", "relationship"],
    household.members.map((each) => [each.person, each.name, each.role, each.relationship]),
  );
  return [table(["attribute", "value"], currentRows(household.current)), members]
    .filter((part) => part !== "")
    .join("\n\n");
}

function linkTable({ links }: ShownFile): string {
  return table(
    ["link", "partner", "partner's person", "probability", "decided by", "at", "undone"],
    links.map((each) => [
      each.id,
      each.partner,
      each.partnerRef,
      each.probability.toFixed(4),
      each.decidedBy,
      each.decidedAt,
      each.undoneAt ?? "",
    ]),
  );
}

function duplicateTable({ duplicates }: ShownFile): string {
  return table(
    ["duplicate", "of", "decided by", "at", "undone"],
    duplicates.map((each) => [
      each.duplicate,
      each.kept,
      each.decidedBy,
      each.decidedAt,
      each.undoneAt ?? "",
    ]),
  );
}
