import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { type ApiClient, connect } from "../src/api-client.ts";

const PROGRAM = fileURLToPath(new URL("./mortal-node.mjs", import.meta.url));

/**
 * When a node's process ends itself: at its n-th stored transition once the exchange has entered a step, or some time
 * after it; or when the partner has taken a message of a kind, before that is noted.
 */
export type Death =
  | { readonly step: string; readonly transition?: number; readonly afterMilliseconds?: number }
  | { readonly delivered: string };

/** A node in a process of its own. */
export interface NodeProcess {
  readonly client: ApiClient;
  /** Resolves with the signal that ended the process. */
  readonly ended: Promise<NodeJS.Signals | null>;
  /** Ends the process as a power cut does. */
  kill(): Promise<void>;
}

/** Starts a node's process on a folder and waits until it lets staff in. */
export async function startProcess(folder: string, death?: Death): Promise<NodeProcess> {
  const child = fork(PROGRAM, [folder, JSON.stringify(death ?? {})], {
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    execArgv: [],
  });
  let told = "";
  child.stderr?.on("data", (chunk) => {
    told = (told + String(chunk)).slice(-4000);
  });
  const ended = endOf(child);
  const up = await Promise.race([once(child, "message"), ended.then(() => undefined)]);
  if (up === undefined) throw new Error(`the node did not come up: ${told}`);
  return {
    client: await connect(folder),
    ended,
    kill: async () => {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

async function endOf(child: ChildProcess): Promise<NodeJS.Signals | null> {
  const [, signal] = (await once(child, "exit")) as [number | null, NodeJS.Signals | null];
  return signal;
}
