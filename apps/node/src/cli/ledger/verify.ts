import { readFile, stat } from "node:fs/promises";
import {
  type LedgerEntry,
  type OpenedCheckpoint,
  type Policy,
  parsePolicy,
  verifyProofFile,
  verifySubject,
  verifyTiles,
} from "@accord/ledger";
import { AccordError } from "@accord/vocabulary";
import type { Command } from "commander";
import { z } from "zod";
import { tileFolder } from "../../ledger/tile-folder.ts";
import { type NodeOptions, nodeCommand, withNode } from "../command.ts";
import { EXIT, type Finish } from "../exit-code.ts";
import { failureOf, usageError } from "../failure.ts";
import { count, print, printJson, styled } from "../terminal.ts";

export type LedgerVerdict =
  | {
      readonly kind: "sound";
      readonly size: number;
      readonly root: string;
      /** How far each partner has cosigned, and whether the ledger still has the root that it had then. */
      readonly cosigned: readonly {
        readonly partner: string;
        readonly size: number;
        readonly agrees: boolean;
      }[];
    }
  | { readonly kind: "broken"; readonly index: number; readonly reason: string };

export const LEDGER_REMEDY =
  "Stop the node, keep a copy of the store, and compare with the partner's ledger and the checkpoint that it cosigned.";

interface VerifyOptions extends NodeOptions {
  readonly policy?: string;
}

export function verifyCommand(group: Command, finish: Finish): void {
  nodeCommand(
    group,
    "verify [paths...]",
    "recompute the whole ledger of the node; or, with a folder that was exported or .tlog-proof files, those, with nothing but a policy",
    "accord ledger verify --node ./iom\naccord ledger verify ./audit --policy iom.policy",
  )
    .option("--policy <file>", "whom you trust, as c2sp.org/tlog-policy; needed to verify files")
    .action(async (paths: string[], options: VerifyOptions) => {
      if (paths.length > 0) await verifyFiles(paths, options, finish);
      else await verifyNode(options, finish);
    });
}

async function verifyNode(options: NodeOptions, finish: Finish): Promise<void> {
  const verdict = await withNode(options, (client) => client.post<LedgerVerdict>("/api/ledger/verify"));
  if (options.json) printJson(verdict);
  else if (verdict.kind === "sound") {
    print(`${styled("green", "sound")}: ${count(verdict.size)} entries, root ${verdict.root}`);
    for (const { partner, size, agrees } of verdict.cosigned) {
      print(
        agrees
          ? `as ${partner} cosigned it at ${count(size)} entries`
          : `${styled("red", "REWRITTEN")} since ${partner} cosigned it at ${count(size)} entries`,
      );
    }
    if (verdict.cosigned.some((head) => !head.agrees)) print(`  remedy: ${LEDGER_REMEDY}`);
  } else {
    print(`${styled("red", "broken")} at entry ${count(verdict.index)} (${verdict.reason})`);
    print(`  remedy: ${LEDGER_REMEDY}`);
  }
  if (verdict.kind === "broken" || verdict.cosigned.some((head) => !head.agrees)) finish(EXIT.failed);
}

/** Folders of tiles and proof files, verified without any node. */
async function verifyFiles(paths: readonly string[], options: VerifyOptions, finish: Finish): Promise<void> {
  if (options.policy === undefined) {
    throw usageError(
      "policy",
      "files are verified against a policy",
      "Give --policy FILE, which you had from the agency and not with the files (`accord ledger policy`).",
    );
  }
  const policy = parsePolicy(await readFile(options.policy, "utf8"));
  const verdicts = [];
  for (const path of paths) verdicts.push(await verdictOn(path, policy));
  if (options.json) printJson(verdicts);
  else
    for (const { path, sound, says } of verdicts)
      print(`${styled(sound ? "green" : "red", sound ? "sound" : "BROKEN")} ${path}: ${says}`);
  if (verdicts.some(({ sound }) => !sound)) finish(EXIT.failed);
}

async function verdictOn(
  path: string,
  policy: Policy,
): Promise<{ path: string; sound: boolean; says: string }> {
  try {
    if ((await stat(path)).isDirectory()) return { path, ...(await verdictOnFolder(path, policy)) };
    const { index, entry, checkpoint } = verifyProofFile(await readFile(path, "utf8"), policy);
    const proven = `entry ${index} (${entry.kind}, ${entry.at}) is in ${checkpoint.origin} at ${checkpoint.size} entries`;
    return { path, sound: true, says: `${proven}; ${cosignedIn(checkpoint)}${await subjectIn(path, entry)}` };
  } catch (error) {
    const { code, message, remedy } = failureOf(error);
    return { path, sound: false, says: [`${message} (${code})`, remedy].filter(Boolean).join(" ") };
  }
}

async function verdictOnFolder(path: string, policy: Policy): Promise<{ sound: boolean; says: string }> {
  const verdict = await verifyTiles(tileFolder(path), policy);
  if (verdict.kind === "sound") {
    const { origin, size } = verdict.checkpoint;
    return { sound: true, says: `${origin}, ${count(size)} entries; ${cosignedIn(verdict.checkpoint)}` };
  }
  if (verdict.kind === "tile")
    return { sound: false, says: `${verdict.path} is not the tile of these entries` };
  return {
    sound: false,
    says: `entry ${count(verdict.index)} is not as it was written (${verdict.reason}). ${LEDGER_REMEDY}`,
  };
}

/** Where the person's own proof lies beside, whether the entry concerns them. */
async function subjectIn(path: string, entry: LedgerEntry): Promise<string> {
  const beside = path.replace(/\.tlog-proof$/, ".subject.json");
  const text = beside === path ? undefined : await readFile(beside, "utf8").catch(() => undefined);
  if (text === undefined) return "";
  const { key, position, path: way } = SubjectFile.parse(JSON.parse(text));
  const concerns =
    entry.subjects !== undefined &&
    verifySubject(Buffer.from(key, "hex"), entry.subjects, { position, path: way });
  if (concerns) return "; it concerns the person of the key beside it";
  throw new AccordError(
    "ledger.subject_wrong",
    "the entry does not concern the person of the key beside it",
    {
      where: beside,
      remedy: "Ask the agency for the person's entries again (`accord ledger person`).",
    },
  );
}

const SubjectFile = z.object({ key: z.string(), position: z.int().min(0), path: z.array(z.string()) });

function cosignedIn({ cosignatures }: OpenedCheckpoint): string {
  const names = [...new Set(cosignatures.map(({ name }) => name))];
  return names.length === 0 ? "cosigned by nobody" : `cosigned by ${names.join(", ")}`;
}
