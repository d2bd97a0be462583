import { readFile, stat } from "node:fs/promises";
import { basename, relative, sep } from "node:path";
import { AccordError } from "@accord/vocabulary";
import { filesBelow } from "../imports/files-below.ts";

/** Larger files are no impression of a finger: 64 megapixels of 8 bits and a header. */
const MOST_BYTES = 72 * 1024 * 1024;

/** A file that may hold impressions, with a name that is short enough to be shown. */
export interface ImpressionFile {
  /** Where it is read from. */
  readonly path: string;
  /** Path from the folder that was named, with `/`; the file's own name where a file was named. */
  readonly name: string;
}

/**
 * The files that were named, and those in the folders that were named, in the order of their names; hidden files and
 * links are left out.
 *
 * @throws AccordError `fingerprint.no_files` where there is none; of the system where a path does not exist
 */
export async function impressionFiles(paths: readonly string[]): Promise<ImpressionFile[]> {
  const files: ImpressionFile[] = [];
  for (const path of paths) {
    if ((await stat(path)).isDirectory()) {
      for await (const file of filesBelow(path))
        files.push({ path: file, name: relative(path, file).split(sep).join("/") });
    } else files.push({ path, name: basename(path) });
  }
  if (files.length > 0) return files;
  throw new AccordError("fingerprint.no_files", "there is no file in the folder", {
    where: paths.join(", "),
    remedy: "Name a folder with images or templates of fingers, or the files themselves.",
  });
}

/** @throws AccordError `fingerprint.too_large` */
export async function readImpressionFile({ path, name }: ImpressionFile): Promise<Uint8Array> {
  const { size } = await stat(path);
  if (size <= MOST_BYTES) return readFile(path);
  throw new AccordError(
    "fingerprint.too_large",
    `the file has ${size} bytes, more than any image of a finger`,
    {
      where: name,
      remedy: `Give images of one finger, at most ${MOST_BYTES} bytes.`,
    },
  );
}
