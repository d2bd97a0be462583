import { parseVerifierKey } from "@accord/ledger";
import type { Command } from "commander";
import { witnessServer } from "../../ledger/serve-witness.ts";
import { WitnessFolder } from "../../ledger/witness-folder.ts";
import { command, listed } from "../command.ts";
import { wholeNumber } from "../options.ts";
import { print, printJson, remark } from "../terminal.ts";

interface WitnessOptions {
  readonly folder: string;
  readonly name: string;
  readonly log: readonly string[];
  readonly host: string;
  readonly port: number;
  readonly json?: true;
}

export function ledgerWitnessCommand(group: Command): void {
  command(
    group,
    "witness",
    "run a third witness: it cosigns the ledgers of others, and has no registry",
    "accord ledger witness --folder ./witness --name witness.example/ocha --log 'accord.ledger/iom+…' --port 8480",
  )
    .requiredOption(
      "--folder <folder>",
      "where it keeps its keys, made on the first run, and what it cosigned",
    )
    .requiredOption("--name <name>", "its name, a URL without the scheme")
    .requiredOption(
      "--log <verifier-key>",
      "a key of a ledger that it witnesses (`accord ledger policy`)",
      listed,
    )
    .option("--host <address>", "where it listens", "127.0.0.1")
    .option("--port <port>", "on which port; 0 for any that is free", wholeNumber, 8480)
    .action(async ({ folder, name, log, host, port, json }: WitnessOptions) => {
      const witness = await WitnessFolder.open(folder, name, log.map(parseVerifierKey));
      const server = witnessServer(witness);
      const address = await server.listen({ host, port });
      const policyLines = witness.verifierKeys.map(
        (key, at) => `witness ${at === 0 ? "third" : "third-ml-dsa-44"} ${key} ${address}`,
      );
      if (json) printJson({ address, keys: witness.verifierKeys });
      else {
        print(policyLines.join("\n"));
        remark(`A witness listens on ${address}. Put the lines above into the policy of those who ask it.`);
      }
      const stop = () => void server.close();
      process.once("SIGINT", stop);
      process.once("SIGTERM", stop);
    });
}
