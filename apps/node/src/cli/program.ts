import { Command } from "commander";
import { EXIT_CODES_EXPLAINED, type Finish } from "./exit-code.ts";
import { styled } from "./terminal.ts";

/**
 * Each command by the file that adds it, in the order of the help. A file is loaded when its command is asked for: most
 * commands only ask a running node, and need not wait until a node's own parts are read.
 */
const COMMANDS: Readonly<Record<string, (root: Command, finish: Finish) => Promise<void>>> = {
  init: async (root) => (await import("./init.ts")).initCommand(root),
  serve: async (root) => (await import("./serve.ts")).serveCommand(root),
  doctor: async (root, finish) => (await import("./doctor.ts")).doctorCommand(root, finish),
  import: async (root, finish) => (await import("./import.ts")).importCommands(root, finish),
  mapping: async (root) => (await import("./mapping.ts")).mappingCommands(root),
  partner: async (root) => (await import("./partner.ts")).partnerCommands(root),
  agreement: async (root, finish) => (await import("./agreement.ts")).agreementCommands(root, finish),
  exchange: async (root, finish) => (await import("./exchange.ts")).exchangeCommands(root, finish),
  duplicates: async (root, finish) => (await import("./duplicates.ts")).duplicatesCommands(root, finish),
  referral: async (root) => (await import("./referral.ts")).referralCommands(root),
  assistance: async (root, finish) => (await import("./assistance.ts")).assistanceCommands(root, finish),
  movement: async (root) => (await import("./movement.ts")).movementCommands(root),
  linkage: async (root) => (await import("./linkage.ts")).linkageCommands(root),
  person: async (root) => (await import("./person.ts")).personCommands(root),
  export: async (root) => (await import("./export.ts")).exportCommand(root),
  ledger: async (root, finish) => (await import("./ledger.ts")).ledgerCommands(root, finish),
  keys: async (root) => (await import("./keys.ts")).keysCommands(root),
  backup: async (root) => (await import("./backup.ts")).backupCommands(root),
  "sign-in": async (root) => (await import("./sign-in.ts")).signInCommands(root),
  staff: async (root) => (await import("./staff.ts")).staffCommands(root),
  approval: async (root) => (await import("./approval.ts")).approvalCommands(root),
  fingerprint: async (root, finish) => (await import("./fingerprint.ts")).fingerprintCommands(root, finish),
  assessment: async (root) => (await import("./assessment.ts")).assessmentCommands(root),
  incident: async (root) => (await import("./incident.ts")).incidentCommands(root),
  demand: async (root) => (await import("./demand.ts")).demandCommands(root),
  "deny-list": async (root) => (await import("./deny-list.ts")).denyListCommands(root),
  governance: async (root) => (await import("./governance.ts")).governanceCommands(root),
};

/** The command line with the command that `asked` names, or whole where it names none. */
export async function program(finish: Finish, asked?: string): Promise<Command> {
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
  const wanted = asked !== undefined && Object.hasOwn(COMMANDS, asked) ? [asked] : Object.keys(COMMANDS);
  for (const name of wanted) await COMMANDS[name]!(root, finish);
  return root;
}
