import { AccordError } from "@accord/vocabulary";
import type { Command } from "commander";
import { runningNode } from "../api-client.ts";
import { serveNode } from "../serve.ts";
import { type NodeOptions, nodeCommand, nodeRoot } from "./command.ts";
import { print, remark } from "./terminal.ts";

export function serveCommand(root: Command): void {
  nodeCommand(
    root,
    "serve",
    "run the node until it is stopped with Ctrl-C; exchanges that were under way go on",
    "accord serve --node ./iom",
  ).action(async (options: NodeOptions) => {
    const folder = nodeRoot(options);
    const running = await runningNode(folder);
    if (running !== undefined) {
      throw new AccordError("serve.already_running", "the node runs already", {
        where: running.address,
        remedy: `Use it, or end process ${running.process} first.`,
      });
    }
    const serving = await serveNode(folder);
    const { staffAddress, exchangeAddress } = serving;
    if (options.json) {
      print(JSON.stringify({ kind: "serving", staffAddress, exchangeAddress, process: process.pid }));
    } else {
      print(`Staff and status page: ${staffAddress}`);
      print(`Partners' nodes:       ${exchangeAddress}`);
      print("Stop with Ctrl-C.");
    }
    await stopSignal();
    remark("Stopping. What is under way is kept, and goes on when the node is served again.");
    serving.api.server.closeAllConnections(); // a screen that follows an exchange would hold the close up
    await serving.close();
  });
}

/** Resolves at the first signal to stop; at a second one the process ends at once, which the store survives. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      process.once(signal, () => {
        process.once(signal, () => process.exit(1));
        resolve();
      });
    }
  });
}
