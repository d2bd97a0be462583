import { resolve } from "node:path";
import { AccordError } from "@accord/vocabulary";
import { type Command, InvalidArgumentError, Option } from "commander";
import type { NodeConfig } from "../config/config.ts";
import { readConfig } from "../config/config.ts";
import { initNode } from "../init.ts";
import { openKeys } from "../keys/held-keys.ts";
import { cardFingerprint, ownCard } from "../partner/card.ts";
import { command } from "./command.ts";
import { print, printJson } from "./terminal.ts";

interface InitOptions {
  readonly agency: string;
  readonly name: string;
  readonly profile: NodeConfig["agency"]["profile"];
  readonly staffPort: number;
  readonly exchangePort: number;
  readonly exchangeHost?: string;
  readonly publicAddress?: string;
  readonly databaseUrlFromEnv?: true;
  readonly json?: true;
}

export function initCommand(root: Command): void {
  command(
    root,
    "init <folder>",
    "make a node: its folder, configuration, keys that only the owner can read, and its store",
    'accord init ./iom --agency iom --name "IOM South Sudan" --profile brave --exchange-port 8443',
  )
    .requiredOption("--agency <id>", "the agency's id: lower-case letters, digits and hyphens")
    .requiredOption("--name <name>", "the agency's name, as partners shall see it")
    .addOption(
      new Option("--profile <profile>", "what the registry is like")
        .choices(["brave", "scope", "plain"])
        .default("plain"),
    )
    .option("--staff-port <port>", "where staff and the command line reach the node", port, 8080)
    .option("--exchange-port <port>", "where the partner's node reaches it", port, 8443)
    .option(
      "--exchange-host <host>",
      "the address on which partners' nodes are let in, such as 0.0.0.0",
      "127.0.0.1",
    )
    .option(
      "--public-address <url>",
      "the address that partners use, if another than https://localhost:<exchange port>",
    )
    .option(
      "--database-url-from-env",
      "keep the environment's DATABASE_URL (PostgreSQL) in the configuration",
    )
    .action(async (folder: string, options: InitOptions) => {
      const made = await initNode(resolve(folder), {
        id: options.agency,
        name: options.name,
        profile: options.profile,
        staffPort: options.staffPort,
        exchangePort: options.exchangePort,
        exchangeHost: options.exchangeHost,
        publicAddress: options.publicAddress,
        databaseUrl: options.databaseUrlFromEnv ? databaseUrl() : undefined,
      });
      const config = await readConfig(made.config, {});
      const { keys } = await openKeys(made, config);
      const fingerprint = cardFingerprint(ownCard(config, keys));
      if (options.json) {
        printJson({ folder: made.root, config: made.config, fingerprint });
        return;
      }
      print(`The node of ${options.name} is in ${made.root}`);
      print(`Fingerprint of its card: ${fingerprint}`);
      print("root.key opens the node's keys: keep it apart from backups of the folder; see docs/keys.md.");
      print(
        "Then make a recovery key, without which a lost root.key loses everything: accord keys split --help",
      );
      print(`Next: accord serve --node ${folder}`);
      print("Then add the first administrator, who adds everybody else; hand them the invitation it prints:");
      print(
        `  accord staff add --login LOGIN --name "NAME" --role administrator --node ${folder}    (docs/staff.md)`,
      );
    });
}

function port(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > 65535) {
    throw new InvalidArgumentError("A port is a whole number from 0 to 65535.");
  }
  return value;
}

function databaseUrl(): string {
  const url = process.env.DATABASE_URL;
  if (url !== undefined && url !== "") return url;
  throw new AccordError("usage.database_url_missing", "the environment has no DATABASE_URL", {
    where: "--database-url-from-env",
    remedy: "Set DATABASE_URL to a postgres:// address, or leave the option out for the embedded store.",
  });
}
