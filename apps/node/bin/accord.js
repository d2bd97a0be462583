#!/usr/bin/env node
import { existsSync } from "node:fs";

const built = new URL("../dist/cli/main.js", import.meta.url);

if (existsSync(built)) {
  const { main } = await import(built.href);
  process.exitCode = await main(process.argv);
  // Idle connections are no reason to stay; output that is still on its way is.
  setTimeout(() => process.exit(), 500).unref();
} else {
  console.error("error cli.not_built: the command line has not been built");
  console.error("  remedy: In the folder of the clone, run: npm install && npm run build");
  process.exitCode = 1;
}
