import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { TileSink, TileSource } from "@accord/ledger";

/** A log's resources as files below a folder, the way any web server would serve them (C2SP tlog-tiles). */
export function tileFolder(root: string): TileSource & TileSink {
  return {
    read: async (path) => {
      try {
        return new Uint8Array(await readFile(join(root, path)));
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code === "ENOENT" || code === "ENOTDIR") return undefined;
        throw error;
      }
    },
    write: async (path, bytes) => {
      const file = join(root, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, bytes);
    },
  };
}
