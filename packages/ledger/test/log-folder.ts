import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { TileSink, TileSource } from "../src/index.ts";

/** A log's resources as files, the way any web server would serve them. */
export function logFolder(root: string): TileSource & TileSink {
  return {
    read: async (path) =>
      readFile(join(root, path)).then(
        (bytes) => new Uint8Array(bytes),
        () => undefined,
      ),
    write: async (path, bytes) => {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), bytes);
    },
  };
}

/** Resources in memory, which a test may change. */
export function logInMemory(): TileSource & TileSink & { readonly files: Map<string, Uint8Array> } {
  const files = new Map<string, Uint8Array>();
  return {
    files,
    read: async (path) => files.get(path),
    write: async (path, bytes) => {
      files.set(path, bytes);
    },
  };
}
