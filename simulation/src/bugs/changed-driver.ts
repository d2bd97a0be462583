import { cp, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { DriverClass } from "../world/node.ts";

interface Change {
  /** Below the room's built code. */
  readonly file: string;
  readonly find: RegExp;
  readonly put: string;
}

const BUILT = dirname(fileURLToPath(import.meta.resolve("@accord/exchange")));
/** Beside the simulation's own built code, so that what the copy imports is found as the room finds it. */
const COPIES = fileURLToPath(new URL("../../dist/changed/", import.meta.url));

/**
 * The driver of a copy of the exchange room's built code in which some lines are others.
 * @throws Error where a line is not there any more: the bug must then be planted anew
 */
export async function changedDriver(name: string, changes: readonly Change[]): Promise<DriverClass> {
  const copy = join(COPIES, name);
  await rm(copy, { recursive: true, force: true });
  await cp(BUILT, copy, { recursive: true, filter: (path) => !path.endsWith(".d.ts") });
  for (const { file, find, put } of changes) {
    const path = join(copy, file);
    const text = await readFile(path, "utf8");
    const planted = text.replace(find, put);
    if (planted === text) throw new Error(`the line for "${name}" is not in ${file}: plant the bug anew`);
    await writeFile(path, planted);
  }
  const room = (await import(pathToFileURL(join(copy, "index.js")).href)) as { ExchangeDriver: DriverClass };
  return room.ExchangeDriver;
}
