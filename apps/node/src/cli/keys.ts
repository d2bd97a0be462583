import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Command } from "commander";
import { Option } from "commander";
import type { KeysStatus } from "../api/keys.ts";
import { connect, runningNode } from "../api-client.ts";
import { readConfig } from "../config/config.ts";
import { nodeFolder } from "../config/folder.ts";
import { readKeyFileState, type SealedState } from "../keys/key-file.ts";
import { combineShares, type Share } from "../keys/recovery-key.ts";
import { type Reopening, reopenKeys, type SignIn } from "../keys/reopen.ts";
import { PURPOSES } from "../keys/ring/ring.ts";
import { noteReopened } from "../keys/seal.ts";
import { shownRecovery } from "../keys/sealed-server.ts";
import { openNode } from "../node.ts";
import { commandGroup, listed, type NodeOptions, nodeCommand, nodeRoot, withNode } from "./command.ts";
import { usageError } from "./failure.ts";
import { readPrivateLines, requireConfirmation } from "./prompt.ts";
import { count, print, printJson, remark, styled, table } from "./terminal.ts";

type SealedStatus = {
  readonly sealed: SealedState;
  readonly recovery?: { id: string; needed: number; shares: number };
};

export function keysCommands(root: Command): void {
  const group = commandGroup(
    root,
    "keys",
    "the node's keys: rotation, recovery by shares, the kill switch",
    "accord keys status --node ./iom",
  );
  statusCommand(group);
  rotateCommand(group);
  splitCommand(group);
  recoverCommand(group);
  sealCommand(group);
  reopenCommand(group);
}

function statusCommand(group: Command): void {
  nodeCommand(
    group,
    "status",
    "which keys there are and how they stand, also of a node that is sealed; never a key",
    "accord keys status --node ./iom",
  ).action(async (options: NodeOptions) => {
    const sealed = await sealedStatus(nodeRoot(options));
    if (sealed !== undefined) {
      if (options.json) return printJson(sealed);
      print(`${styled("red", "SEALED")} since ${sealed.sealed.at}: ${sealed.sealed.reason}`);
      return print(
        sealed.sealed.opens === "shares"
          ? `Opened by ${sealed.recovery?.needed} of ${sealed.recovery?.shares} shares of the recovery key.`
          : "Opened by two administrators, or by shares of the recovery key where there is one.",
      );
    }
    showStatus(await withNode(options, (client) => client.get<KeysStatus>("/api/keys")), options);
  });
}

function rotateCommand(group: Command): void {
  nodeCommand(
    group,
    "rotate [purpose]",
    "replace a key without standing still; partners are told by a card that the old key signs",
    "accord keys rotate encryption --node ./iom\naccord keys rotate --resume --node ./iom",
  )
    .addHelpText("after", `\nPurposes: ${PURPOSES.join(", ")}`)
    .option("--overlap-days <days>", "how long the old key still opens and verifies", Number, 14)
    .option("--compromised", "give the old key up at once; partners' people confirm the new card by hand")
    .option("--resume", "go on with the rotation under way")
    .option("--without-partners", "with --resume: do not wait for partners who are not reached")
    .action(async (purpose: string | undefined, options: NodeOptions & RotateOptions) => {
      if ((purpose === undefined) === (options.resume !== true)) {
        throw usageError(
          "purpose",
          "name what to rotate, or give --resume",
          `One of: ${PURPOSES.join(", ")}.`,
        );
      }
      const status = await withNode(options, (client) =>
        purpose === undefined
          ? client.post<KeysStatus>("/api/keys/rotate/resume", {
              withoutPartners: options.withoutPartners === true,
            })
          : client.post<KeysStatus>("/api/keys/rotate", {
              purpose,
              overlapDays: options.overlapDays,
              compromised: options.compromised === true,
            }),
      );
      showStatus(status, options);
    });
}

interface RotateOptions {
  readonly overlapDays: number;
  readonly compromised?: true;
  readonly resume?: true;
  readonly withoutPartners?: true;
}

function splitCommand(group: Command): void {
  nodeCommand(
    group,
    "split",
    "make a recovery key and write its shares, each for one person; the key itself is kept nowhere",
    "accord keys split --shares 5 --needed 3 --into ./shares --node ./iom",
  )
    .requiredOption("--shares <n>", "how many shares", Number)
    .requiredOption("--needed <k>", "how many of them open it", Number)
    .requiredOption(
      "--into <folder>",
      "a folder for the shares; give each file to one person, then delete it",
    )
    .action(async (options: NodeOptions & { shares: number; needed: number; into: string }) => {
      await mkdir(options.into, { recursive: true, mode: 0o700 });
      const { recovery, shares } = await withNode(options, (client) =>
        client.post<{ recovery: SealedStatus["recovery"]; shares: readonly Share[] }>("/api/keys/split", {
          shares: options.shares,
          needed: options.needed,
        }),
      );
      const files: string[] = [];
      for (const share of shares) {
        const file = join(options.into, `share-${share.number}-of-${share.of}.json`);
        await writeFile(file, `${JSON.stringify(share, null, 2)}\n`, { mode: 0o600, flag: "wx" });
        files.push(file);
      }
      if (options.json) return printJson({ recovery, files });
      for (const file of files) print(file);
      remark(
        `Any ${options.needed} of these open what is encrypted to the recovery key. Give each to one person,`,
      );
      remark(
        "on a medium that is kept apart, and delete the files. Backups made before need the shares before.",
      );
    });
}

