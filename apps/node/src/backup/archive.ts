import { randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import { createGunzip, createGzip } from "node:zlib";
import { AccordError } from "@accord/vocabulary";
import { z } from "zod";
import type { RecoveryKey } from "../keys/ring/ring.ts";
import { encapsulatedBytes, isSuiteId, openWith, sealTo } from "../keys/suite.ts";
import { openChunks, sealChunks } from "./chunked-seal.ts";

/*
 * A part of a backup as a file: one line of JSON that says what it is and to which recovery key it is encrypted, the
 * encapsulated key, then lines of JSON, compressed and sealed in chunks. The first line is bound into the sealing.
 */
const Header = z.strictObject({
  v: z.literal(1),
  kind: z.enum(["data", "keys"]),
  agency: z.string().max(40),
  at: z.iso.datetime(),
  suite: z.string().max(60),
  kid: z.string().length(43),
});
export type ArchiveHeader = z.infer<typeof Header>;

const HEADER_BYTES = 1024;
const WRAPPED_KEY_BYTES = 32 + 16;
/** A line holds one page of rows. */
const LONGEST_LINE_CHARACTERS = 256 * 1024 * 1024;

/** An archive of these lines, encrypted to the recovery key. */
export async function* sealedArchive(
  about: { readonly kind: ArchiveHeader["kind"]; readonly agency: string; readonly at: string },
  recovery: RecoveryKey,
  lines: AsyncIterable<object>,
): AsyncGenerator<Buffer> {
  const header = JSON.stringify({
    v: 1,
    ...about,
    suite: recovery.suite,
    kid: recovery.kid,
  } satisfies ArchiveHeader);
  const key = randomBytes(32);
  const publicKey = Buffer.from(recovery.publicKey, "base64url");
  const sealed = await sealTo({ suite: recovery.suite, kid: recovery.kid, publicKey }, key, infoOf(header));
  yield Buffer.concat([Buffer.from(`${header}\n`), sealed.encapsulated, sealed.ciphertext]);
  yield* sealChunks(key, Readable.from(textOf(lines), { objectMode: false }).pipe(createGzip()));
}

/** What an archive says of itself, unopened. @throws AccordError `backup.not_an_archive` */
export async function archiveHeader(bytes: Uint8Array): Promise<{ header: ArchiveHeader; line: string }> {
  try {
    const end = Buffer.from(bytes.subarray(0, HEADER_BYTES)).indexOf(0x0a);
    const line = Buffer.from(bytes.subarray(0, Math.max(0, end))).toString("utf8");
    return { header: Header.parse(JSON.parse(line)), line };
  } catch (cause) {
    throw new AccordError("backup.not_an_archive", "this is no part of a backup", {
      remedy: "Give a file that `accord backup write` wrote.",
      cause,
    });
  }
}

/**
 * The lines of an archive, opened with the private recovery key.
 * @throws AccordError `backup.not_an_archive`, `backup.other_recovery_key`, `backup.damaged`
 */
export async function* openArchive(
  content: AsyncIterable<Uint8Array>,
  recovery: { readonly kid: string; readonly privateKey: Uint8Array },
): AsyncGenerator<unknown> {
  const pieces = content[Symbol.asyncIterator]();
  let head: Buffer = Buffer.alloc(0);
  const grow = async (bytes: number) => {
    while (head.length < bytes) {
      const { value, done } = await pieces.next();
      if (done === true) return;
      head = Buffer.concat([head, value]);
    }
  };
  await grow(HEADER_BYTES);
  const { header, line } = await archiveHeader(head);
  if (header.kid !== recovery.kid || !isSuiteId(header.suite)) {
    throw new AccordError("backup.other_recovery_key", "the backup is encrypted to another recovery key", {
      where: header.kid.slice(0, 12),
      remedy: "Gather the shares of the recovery key that the node had when the backup was written.",
    });
  }
  const at = Buffer.byteLength(line) + 1;
  const encapsulated = encapsulatedBytes(header.suite);
  await grow(at + encapsulated + WRAPPED_KEY_BYTES);
  const key = await openWith(
    { suite: header.suite, privateKey: recovery.privateKey },
    {
      encapsulated: head.subarray(at, at + encapsulated),
      ciphertext: head.subarray(at + encapsulated, at + encapsulated + WRAPPED_KEY_BYTES),
    },
    infoOf(line),
  ).catch((cause: unknown) => {
    throw new AccordError("backup.damaged", "the backup is damaged or cut off", {
      where: "its beginning",
      remedy: "Take another copy of it, or an earlier backup.",
      cause,
    });
  });
  const rest = head.subarray(at + encapsulated + WRAPPED_KEY_BYTES);
  async function* body(): AsyncGenerator<Uint8Array> {
    yield rest;
    for (;;) {
      const { value, done } = await pieces.next();
      if (done === true) return;
      yield value;
    }
  }
  const opened = Readable.from(openChunks(key, body()), { objectMode: false });
  const unpacked = createGunzip();
  opened.on("error", (error) => unpacked.destroy(error));
  yield* linesOf(opened.pipe(unpacked));
}

async function* textOf(lines: AsyncIterable<object>): AsyncGenerator<Buffer> {
  for await (const line of lines) yield Buffer.from(`${JSON.stringify(line)}\n`);
}

async function* linesOf(content: AsyncIterable<Buffer>): AsyncGenerator<unknown> {
  const decoder = new TextDecoder();
  let parts: string[] = [];
  let length = 0;
  for await (const piece of content) {
    const lines = decoder.decode(piece, { stream: true }).split("\n");
    for (const [index, text] of lines.entries()) {
      parts.push(text);
      length += text.length;
      if (length > LONGEST_LINE_CHARACTERS) throw tooLong();
      if (index === lines.length - 1) continue;
      yield JSON.parse(parts.join(""));
      parts = [];
      length = 0;
    }
  }
}

function tooLong(): AccordError {
  return new AccordError("backup.damaged", "a line of the backup is longer than any that is written", {
    remedy: "Take another copy of it, or an earlier backup.",
  });
}

const infoOf = (header: string): string => `accord backup 1\n${header}`;
