import type { Command } from "commander";
import { commandGroup } from "./command.ts";
import type { Finish } from "./exit-code.ts";
import { fileCommands } from "./ledger/files.ts";
import { ledgerPartnerCommands } from "./ledger/partners.ts";
import { ledgerPersonCommand } from "./ledger/person.ts";
import { showCommand } from "./ledger/show.ts";
import { verifyCommand } from "./ledger/verify.ts";
import { ledgerWitnessCommand } from "./ledger/witness.ts";

export function ledgerCommands(root: Command, finish: Finish): void {
  const group = commandGroup(
    root,
    "ledger",
    "what was disclosed, received, decided, read and erased, and the proofs of it",
    "accord ledger verify --node ./iom",
  );
  verifyCommand(group, finish);
  showCommand(group);
  ledgerPersonCommand(group);
  fileCommands(group);
  ledgerPartnerCommands(group, finish);
  ledgerWitnessCommand(group);
}
