import type { StoreLocation } from "@accord/registry";
import type { NodeConfig } from "./config.ts";
import type { NodeFolder } from "./folder.ts";

/** The node's store: the database that the configuration names, else the one in the node's own folder. */
export function storeLocation(
  { databaseUrl }: Pick<NodeConfig, "databaseUrl">,
  folder: Pick<NodeFolder, "store">,
): StoreLocation {
  return databaseUrl === undefined
    ? { kind: "embedded", folder: folder.store }
    : { kind: "postgres", url: databaseUrl };
}
