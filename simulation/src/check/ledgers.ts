import { leafOf, rootOf } from "./merkle.ts";
import { type Batch, type Commit, type Mirror, put, type Scene, Violation } from "./scene.ts";

const NAME = "ledgers consistent and cosigned";
const ONCE = "applied exactly once";

interface Entry {
  readonly kind: string;
  readonly previous: string;
  readonly commitment?: string;
  readonly exchange?: string;
  readonly tier?: string;
  readonly round?: number;
  readonly batch?: number;
  readonly persons?: number;
}

const parsed = (bytes: Uint8Array): Entry => JSON.parse(Buffer.from(bytes).toString("utf8")) as Entry;

/** The row of the ledger at a key. */
type Rows = (key: string) => { readonly leafHash: Uint8Array } | undefined;

const rowsOf =
  (mirror: Mirror): Rows =>
  (key) =>
    mirror.tables.ledger.get(key);

const keyOf = (index: number): string => String(index).padStart(6, "0");

/** Every entry follows from the one before; what one side received the other disclosed; cosigned roots are the roots. */
export class Ledgers {
  readonly #disclosed = new Map<string, Entry>();
  /** Receipts that stand in a node's ledger, by place. */
  readonly #receipts = new Map<string, Map<string, number>>();

  /** What a node's disk holds as its process begins: proven whole, from the rows alone. */
  opened(mirror: Mirror): void {
    const receipts = new Map<string, number>();
    this.#receipts.set(mirror.id, receipts);
    let previous = "0".repeat(64);
    const rows = [...mirror.tables.ledger].sort(([a], [b]) => (a < b ? -1 : 1));
    rows.forEach(([key, row], index) => {
      if (Number(key) !== index) throw new Violation(NAME, `${mirror.id}'s ledger lacks entry ${index}`);
      previous = this.#proven(mirror, index, row.bytes, row.leafHash, previous);
      this.#note(mirror, parsed(row.bytes));
    });
    this.#cosigned(mirror);
  }

  committed(scene: Scene, commit: Commit): void {
    const { before: mirror, rows } = commit;
    const written = new Map(put(rows, "ledger"));
    const rowAt: Rows = (key) => written.get(key) ?? mirror.tables.ledger.get(key);
    const entries: Entry[] = [];
    for (const [key, row] of written) {
      const index = Number(key);
      if (mirror.tables.ledger.has(key))
        throw new Violation(NAME, `${mirror.id} writes over entry ${index} of its ledger`);
      const before = index === 0 ? undefined : rowAt(keyOf(index - 1));
      if (index > 0 && before === undefined)
        throw new Violation(NAME, `${mirror.id}'s ledger lacks entry ${index - 1}`);
      const previous = before === undefined ? "0".repeat(64) : Buffer.from(before.leafHash).toString("hex");
      this.#proven(mirror, index, row.bytes, row.leafHash, previous);
      entries.push(parsed(row.bytes));
    }
    for (const [table, key, row] of rows)
      if (table === "ledger" && row === undefined)
        throw new Violation(NAME, `${mirror.id} takes entry ${key} away`);
    for (const entry of entries) {
      this.#note(mirror, entry);
      if (entry.kind === "receipt") this.#fits(scene, mirror, entry);
    }
    checkTold(commit, entries);
    checkApplied(commit, entries);
    for (const [log, row] of put(rows, "witnessed")) this.#witnessed(scene, mirror, log, row);
    for (const [size, row] of put(rows, "cosigned"))
      this.#ownRoot(mirror, rowAt, Number(size), row.root, "had cosigned");
  }

