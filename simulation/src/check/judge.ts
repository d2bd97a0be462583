import type { NodeId } from "../model/agreements.ts";
import { other } from "../model/agreements.ts";
import type { TableMaps } from "../model/rows.ts";
import type { Written } from "../world/disk.ts";
import { Assertions } from "./assertions.ts";
import { checkCertificates, checkWithdrawals } from "./certificates.ts";
import { checkLeaving, checkMade } from "./disclosure.ts";
import { Ledgers } from "./ledgers.ts";
import { type Batch, commitOf, type Document, Mirror, type Scene, Violation } from "./scene.ts";

/**
 * Watches a history from outside: what is synced to the disks and what is handed to the network, nothing else. Keeps the
 * first violation that it sees. It shares no code with the product.
 */
export class Judge {
  readonly scene: Scene;
  violation: Violation | undefined;
  readonly #assertions = new Assertions();
  readonly #ledgers = new Ledgers();
  readonly #salts = new Set<string>();

  constructor(documents: ReadonlyMap<string, Document>) {
    const mirrors = { iom: new Mirror("iom"), wfp: new Mirror("wfp") };
    this.scene = { mirrors, documents, partner: (id) => mirrors[other(id)] };
  }

  committed(id: NodeId, { rows }: Written): void {
    this.check(() => {
      const mirror = this.scene.mirrors[id];
      const commit = commitOf(mirror, rows);
      this.#assertions.heard(commit);
      this.#assertions.received(this.scene, commit);
      checkMade(this.scene, commit, this.#salts);
      this.#ledgers.committed(this.scene, commit);
      checkCertificates(commit);
      checkWithdrawals(this.scene, commit);
      mirror.apply(rows);
    });
  }

  /** A process opened the node's disk: what is on it is what counts from now on. */
  booted(id: NodeId, tables: TableMaps, restored: boolean): void {
    this.check(() => {
      const mirror = this.scene.mirrors[id];
      mirror.tables = Object.fromEntries(
        Object.entries(tables).map(([name, rows]) => [name, new Map(rows as Map<string, unknown>)]),
      ) as unknown as TableMaps;
      if (restored) mirror.restorations += 1;
      this.#assertions.opened(mirror);
      this.#ledgers.opened(mirror);
    });
  }

  leaves(
    id: NodeId,
    message: { readonly exchange: string; readonly number: number; readonly body: unknown },
    today: string,
  ): void {
    this.check(() =>
      checkLeaving(this.scene, this.scene.mirrors[id], { ...message, body: message.body as Batch }, today),
    );
  }

  /** A node told its partner that it has taken a message: that is on its disk, whatever happens next. */
  took(id: NodeId, message: { readonly exchange: string; readonly number: number }): void {
    this.check(() => {
      const state = this.scene.mirrors[id].tables.exchanges.get(message.exchange);
      if (state?.standing.kind === "halted") return;
      if ((state?.nextReceived ?? 0) <= message.number)
        throw new Violation(
          "what is acknowledged is kept",
          `${id} acknowledged message ${message.number} before it was on its disk`,
        );
    });
  }

  /** Something was thrown where nobody catches it; a store that fails is no fault of the software. */
  fault(id: NodeId, fault: unknown): void {
    const { code, message } = fault as { code?: string; message?: string };
    if (code?.startsWith("store.") || code === "keys.sealed") return;
    if (code?.includes(".") && !code.startsWith("simulation.")) return; // said to the exchange too, which says why it ended
    this.violation ??= new Violation(
      "no fault of the software",
      `${id}: ${code ?? ""} ${message ?? String(fault)}`,
    );
  }

  check(work: () => void): void {
    if (this.violation !== undefined) return;
    try {
      work();
    } catch (error) {
      if (!(error instanceof Violation)) throw error;
      this.violation = error;
    }
  }
}
