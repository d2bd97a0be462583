import { open } from "node:fs/promises";
import { Gallery } from "../gallery/gallery.ts";
import {
  galleryBytes,
  headerLength,
  openSegment,
  PREFIX_BYTES,
  readHeader,
  trailing,
  truncated,
} from "../gallery/gallery-file.ts";
import type { Segment } from "../gallery/segment.ts";
import { allocate } from "../gallery/segment-layout.ts";

/** Most bytes that one call to the operating system is asked for. */
const READ_LIMIT = 1 << 28;

/** Saves a gallery to a file, which is replaced if it is there. A million people, two fingers each, take about 2 GB. */
export async function saveGalleryFile(gallery: Gallery, path: string): Promise<void> {
  const file = await open(path, "w");
  try {
    for (const part of galleryBytes(gallery))
      for (let at = 0; at < part.length; ) {
        const { bytesWritten } = await file.write(part, at, Math.min(READ_LIMIT, part.length - at));
        at += bytesWritten;
      }
    await file.sync();
  } finally {
    await file.close();
  }
}

/**
 * Reads a gallery from a file straight into memory that threads share.
 *
 * @throws FingerprintGalleryError where the file is not a gallery of this version, incomplete or damaged; what node:fs
 * throws where it cannot be opened
 */
export async function openGalleryFile(path: string): Promise<Gallery> {
  const file = await open(path, "r");
  let at = 0;
  /** Fills `bytes` from where the last call ended; false where the file ends before. */
  const fill = async (bytes: Uint8Array): Promise<boolean> => {
    for (let filled = 0; filled < bytes.length; ) {
      const { bytesRead } = await file.read(bytes, filled, Math.min(READ_LIMIT, bytes.length - filled), at);
      if (bytesRead === 0) return false;
      filled += bytesRead;
      at += bytesRead;
    }
    return true;
  };
  try {
    const { size } = await file.stat();
    const prefix = new Uint8Array(Math.min(size, PREFIX_BYTES));
    await fill(prefix);
    const header = new Uint8Array(headerLength(prefix));
    at = 0;
    if (!(await fill(header))) throw truncated("header");
    const segments: Segment[] = [];
    for (const [index, entry] of readHeader(header).entries()) {
      // Before memory is taken for it: a header may promise what the file does not hold.
      if (at + entry.byteLength > size) throw truncated(`segment ${index}`);
      const memory = allocate(entry.byteLength);
      if (!(await fill(new Uint8Array(memory)))) throw truncated(`segment ${index}`);
      segments.push(openSegment(memory, entry, index));
    }
    if (at !== size) throw trailing();
    return Gallery.of(segments);
  } finally {
    await file.close();
  }
}
