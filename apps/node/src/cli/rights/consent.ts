import { readFile, writeFile } from "node:fs/promises";
import { PURPOSES } from "@accord/agreement";
import { EXPRESSIONS, REFUSAL_REASONS, UNDERSTANDING } from "@accord/registry";
import { type Command, Option } from "commander";
import { type NodeOptions, nodeCommand, withNode } from "../command.ts";
import { usageError } from "../failure.ts";
import { print, printJson } from "../terminal.ts";

interface PlaceOptions extends NodeOptions {
  readonly to: string;
  readonly for: string;
}

interface WordOptions extends PlaceOptions {
  readonly text?: string;
  readonly understanding?: string;
  readonly expression?: string;
  readonly reason?: string;
  readonly details?: string;
}

interface Said {
  readonly consent: { readonly assertedAt: string };
  readonly toTell: readonly string[];
  readonly notices: { readonly taken: number; readonly waiting: number };
}

const EVENTS = {
  consent: ["given", "record that a person consents to sharing with a recipient for a purpose"],
  refuse: ["refused", "record that a person says no, with the same standing as a yes"],
  withdraw: [
    "withdrawn",
    "take a consent back: nothing more is disclosed from now on, and the partner must erase",
  ],
} as const;

/** `consent`, `refuse` and `withdraw`: a person's word to a recipient for a purpose. */
export function wordCommands(group: Command): void {
  for (const [name, [event, summary]] of Object.entries(EVENTS)) {
    const command = placeOptions(nodeCommand(group, `${name} <id>`, summary, exampleOf(name))).option(
      "--details <file>",
      "JSON with witness, guardian and note; third persons are never named in arguments",
    );
    if (event === "given") {
      command
        .option("--text <digest>", "the beginning of the digest of the text that was read out")
        .addOption(new Option("--understanding <how>", "how it was checked").choices([...UNDERSTANDING]))
        .addOption(new Option("--expression <how>", "how it was said").choices([...EXPRESSIONS]));
    } else {
      command.addOption(
        new Option("--reason <why>", "where the person wishes to say").choices([...REFUSAL_REASONS]),
      );
    }
    command.action(async (id: string, options: WordOptions) => {
      const said = await withNode(options, async (client) => {
        const texts = await client.get<{ digest: string }[]>("/api/rights/texts");
        return client.post<Said>(`/api/persons/${encodeURIComponent(id)}/consents`, {
          recipient: options.to,
          purpose: options.for,
          event,
          ...(options.text === undefined ? {} : { textDigest: wholeDigest(texts, options.text) }),
          ...(options.understanding === undefined ? {} : { understanding: options.understanding }),
          ...(options.expression === undefined ? {} : { expression: options.expression }),
          ...(options.reason === undefined ? {} : { reason: options.reason }),
          ...(options.details === undefined
            ? {}
            : { details: JSON.parse(await readFile(options.details, "utf8")) as unknown }),
        });
      });
      if (options.json) printJson(said);
      else print(told(event, said));
    });
  }
}

/** `receipt`: what the person takes away. */
export function receiptCommand(group: Command): void {
  placeOptions(
    nodeCommand(
      group,
      "receipt <id>",
      "what the person takes away of their word: a page to print, and a text message",
      "accord person rights receipt 0190… --to wfp --for deduplicationOfPersons --language ar --out receipt.pdf --node ./iom",
    ),
  )
    .option("--language <language>", "en, fr or ar", "en")
    .requiredOption("--out <file>", "where to write the PDF; it is readable by its owner alone")
    .action(async (id: string, options: PlaceOptions & { language: string; out: string }) => {
      const receipt = await withNode(options, (client) =>
        client.post<{ sms: string; pdf: string; language: string }>(
          `/api/persons/${encodeURIComponent(id)}/receipt`,
          { recipient: options.to, purpose: options.for, language: options.language },
        ),
      );
      await writeFile(options.out, Buffer.from(receipt.pdf, "base64"), { mode: 0o600 });
      const { sms, language } = receipt;
      if (options.json) printJson({ file: options.out, language, sms });
      else print(`Written to ${options.out} (${language}). As a text message:\n${sms}`);
    });
}

function placeOptions(command: Command): Command {
  return command
    .requiredOption("--to <agency>", "the recipient")
    .addOption(new Option("--for <purpose>", "the purpose").choices([...PURPOSES]).makeOptionMandatory());
}

const exampleOf = (name: string): string =>
  name === "consent"
    ? "accord person rights texts --node ./iom\naccord person rights consent 0190… --to wfp --for deduplicationOfPersons --text 3f2a --understanding repeatedInOwnWords --expression signature --node ./iom"
    : `accord person rights ${name} 0190… --to wfp --for deduplicationOfPersons --node ./iom`;

function wholeDigest(texts: readonly { readonly digest: string }[], beginning: string): string {
  const found = texts.filter((each) => each.digest.startsWith(beginning));
  if (found.length === 1) return found[0]!.digest;
  throw usageError(
    "which_text",
    found.length === 0 ? "no text has this digest" : "more than one text has this beginning",
    "List them with `accord person rights texts`.",
  );
}

function told(event: string, { consent, toTell, notices }: Said): string {
  const first = `Recorded as ${event} at ${consent.assertedAt}; it works from the next disclosure on.`;
  if (toTell.length === 0) return first;
  return `${first}\n${toTell.join(", ")}: ${notices.taken} told and confirmed, ${notices.waiting} to be told with the next contact.`;
}
