import type { Command } from "commander";
import { commandGroup } from "./command.ts";
import type { Finish } from "./exit-code.ts";
import { evaluateCommand } from "./fingerprint/evaluate.ts";
import { extractCommand } from "./fingerprint/extract.ts";
import { identifyCommand } from "./fingerprint/identify.ts";
import { showCommand } from "./fingerprint/show.ts";
import { verifyCommand } from "./fingerprint/verify.ts";

/** The fingerprint engine on files; no node is needed, and nothing is kept. */
export function fingerprintCommands(root: Command, finish: Finish): void {
  const group = commandGroup(
    root,
    "fingerprint",
    "extract, compare, search, show and evaluate fingerprints in files; needs no node",
    "accord fingerprint verify scan.png enrolled.iso",
  );
  extractCommand(group, finish);
  verifyCommand(group, finish);
  identifyCommand(group, finish);
  showCommand(group);
  evaluateCommand(group);
}
