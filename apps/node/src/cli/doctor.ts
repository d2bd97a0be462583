import type { Command } from "commander";
import { type NodeOptions, nodeCommand, nodeRoot, withNode } from "./command.ts";
import type { Check } from "./doctor/check.ts";
import { failed, folderChecks } from "./doctor/folder-checks.ts";
import { nodeChecks } from "./doctor/node-checks.ts";
import { partnerChecks } from "./doctor/partner-checks.ts";
import { staffChecks } from "./doctor/staff-checks.ts";
import { EXIT, type Finish } from "./exit-code.ts";
import { harmless, print, printJson, styled } from "./terminal.ts";

export function doctorCommand(root: Command, finish: Finish): void {
  nodeCommand(
    root,
    "doctor",
    "say what is configured, reachable, migrated and expiring; exit code 1 where there is a problem",
    "accord doctor --node ./iom",
  ).action(async (options: NodeOptions) => {
    const checks = await allChecks(options);
    const healthy = checks.every((check) => check.level !== "problem");
    if (options.json) printJson({ healthy, checks });
    else for (const check of checks) tell(check);
    if (!healthy) finish(EXIT.failed);
  });
}

async function allChecks(options: NodeOptions): Promise<readonly Check[]> {
  const { checks, config, keys } = await folderChecks(nodeRoot(options), Date.now());
  if (config === undefined || keys === undefined) return checks;
  try {
    return await withNode(options, async (client) => [
      ...checks,
      ...(await nodeChecks(client, Date.now()).catch((error: unknown) => [failed("store", error)])),
      ...(await staffChecks(client, config).catch((error: unknown) => [failed("staff", error)])),
      ...(await partnerChecks(client, keys, Date.now).catch((error: unknown) => [failed("partners", error)])),
    ]);
  } catch (error) {
    return [...checks, failed("store", error)];
  }
}

const COLOURS = { ok: "green", warning: "yellow", problem: "red" } as const;

function tell({ level, name, found, remedy }: Check): void {
  print(`${styled(COLOURS[level], level.padEnd(8))} ${name.padEnd(14)} ${harmless(found)}`);
  if (remedy !== undefined) print(`         remedy: ${harmless(remedy)}`);
}
