import { resolve } from "node:path";
import type { Command } from "commander";
import { type ApiClient, connect } from "../api-client.ts";
import { failureOf } from "./failure.ts";
import { keptSession } from "./kept-session.ts";

export interface NodeOptions {
  readonly node: string;
  readonly json?: true;
}

/** Commands that belong together. */
export function commandGroup(parent: Command, name: string, summary: string, example: string): Command {
  return parent.command(name).description(summary).addHelpText("after", `\nExample:\n  $ ${example}`);
}

/** A command with what each has: a summary, an example in its help, and `--json`, which may take a `jsonFile`. */
export function command(
  parent: Command,
  signature: string,
  summary: string,
  example: string,
  jsonFile: "" | "[file]" = "",
): Command {
  return parent
    .command(signature)
    .description(summary)
    .option(
      `--json ${jsonFile}`.trim(),
      `one JSON document for machines, ${jsonFile === "" ? "on the standard output" : "on the standard output or in a file"}`,
    )
    .addHelpText("after", `\nExample:\n${example.replaceAll(/^/gm, "  $ ")}`);
}

/** A command on a node. */
export function nodeCommand(
  parent: Command,
  signature: string,
  summary: string,
  example: string,
  jsonFile: "" | "[file]" = "",
): Command {
  return command(parent, signature, summary, example, jsonFile).option(
    "--node <folder>",
    "the node's folder",
    process.env.ACCORD_NODE ?? ".",
  );
}

export const nodeRoot = (options: NodeOptions): string => resolve(options.node);

/** Opens the way to the node, does the work, and closes it whatever happened. */
export async function withNode<T>(options: NodeOptions, work: (client: ApiClient) => Promise<T>): Promise<T> {
  const root = nodeRoot(options);
  const client = await connectPatiently(root, await keptSession(root));
  try {
    return await work(client);
  } finally {
    await client.close();
  }
}

const STARTING_MILLISECONDS = 15_000;

/** A node that is just being started, or another command, has the store for a moment: that is waited for. */
async function connectPatiently(root: string, session: string | undefined): Promise<ApiClient> {
  const deadline = Date.now() + STARTING_MILLISECONDS;
  for (;;) {
    try {
      return await connect(root, session);
    } catch (error) {
      if (failureOf(error).code !== "store.in_use" || Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
  }
}

/** For an option that may be given several times or with several values. */
export const listed = (value: string, before: readonly string[] | undefined): readonly string[] => [
  ...(before ?? []),
  value,
];
