import { createHash, randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { access, mkdir, rm } from "node:fs/promises";
import { extname, join } from "node:path";
import { type Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { LIMITS } from "@accord/intake";
import { AccordError } from "@accord/vocabulary";
import type { NodeFolder } from "../config/folder.ts";

export interface Arrival {
  readonly path: string;
  remove(): Promise<void>;
}

/** Keeps an arriving file, owner only, until it is imported. @throws AccordError `import.too_large`, `import.empty` */
export async function arrive(folder: NodeFolder, body: Readable, fileName: string): Promise<Arrival> {
  await mkdir(folder.arrivals, { recursive: true, mode: 0o700 });
  const path = join(folder.arrivals, `${randomUUID()}${extname(fileName).toLowerCase()}`);
  const remove = () => rm(path, { force: true });
  let bytes = 0;
  const bounded = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      done(bytes > LIMITS.maximumFileBytes ? tooLarge() : null, chunk);
    },
  });
  try {
    await pipeline(body, bounded, createWriteStream(path, { mode: 0o600, flags: "wx" }));
  } catch (error) {
    await remove();
    throw error;
  }
  if (bytes === 0) {
    await remove();
    throw new AccordError("import.empty", "the file is empty", {
      remedy: "Check that the export was finished.",
    });
  }
  return { path, remove };
}

export async function rejectsPath(folder: NodeFolder, id: string): Promise<string> {
  const path = join(folder.rejects, `${id}.csv`);
  await access(path).catch(() => {
    throw new AccordError("import.rejects_unknown", "that import has no rejects", {
      remedy: "See `accord import --help`.",
    });
  });
  return path;
}

export const digestOfFile = async (chunks: AsyncIterable<Buffer>): Promise<string> => {
  const hash = createHash("sha256");
  for await (const chunk of chunks) hash.update(chunk);
  return hash.digest("hex");
};

function tooLarge(): AccordError {
  return new AccordError("import.too_large", "the file is larger than a node takes", {
    remedy: "Split it, then import the parts.",
  });
}
