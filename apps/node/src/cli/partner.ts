import { readFile, writeFile } from "node:fs/promises";
import type { Command } from "commander";
import { cardFingerprint, openCard } from "../partner/card.ts";
import { commandGroup, type NodeOptions, nodeCommand, withNode } from "./command.ts";
import { usageError } from "./failure.ts";
import { ask, isInteractive } from "./prompt.ts";
import { harmless, print, printJson, remark, table } from "./terminal.ts";

interface Partner {
  readonly id: string;
  readonly name: string;
  readonly address: string;
  readonly fingerprint: string;
}

export function partnerCommands(root: Command): void {
  const group = commandGroup(
    root,
    "partner",
    "the agencies that this node speaks with",
    "accord partner card --node ./iom --out iom.card",
  );

  nodeCommand(
    group,
    "card",
    "print this node's card, to be handed to a partner",
    "accord partner card --node ./iom --out iom.card",
  )
    .option("--out <file>", "where to write the card; else it is printed")
    .action(async (options: NodeOptions & { out?: string }) => {
      const { card, fingerprint } = await withNode(options, (client) =>
        client.get<{ card: string; fingerprint: string }>("/api/card"),
      );
      if (options.out !== undefined) await writeFile(options.out, `${card}\n`);
      if (options.json) {
        printJson({ card, fingerprint, ...(options.out === undefined ? {} : { file: options.out }) });
        return;
      }
      if (options.out === undefined) print(card);
      else remark(`Card written to ${options.out}: it holds public keys only, and may go by mail.`);
      remark(`Fingerprint: ${fingerprint}`);
      remark(
        "Read the fingerprint to the partner over another channel than the card goes by, such as the phone.",
      );
    });

  nodeCommand(
    group,
    "add <card>",
    "add a partner by its card, once its fingerprint was confirmed over another channel",
    "accord partner add wfp.card --fingerprint 1F0A-… --node ./iom",
  )
    .option("--fingerprint <fingerprint>", "as the partner read it out; asked for where not given")
    .action(async (file: string, options: NodeOptions & { fingerprint?: string }) => {
      const card = (await readFile(file, "utf8")).trim();
      const fingerprint = options.fingerprint ?? (await askFingerprint(card));
      const partner = await withNode(options, (client) =>
        client.post<Partner>("/api/partners", { card, fingerprint }),
      );
      if (options.json) printJson(partner);
      else {
        print(`Added ${harmless(partner.name)} (${partner.id}) at ${partner.address}`);
        print("The partner must add this node's card as well: accord partner card");
      }
    });

  nodeCommand(
    group,
    "list",
    "list partners with their addresses and fingerprints",
    "accord partner list --node ./iom",
  ).action(async (options: NodeOptions) => {
    const partners = await withNode(options, (client) => client.get<Partner[]>("/api/partners"));
    if (options.json) printJson(partners);
    else if (partners.length === 0) print("No partner yet. Add one: accord partner add CARD");
    else {
      print(
        table(
          ["partner", "name", "address", "fingerprint"],
          partners.map(({ id, name, address, fingerprint }) => [id, name, address, fingerprint]),
        ),
      );
    }
  });
}

/**
 * The fingerprint of the card is shown and the operator types the one that the partner read out: what stands on the
 * screen cannot be confirmed by pressing a key alone. The node compares the two.
 */
async function askFingerprint(card: string): Promise<string> {
  const opened = await openCard(card);
  const shown = cardFingerprint(opened);
  if (!isInteractive()) {
    throw usageError(
      "fingerprint_needed",
      "a partner is added only with its fingerprint, and there is no terminal to ask on",
      "Have the partner read out the fingerprint that `accord partner card` shows there, and give it with --fingerprint.",
    );
  }
  remark(`The card names ${harmless(opened.name)} (${harmless(opened.id)}) at ${opened.address}`);
  remark(`Fingerprint of the card: ${shown}`);
  remark("Call the partner at a number that you know, and have their fingerprint read out.");
  return ask("Type the fingerprint that the partner reads out", "Give it with --fingerprint.");
}
