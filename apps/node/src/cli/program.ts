import { Command } from "commander";
import { agreementCommands } from "./agreement.ts";
import { approvalCommands } from "./approval.ts";
import { assessmentCommands } from "./assessment.ts";
import { backupCommands } from "./backup.ts";
import { demandCommands } from "./demand.ts";
import { doctorCommand } from "./doctor.ts";
import { duplicatesCommands } from "./duplicates.ts";
import { exchangeCommands } from "./exchange.ts";
import { EXIT_CODES_EXPLAINED, type Finish } from "./exit-code.ts";
import { exportCommand } from "./export.ts";
import { fingerprintCommands } from "./fingerprint.ts";
import { governanceCommands } from "./governance.ts";
import { importCommands } from "./import.ts";
import { incidentCommands } from "./incident.ts";
import { initCommand } from "./init.ts";
import { keysCommands } from "./keys.ts";
import { ledgerCommands } from "./ledger.ts";
import { linkageCommands } from "./linkage.ts";
import { mappingCommands } from "./mapping.ts";
import { partnerCommands } from "./partner.ts";
import { personCommands } from "./person.ts";
import { serveCommand } from "./serve.ts";
import { signInCommands } from "./sign-in.ts";
import { staffCommands } from "./staff.ts";
import { styled } from "./terminal.ts";

/** The whole command line. */
export function program(finish: Finish): Command {
  const root = new Command("accord")
    .description(
      "Two agencies bring their beneficiary registries in step under an agreement that the software enforces.",
    )
    .version("0.1.0")
    .exitOverride()
    .enablePositionalOptions()
    .configureOutput({
      outputError: (text, write) =>
        write(text.replace(/^error: /, `${styled("red", "error", process.stderr)} usage.command: `)),
    })
    .showHelpAfterError("  remedy: Add --help to the command to see what it takes.")
    .addHelpText(
      "after",
      `
The node's folder is named by --node, else by the environment's ACCORD_NODE, else it is the current folder.
Personal data is never an argument: it is read from the standard input. Set NO_COLOR for plain text.

${EXIT_CODES_EXPLAINED}

Example:
  $ accord init ./wfp --agency wfp --name "World Food Programme" --profile scope
  $ accord serve --node ./wfp`,
    );
  initCommand(root);
  serveCommand(root);
  doctorCommand(root, finish);
  importCommands(root, finish);
  mappingCommands(root);
  partnerCommands(root);
  agreementCommands(root, finish);
  exchangeCommands(root, finish);
  duplicatesCommands(root, finish);
  linkageCommands(root);
  personCommands(root);
  exportCommand(root);
  ledgerCommands(root, finish);
  keysCommands(root);
  backupCommands(root);
  signInCommands(root);
  staffCommands(root);
  approvalCommands(root);
  fingerprintCommands(root, finish);
  assessmentCommands(root);
  incidentCommands(root);
  demandCommands(root);
  governanceCommands(root);
  return root;
}
