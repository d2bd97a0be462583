import { createHash, randomBytes } from "node:crypto";
import { mkdir, open, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import {
  answerAddCheckpoint,
  ed25519Key,
  formatVerifierKey,
  mlDsa44Key,
  type NoteSigner,
  type NoteVerifier,
  noteSigner,
  noteVerifier,
  type WitnessAnswer,
} from "@accord/ledger";
import { AccordError } from "@accord/vocabulary";
import { z } from "zod";

const SeedsFile = z.strictObject({
  version: z.literal(1),
  name: z.string(),
  seed: z.base64(),
  postQuantumSeed: z.base64(),
});
const HeadFile = z.strictObject({
  size: z.int().min(0),
  root: z.string().regex(/^[0-9a-f]{64}$/),
  note: z.string(),
});

/**
 * A witness that keeps what it knows in files: its seeds, and for each log the head that it cosigned last, which is on
 * the disk before a cosignature goes out. One request at a time, so that checking and keeping are one step.
 */
export class WitnessFolder {
  readonly #folder: string;
  readonly #signers: readonly NoteSigner[];
  readonly #logs: readonly NoteVerifier[];
  /** Its public keys as a policy names them. */
  readonly verifierKeys: readonly string[];
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(folder: string, seeds: z.infer<typeof SeedsFile>, logs: readonly NoteVerifier[]) {
    this.#folder = folder;
    this.#logs = logs;
    const plain = ed25519Key(Buffer.from(seeds.seed, "base64"));
    const postQuantum = mlDsa44Key(Buffer.from(seeds.postQuantumSeed, "base64"));
    this.#signers = [
      noteSigner(seeds.name, "cosignature", plain),
      noteSigner(seeds.name, "ml-dsa-44", postQuantum),
    ];
    this.verifierKeys = [
      formatVerifierKey(noteVerifier(seeds.name, "cosignature", plain.publicKey)),
      formatVerifierKey(noteVerifier(seeds.name, "ml-dsa-44", postQuantum.publicKey)),
    ];
  }

  /**
   * Opens the folder, and makes its keys where there are none.
   *
   * @param name a schema-less URL; it stays what it was when the keys were made
   * @param logs the keys of the logs that are witnessed; a log may have several
   * @throws AccordError `witness.renamed`, `witness.keys_damaged`
   */
  static async open(folder: string, name: string, logs: readonly NoteVerifier[]): Promise<WitnessFolder> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const path = join(folder, "witness-keys.json");
    const found = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return undefined;
      throw error;
    });
    if (found === undefined) {
      const seeds = {
        version: 1 as const,
        name,
        seed: randomBytes(32).toString("base64"),
        postQuantumSeed: randomBytes(32).toString("base64"),
      };
      await writeDurably(path, JSON.stringify(seeds));
      return new WitnessFolder(folder, seeds, logs);
    }
    const parsed = SeedsFile.safeParse(jsonOrNone(found));
    if (!parsed.success) {
      throw new AccordError("witness.keys_damaged", "the witness's key file is damaged", {
        where: path,
        remedy: "Restore it from its backup.",
      });
    }
    if (parsed.data.name !== name) {
      throw new AccordError("witness.renamed", "the witness in this folder has another name", {
        where: "name",
        remedy: "Give the name that its keys were made for, or another folder.",
      });
    }
    return new WitnessFolder(folder, parsed.data, logs);
  }

  /** Answers `add-checkpoint`. */
  add(body: string, nowMilliseconds: number): Promise<WitnessAnswer> {
    const mine = this.#turn.then(() => this.#answer(body, Math.floor(nowMilliseconds / 1000)));
    this.#turn = mine.catch(() => undefined);
    return mine;
  }

  /** The checkpoint that it cosigned last of the log whose origin has this SHA-256, in hex. */
  async checkpoint(originDigest: string): Promise<string | undefined> {
    const log = this.#logs.find(({ name }) => digestOf(name) === originDigest);
    return log === undefined ? undefined : (await this.#head(log.name))?.note;
  }

  async #answer(body: string, timeSeconds: number): Promise<WitnessAnswer> {
    const answer = await answerAddCheckpoint({
      body,
      logOf: async (origin) => {
        const keys = this.#logs.filter(({ name }) => name === origin);
        if (keys.length === 0) return undefined;
        const last = await this.#head(origin);
        return { keys, last: last && { size: last.size, root: Buffer.from(last.root, "hex") } };
      },
      cosigners: this.#signers,
      timeSeconds,
    });
    if (answer.cosigned !== undefined) {
      const { origin, head, note } = answer.cosigned;
      const root = Buffer.from(head.root).toString("hex");
      await writeDurably(this.#path(origin), JSON.stringify({ size: head.size, root, note }));
    }
    return answer;
  }

  async #head(origin: string): Promise<z.infer<typeof HeadFile> | undefined> {
    const text = await readFile(this.#path(origin), "utf8").catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return undefined;
      throw error;
    });
    return text === undefined ? undefined : HeadFile.parse(JSON.parse(text));
  }

  #path(origin: string): string {
    return join(this.#folder, `${digestOf(origin)}.json`);
  }
}

const digestOf = (origin: string): string => createHash("sha256").update(origin).digest("hex");

/** The file is whole or as it was, and on the disk when this resolves: written beside, flushed, then renamed. */
async function writeDurably(path: string, text: string): Promise<void> {
  const beside = `${path}.${randomBytes(6).toString("hex")}`;
  const file = await open(beside, "wx", 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(beside, path);
  const folder = await open(join(path, ".."), "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

function jsonOrNone(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
