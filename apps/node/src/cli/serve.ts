import { AccordError } from "@accord/vocabulary";
import type { Command } from "commander";
import { runningNode } from "../api-client.ts";
import { type ServedAgency, serveAgency } from "../serve.ts";
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
    const tell = ({ staffAddress, exchangeAddress, sealed }: ServedAgency) => {
      if (options.json) {
        const kind = sealed ? "sealed" : "serving";
        print(JSON.stringify({ kind, staffAddress, exchangeAddress, process: process.pid }));
        return;
      }
      print(`Staff and status page: ${staffAddress}`);
      print(
        sealed
          ? "SEALED: everything is refused. Open the keys with `accord keys reopen`."
          : `Partners' nodes:       ${exchangeAddress}`,
      );
      print("Stop with Ctrl-C.");
    };
    const serving = await serveAgency(folder, { onChange: tell });
    tell(serving);
    await stopSignal();
    remark("Stopping. What is under way is kept, and goes on when the node is served again.");
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
