import { mkdir, readFile, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";

/** Where sessions of the command line are kept, by the node's folder; readable by its owner alone. */
const place = (): string =>
  join(process.env.XDG_CONFIG_HOME || join(homedir(), ".config"), "accord", "sessions.json");

/** The token under which commands on this node's folder run: of the last sign-in, or of ACCORD_SESSION. */
export async function keptSession(root: string): Promise<string | undefined> {
  return process.env.ACCORD_SESSION || (await read())[root];
}

export async function keepSession(root: string, token: string | undefined): Promise<void> {
  const { [root]: _, ...others } = await read();
  const file = place();
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await writeFile(file, JSON.stringify(token === undefined ? others : { ...others, [root]: token }), {
    mode: 0o600,
  });
}

async function read(): Promise<Readonly<Record<string, string>>> {
  try {
    return JSON.parse(await readFile(place(), "utf8")) as Record<string, string>;
  } catch {
    return {}; // nobody has signed in yet, or the file is damaged: either way there is no session
  }
}
