import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { AccordError } from "@accord/vocabulary";
import { LIMITS } from "../limits.ts";
import { Mapping } from "./mapping.ts";

/** Mappings that come with the room, by name. */
export const SHIPPED_MAPPINGS = ["brave", "scope", "febrl"] as const;
export type ShippedMapping = (typeof SHIPPED_MAPPINGS)[number];

/**
 * Parses a mapping document.
 *
 * @throws AccordError `intake.mapping` that names each place in the document that is wrong
 */
export function parseMapping(text: string, where: string): Mapping {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw new AccordError("intake.mapping", "the mapping is not JSON", {
      where,
      remedy: "Look for a missing comma, quote or brace.",
    });
  }
  const parsed = Mapping.safeParse(document);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(
    ({ path, message }) => `${path.join(".") || "document"}: ${message}`,
  );
  throw new AccordError("intake.mapping", `the mapping is not valid: ${issues.join("; ")}`, {
    where,
    remedy: "Mend the fields named here; the README of @accord/intake lists what each may hold.",
  });
}

/** Reads a mapping from a path, or a shipped one by its name. */
export async function readMapping(pathOrName: string): Promise<Mapping> {
  const shipped = SHIPPED_MAPPINGS.find((name) => name === pathOrName);
  const path =
    shipped === undefined
      ? pathOrName
      : fileURLToPath(new URL(`../../mappings/${shipped}.json`, import.meta.url));
  const name = basename(path);
  const size = await stat(path).then(
    (found) => found.size,
    () => undefined,
  );
  if (size === undefined || size > LIMITS.maximumMappingBytes) {
    throw new AccordError(
      "intake.mapping",
      size === undefined ? `there is no mapping ${name}` : `${name} is too large for a mapping`,
      { where: name, remedy: `Give the path of a mapping, or one of ${SHIPPED_MAPPINGS.join(", ")}.` },
    );
  }
  return parseMapping(await readFile(path, "utf8"), name);
}
