import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { AccordError } from "@accord/vocabulary";
import { LIMITS } from "../limits.ts";
import { DistributionMapping } from "./distribution-mapping.ts";

/** Mappings of distribution lists that come with the room, by name. */
const SHIPPED = ["scope-distribution", "brave-distribution"] as const;

/**
 * Reads a mapping of a distribution list from a path, or a shipped one by its name.
 * @throws AccordError `intake.mapping`, which names what in it is wrong
 */
export async function readDistributionMapping(pathOrName: string): Promise<DistributionMapping> {
  const shipped = SHIPPED.find((name) => name === pathOrName);
  const path =
    shipped === undefined
      ? pathOrName
      : fileURLToPath(new URL(`../../mappings/${shipped}.json`, import.meta.url));
  const where = basename(path);
  const wrong = (problem: string) =>
    new AccordError("intake.mapping", problem, {
      where,
      remedy: `Give the path of a mapping of a distribution list, or one of ${SHIPPED.join(", ")}.`,
    });
  const size = await stat(path).then(
    (found) => found.size,
    () => undefined,
  );
  if (size === undefined) throw wrong(`there is no mapping ${where}`);
  if (size > LIMITS.maximumMappingBytes) throw wrong(`${where} is too large for a mapping`);
  let document: unknown;
  try {
    document = JSON.parse(await readFile(path, "utf8"));
  } catch {
    throw wrong("the mapping is not JSON");
  }
  const parsed = DistributionMapping.safeParse(document);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(
    ({ path: at, message }) => `${at.join(".") || "document"}: ${message}`,
  );
  throw wrong(`the mapping is not valid: ${issues.join("; ")}`);
}