  #proven(mirror: Mirror, index: number, bytes: Uint8Array, leaf: Uint8Array, previous: string): string {
    const hash = leafOf(bytes).toString("hex");
    if (hash !== Buffer.from(leaf).toString("hex"))
      throw new Violation(NAME, `entry ${index} of ${mirror.id}'s ledger has another hash than its bytes`);
    if (parsed(bytes).previous !== previous)
      throw new Violation(
        NAME,
        `entry ${index} of ${mirror.id}'s ledger does not follow from the one before`,
      );
    return hash;
  }

  #note(mirror: Mirror, entry: Entry): void {
    if (entry.kind === "disclosure" && entry.commitment !== undefined)
      this.#disclosed.set(`${mirror.id} ${entry.commitment}`, entry);
    if (entry.kind !== "receipt") return;
    const place = `${entry.exchange} ${entry.tier} ${entry.round} ${entry.batch}`;
    const receipts = this.#receipts.get(mirror.id) ?? new Map<string, number>();
    this.#receipts.set(mirror.id, receipts);
    const times = (receipts.get(place) ?? 0) + 1;
    receipts.set(place, times);
    if (times > 1)
      throw new Violation(
        ONCE,
        `${mirror.id} took batch ${entry.batch} of ${entry.tier}, round ${entry.round}, ${times} times`,
      );
  }

  #fits(scene: Scene, mirror: Mirror, entry: Entry): void {
    const partner = scene.partner(mirror.id);
    const disclosed = this.#disclosed.get(`${partner.id} ${entry.commitment}`);
    if (disclosed === undefined || disclosed.persons !== entry.persons || disclosed.tier !== entry.tier)
      throw new Violation(
        NAME,
        `${mirror.id} has a receipt of ${entry.tier} that is no disclosure of ${partner.id}`,
      );
  }

  #witnessed(
    scene: Scene,
    mirror: Mirror,
    log: string,
    row: { size: number; root: string; log: string },
  ): void {
    const owner = scene.partner(mirror.id);
    const before = mirror.tables.witnessed.get(log);
    if (before !== undefined && before.log === row.log && row.size < before.size)
      throw new Violation(NAME, `${mirror.id} cosigned a smaller ledger of ${owner.id} than before`);
    const rowAt = rowsOf(owner);
    this.#ownRoot(owner, rowAt, row.size, row.root, `is told by ${mirror.id} to have`);
    if (before !== undefined && before.log === row.log)
      this.#ownRoot(owner, rowAt, before.size, before.root, `had cosigned by ${mirror.id} before`);
  }

  #ownRoot(owner: Mirror, rowAt: Rows, size: number, root: string, what: string): void {
    const leaves: Uint8Array[] = [];
    for (let index = 0; index < size; index++) {
      const row = rowAt(keyOf(index));
      if (row === undefined)
        throw new Violation(NAME, `${owner.id} ${what} ${size} entries of its ledger, which has ${index}`);
      leaves.push(row.leafHash);
    }
    if (rootOf(leaves).toString("hex") !== root)
      throw new Violation(NAME, `${owner.id} ${what} another root at ${size} entries`);
  }

  #cosigned(mirror: Mirror): void {
    const log = `${mirror.id}.${mirror.tables.meta.get("logKey") ?? 0}`;
    for (const [size, row] of mirror.tables.cosigned) {
      if (row.log === log) this.#ownRoot(mirror, rowsOf(mirror), Number(size), row.root, "had cosigned");
    }
  }
}

/** A batch leaves the store with its entry or not at all. */
function checkTold(commit: Commit, entries: readonly Entry[]): void {
  const made = put(commit.rows, "outbox")
    .filter(([key, row]) => !row.delivered && !commit.before.tables.outbox.has(key))
    .map(([, row]) => row.message.body as unknown as Batch)
    .filter((body) => body.kind === "batch")
    .map((body) => body.commitment)
    .sort();
  const told = entries
    .filter((entry) => entry.kind === "disclosure")
    .map((entry) => entry.commitment ?? "")
    .sort();
  if (made.join() !== told.join())
    throw new Violation(
      NAME,
      `${commit.before.id} makes ${made.length} batches and writes ${told.length} disclosures down`,
    );
}

/** Persons are put on file as often as the ledger says that they came. */
function checkApplied(commit: Commit, entries: readonly Entry[]): void {
  const applied = put(commit.rows, "applications").length;
  const told = entries.filter(
    (entry) => entry.kind === "receipt" && (entry.tier === "linked" || entry.tier === "roster"),
  ).length;
  if (applied !== told)
    throw new Violation(
      ONCE,
      `${commit.before.id} put ${applied} batches on file where its ledger tells of ${told}`,
    );
}
