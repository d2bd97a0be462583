import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { AccordError } from "@accord/vocabulary";
import { type ApiClient, connect, runningNode } from "../api-client.ts";

const COMMAND = fileURLToPath(new URL("../../bin/accord.js", import.meta.url));
const LOG_KEPT = 1_000_000;
const START_MILLISECONDS = 180_000;

/** A node in a process of its own, as an agency would run it. */
export interface NodeProcess {
  readonly process: number;
  readonly client: ApiClient;
  readonly address: string;
  /** The last of what the node wrote to its log. */
  logged(): string;
  stop(): Promise<void>;
}

/**
 * Starts `accord serve` on a folder and waits until it answers; `environment` is added to this process's own.
 * @throws AccordError `demo.node_not_up`
 */
export async function startNode(
  folder: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<NodeProcess> {
  const child = spawn(process.execPath, [COMMAND, "serve", "--node", folder], {
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...process.env, ACCORD_LOG_LEVEL: "info", ...environment },
  });
  let told = "";
  child.stderr?.on("data", (chunk) => {
    told = (told + String(chunk)).slice(-LOG_KEPT);
  });
  const until = Date.now() + START_MILLISECONDS;
  while (Date.now() < until && child.exitCode === null) {
    const running = await runningNode(folder);
    if (running !== undefined && running.process === child.pid) {
      return {
        process: child.pid,
        client: await connect(folder),
        address: running.address,
        logged: () => told,
        stop: () => stop(child),
      };
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await stop(child);
  throw new AccordError(
    "demo.node_not_up",
    `the node did not come up: ${told.trim().slice(-2000) || "no reason was told"}`,
    {
      where: folder,
      remedy: "Begin anew with `npm run demo -- --fresh`; another program may hold the port.",
    },
  );
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGTERM");
  const killed = setTimeout(() => child.kill("SIGKILL"), 10_000);
  await new Promise((resolve) => child.once("exit", resolve));
  clearTimeout(killed);
}
