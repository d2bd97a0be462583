import { AccordError } from "@accord/vocabulary";

export type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "windows-1252" | "windows-1256";

const LINE_FEED = 0x0a;

/** The encoding that a byte order mark at the start says, with the mark's length (Unicode 16, section 23.8). */
export function encodingOfMark(start: Uint8Array): { encoding: Encoding; markBytes: number } | undefined {
  if (start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf) return { encoding: "utf-8", markBytes: 3 };
  if (start[0] === 0xff && start[1] === 0xfe) return { encoding: "utf-16le", markBytes: 2 };
  if (start[0] === 0xfe && start[1] === 0xff) return { encoding: "utf-16be", markBytes: 2 };
  return undefined;
}

/**
 * Decodes text as it arrives. Bytes that are not in the encoding are an error with the line they stand on, never a
 * replacement character: a name that was damaged here would never be found again.
 *
 * @throws AccordError `intake.encoding`
 */
export async function* decode(
  chunks: AsyncIterable<Uint8Array>,
  asked: Encoding,
  file: string,
): AsyncGenerator<string> {
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  let encoding = asked;
  let line = 1;
  const text = (bytes: Uint8Array, last: boolean): string => {
    try {
      const decoded = decoder!.decode(bytes, { stream: !last });
      line += countLineFeeds(decoded);
      return decoded;
    } catch {
      throw new AccordError("intake.encoding", `${file} is not ${encoding.toUpperCase()}`, {
        where: `${file}, line ${line + linesBeforeFault(bytes, encoding)}`,
        remedy:
          encoding === "utf-8"
            ? "Not UTF-8: save the file as UTF-8 (in Excel: CSV UTF-8), or set the encoding in the mapping."
            : "Set the encoding in the mapping to the one the file was saved with, or save it as UTF-8.",
      });
    }
  };
  for await (const chunk of chunks) {
    let bytes = chunk;
    if (decoder === undefined) {
      const mark = encodingOfMark(chunk);
      if (mark !== undefined) {
        encoding = mark.encoding;
        bytes = chunk.subarray(mark.markBytes);
      }
      decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
    }
    yield text(bytes, false);
  }
  if (decoder !== undefined) yield text(new Uint8Array(), true);
}

function countLineFeeds(text: string): number {
  let count = 0;
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) count += 1;
  return count;
}

/** Lines of a chunk that decode before the first that does not. A line feed is never part of a longer UTF-8 sequence. */
function linesBeforeFault(bytes: Uint8Array, encoding: Encoding): number {
  if (encoding.startsWith("utf-16")) return 0;
  const decoder = new TextDecoder(encoding, { fatal: true });
  let lines = 0;
  for (let start = 0; ; lines += 1) {
    const end = bytes.indexOf(LINE_FEED, start);
    if (end === -1) return lines;
    try {
      decoder.decode(bytes.subarray(start, end));
    } catch {
      // The first line may begin within a sequence that the chunk before opened; then it is on this line all the same.
      return lines;
    }
    start = end + 1;
  }
}