function recoverCommand(group: Command): void {
  nodeCommand(
    group,
    "recover",
    "try shares: whether they make this node's recovery key; nothing is changed",
    "accord keys recover --share a.json --share b.json --share c.json --node ./iom",
  )
    .requiredOption("--share <file>", "a share; once for each", listed)
    .action(async (options: NodeOptions & { share: readonly string[] }) => {
      const { recovery } = await readKeyFileState(nodeFolder(nodeRoot(options)).keys);
      const { kid, privateKey } = await combineShares(await textsOf(options.share));
      privateKey.fill(0);
      const matches = kid === recovery?.kid;
      if (options.json) return printJson({ recoveryKey: kid, ofThisNode: matches });
      print(`The shares make the recovery key ${kid.slice(0, 12)}.`);
      print(matches ? "It is this node's." : "It is not this node's present one: older backups may need it.");
    });
}

function sealCommand(group: Command): void {
  nodeCommand(
    group,
    "seal",
    "the kill switch: keys leave memory, everything is refused, at once",
    'accord keys seal --reason "the compound is being entered" --yes --node ./iom',
  )
    .requiredOption("--reason <text>", "why; shown to whoever asks for the status")
    .addOption(
      new Option(
        "--opened-by <who>",
        "who may open them again; shares where there is a recovery key",
      ).choices(["shares", "administrators"]),
    )
    .option("--yes", "do not ask")
    .action(async (options: NodeOptions & { reason: string; openedBy?: string; yes?: true }) => {
      if (options.yes !== true) {
        await requireConfirmation(
          "Seal the keys? The node refuses everything until they are opened.",
          "--yes",
        );
      }
      const { sealed } = await withNode(options, (client) =>
        client.post<{ sealed: SealedState }>("/api/keys/seal", {
          reason: options.reason,
          ...(options.openedBy === undefined ? {} : { opens: options.openedBy }),
        }),
      );
      if (options.json) return printJson({ sealed });
      print(`${styled("red", "SEALED")} at ${sealed.at}. Opened again by ${sealed.opens}.`);
    });
}

function reopenCommand(group: Command): void {
  nodeCommand(
    group,
    "reopen",
    "open sealed keys again, by shares of the recovery key or by two administrators",
    "accord keys reopen --share a.json --share b.json --share c.json --node ./iom\naccord keys reopen --administrators --node ./iom",
  )
    .option("--share <file>", "a share; once for each", listed)
    .option(
      "--administrators",
      "two administrators sign in; their answers are read unseen, or from the standard input",
    )
    .action(async (options: NodeOptions & { share?: readonly string[]; administrators?: true }) => {
      const reopening: Reopening =
        options.administrators === true
          ? { administrators: [await signIn("first"), await signIn("second")] }
          : { shares: await textsOf(options.share ?? []) };
      const root = nodeRoot(options);
      if ((await runningNode(root)) === undefined) {
        const folder = nodeFolder(root);
        await reopenKeys(folder, await readConfig(folder.config), reopening, {
          environment: process.env,
          nowMilliseconds: Date.now(),
        });
        const node = await openNode(root, { logLevel: "error" });
        await noteReopened(node).finally(() => node.close());
      } else {
        const client = await connect(root);
        await client.post("/api/keys/reopen", reopening).finally(() => client.close());
      }
      if (options.json) printJson({ reopened: true });
      else print(`${styled("green", "open")}: the keys are open again. Exchanges go on by themselves.`);
    });
}

async function signIn(which: string): Promise<SignIn> {
  const [login = "", password = "", code = ""] = await readPrivateLines(
    `Login of the ${which} administrator`,
    "Password",
    "One-time code",
  );
  return { login, password, code };
}

/** How a sealed node stands, running or not; undefined of one whose keys are open. */
async function sealedStatus(root: string): Promise<SealedStatus | undefined> {
  const state = await readKeyFileState(nodeFolder(root).keys);
  if (state.sealed === undefined) return undefined;
  const recovery = shownRecovery(state);
  return { sealed: state.sealed, ...(recovery === undefined ? {} : { recovery }) };
}

const textsOf = (files: readonly string[]): Promise<string[]> =>
  Promise.all(files.map((file) => readFile(file, "utf8")));

function showStatus(status: KeysStatus, options: NodeOptions): void {
  if (options.json) return printJson(status);
  print(
    table(
      ["key", "state", "identifier", "made", "serves until"],
      status.keys.map((key) => [
        "suite" in key && key.suite !== undefined ? `${key.purpose} (${key.suite})` : key.purpose,
        key.state,
        key.id.slice(0, 16),
        key.createdAt.slice(0, 10),
        key.retireAt?.slice(0, 10) ?? "",
      ]),
    ),
  );
  print(
    `Root key: ${status.root}. Data keys under the current wrapping key: ${count(status.dataKeys.wrapped)} of ${count(status.dataKeys.total)}.`,
  );
  print(
    status.recovery === undefined
      ? "No recovery key: make one with `accord keys split`."
      : `Recovery key: ${status.recovery.needed} of ${status.recovery.shares} shares, made ${status.recovery.createdAt.slice(0, 10)}.`,
  );
  if (status.rotation !== undefined) {
    const { purpose, told, waiting } = status.rotation;
    print(
      `Rotation of ${purpose} under way: told ${told.join(", ") || "nobody yet"}; to be told ${waiting.join(", ") || "nobody"}. It goes on by itself while the node runs.`,
    );
  }
}
