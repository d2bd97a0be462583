import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Third-party data beside the repository's folder; not part of it, so tests that need it are skipped where it is absent. */
export const THIRD_PARTY = join(repository(), "../shared/data/");

/** The folder that holds `packages`, from a source as well as from what it was compiled to. */
function repository(): string {
  const here = fileURLToPath(import.meta.url);
  return here.slice(0, here.lastIndexOf(join("/packages/fingerprint/")));
}

export function hasThirdParty(path: string): boolean {
  const present = existsSync(join(THIRD_PARTY, path));
  if (!present) console.warn(`third-party data ${path} is not here; its tests are skipped`);
  return present;
}

export function thirdParty(path: string): Uint8Array {
  return new Uint8Array(readFileSync(join(THIRD_PARTY, path)));
}
