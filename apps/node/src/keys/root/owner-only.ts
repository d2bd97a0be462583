import { stat } from "node:fs/promises";
import { AccordError } from "@accord/vocabulary";

/** @throws AccordError `keys.readable_by_others` where anybody but its owner can read or write the file */
export async function requireOwnerOnly(path: string): Promise<void> {
  if (process.platform === "win32") return;
  const { mode } = await stat(path);
  if ((mode & 0o077) === 0) return;
  throw new AccordError("keys.readable_by_others", "the key file can be read by others than its owner", {
    where: path,
    remedy: `Run: chmod 600 ${path}`,
  });
}
