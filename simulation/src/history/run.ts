import { ExchangeDriver, Message } from "@accord/exchange";
import { checkConverged, checkDelivered } from "../check/agreement-of-both.ts";
import { Judge } from "../check/judge.ts";
import { type Causes, checkCauses, checkEnded } from "../check/progress.ts";
import { type Document, Violation } from "../check/scene.ts";
import {
  AMENDMENTS,
  type Amendment,
  agreementNamed,
  NODES,
  type NodeId,
  other,
} from "../model/agreements.ts";
import { population } from "../model/population.ts";
import { emptyTables, type LetterRow } from "../model/rows.ts";
import {
  type Act,
  activeAgreement,
  decide,
  hear,
  STAFF,
  takeAgreement,
  waitingPairs,
} from "../model/staff.ts";
import { Draft } from "../model/store.ts";
import { Draw } from "../world/draw.ts";
import type { FailingCall } from "../world/machine.ts";
import { FAIR, Network } from "../world/network.ts";
import { type DriverClass, SimulatedNode, type Wrapping } from "../world/node.ts";
import { Schedule } from "../world/schedule.ts";
import { Trace } from "../world/trace.ts";
import { altered } from "./bad-memory.ts";
import { restoration } from "./restoration.ts";
import { type Happening, type Script, STORM_MILLISECONDS } from "./script.ts";

/** What a history is run with besides its script. */
export interface RunOptions {
  readonly story?: boolean;
  readonly driver?: DriverClass;
  readonly wrapping?: Wrapping;
  /** Left out where a run is only to be compared with another. */
  readonly failing?: { readonly node: NodeId; readonly call: FailingCall };
}

export interface Outcome {
  readonly violation: { readonly invariant: string; readonly words: string } | undefined;
  /** Hash of all that happened. */
  readonly trace: string;
  readonly events: number;
  readonly story: readonly string[];
  /** Calls to each node's store until the faults stopped, and how many of each name. */
  readonly calls: Readonly<
    Record<NodeId, { readonly total: number; readonly names: ReadonlyMap<string, number> }>
  >;
  /** What both sides know in the end: links, and of whom what was received. */
  readonly ended: string;
}

const RESTART_MILLISECONDS = 1_000;
const MINUTE = 60_000;

/** Runs a history from its beginning to rest. The same script gives the same outcome, to the last bit of its trace. */
export function runHistory(script: Script, options: RunOptions = {}): Promise<Outcome> {
  return new History(script, options).run();
}

class History {
  readonly #script: Script;
  readonly #schedule = new Schedule();
  readonly #draw: Draw;
  readonly #trace: Trace;
  readonly #network: Network;
  readonly #judge: Judge;
  readonly #nodes: Readonly<Record<NodeId, SimulatedNode>>;
  readonly #backups = new Map<NodeId, { readonly log: ReturnType<SimulatedNode["disk"]["copy"]> }>();
  readonly #badMemory = new Set<NodeId>();
  readonly #causes: { -readonly [K in keyof Causes]: Causes[K] };
  #restoring: NodeId | undefined;
  #salts = 0;
  #exchanges = 0;
  #storm = true;

  constructor(script: Script, options: RunOptions) {
    this.#script = script;
    this.#draw = new Draw(script.seed ^ 0x5eed);
    this.#trace = new Trace({ story: options.story ?? false });
    this.#network = new Network(this.#schedule, this.#draw, this.#trace);
    this.#judge = new Judge(documentsOf(script));
    this.#causes = {
      restored: false,
      badMemory: false,
      staffHalted: false,
      agreementTouched: false,
      clockJumped: false,
      scarce: script.terms.recordsPerDay < 1_000,
    };
    const around = {
      schedule: this.#schedule,
      draw: this.#draw,
      terms: script.terms,
      pageSize: script.pageSize,
      driver: options.driver ?? ExchangeDriver,
      wrapping: options.wrapping ?? {},
      salt: () => this.#salt(),
      deliver: (node: SimulatedNode, message: Message, suite: string | undefined) =>
        this.#deliver(node, message, suite),
      onCommitted: (node: SimulatedNode, written: Parameters<Judge["committed"]>[1]) => {
        const touched = [...new Set(written.rows.map(([table]) => table))].join(", ");
        this.#tell(`${node.id} commits: ${touched}`);
        this.#judge.committed(node.id, written);
      },
      onBooted: (node: SimulatedNode) => {
        this.#tell(`${node.id} starts`);
        this.#judge.booted(node.id, node.running!.store.tables, this.#restoring === node.id);
      },
      onFailing: (node: SimulatedNode, failing: FailingCall, call: string) => {
        this.#tell(`${node.id}'s call to the store, ${call}, ${failing.how} ${failing.when} it takes effect`);
        if (failing.how === "dies") this.#crash(node, RESTART_MILLISECONDS, 1);
        else this.#schedule.after(RESTART_MILLISECONDS, () => this.#crash(node, RESTART_MILLISECONDS, 1));
      },
      onFault: (node: SimulatedNode, fault: unknown) => {
        const { code, message } = fault as { code?: string; message?: string };
        this.#tell(`${node.id} meets ${code ?? message}`);
        this.#judge.fault(node.id, fault);
      },
      upkeep: (node: SimulatedNode) => this.#upkeep(node),
    };
    this.#nodes = { iom: new SimulatedNode("iom", around), wfp: new SimulatedNode("wfp", around) };
    if (options.failing) this.#nodes[options.failing.node].counter.failing = options.failing.call;
  }

  async run(): Promise<Outcome> {
    const people = population(this.#draw);
    for (const id of NODES) {
      const draft = new Draft(emptyTables());
      for (const person of people[id]) draft.put("persons", person.id, person);
      takeAgreement(draft, this.#script, "first", undefined);
      this.#nodes[id].disk.write(draft.written());
      this.#nodes[id].disk.sync();
      await this.#nodes[id].boot();
    }
    for (const { at, happening } of this.#script.happenings) {
      this.#schedule.after(at, () => this.#befall(happening));
    }
    await this.#until(STORM_MILLISECONDS);
    const calls = { iom: this.#calls("iom"), wfp: this.#calls("wfp") };
    if (!this.#over()) await this.#settle();
    const { violation } = this.#judge;
    return {
      violation: violation && { invariant: violation.invariant, words: violation.message },
      trace: this.#trace.digest(),
      events: this.#trace.events,
      story: this.#trace.lines,
      calls,
      ended: this.#ended(),
    };
  }

  #calls(id: NodeId): Outcome["calls"][NodeId] {
    const { calls, names } = this.#nodes[id].counter;
    return { total: calls, names: new Map(names) };
  }

  /** The faults stop: everything must come to rest; then one exchange more, and both sides must agree. */
  async #settle(): Promise<void> {
    this.#storm = false;
    this.#tell("the faults stop");
    this.#network.weather = FAIR;
    this.#network.cut = false;
    this.#badMemory.clear();
    for (const node of Object.values(this.#nodes)) {
      node.disk.full = false;
      node.counter.slowDisk = 0;
      node.counter.failing = undefined;
      node.clockOffset = 0;
      await node.boot();
    }
    await this.#until(this.#schedule.now + 3 * MINUTE);
    await this.#release();
    this.#judge.check(() => checkEnded(this.#judge.scene));
    this.#judge.check(() => checkDelivered(this.#judge.scene));
    for (const exchange of this.#known()) this.#judgeCauses(exchange);
    if (this.#over()) return;
    for (let attempt = 1; attempt <= 5 && !this.#over(); attempt++) {
      if (await this.#lastExchange()) return;
    }
    this.#judge.check(() => {
      throw new Violation(
        "both sides converge when the faults stop",
        "no undisturbed exchange came to its end",
      );
    });
  }

  /** Staff let held exchanges pass and decide what waits. */
  async #release(): Promise<void> {
    for (const node of Object.values(this.#nodes)) {
      for (const state of [...node.running!.store.tables.exchanges.values()]) {
        if (state.standing.kind === "held")
          void node.running!.driver.override(state.exchange, "officer", "looked at").catch(() => undefined);
      }
    }
    await this.#until(this.#schedule.now + 2 * MINUTE);
    const wfp = this.#nodes.wfp.running!;
    const waiting = waitingPairs(new Draft(wfp.store.tables));
    for (const pair of waiting) this.#staff(this.#nodes.wfp, (draft) => decide(draft, pair, true));
    if (waiting.length > 0) await this.#until(this.#schedule.now + 2 * MINUTE);
  }

  async #lastExchange(): Promise<boolean> {
    const { iom, wfp } = this.#nodes;
    if (this.#agreementOfBoth() === undefined) {
      const name = ["renewedAgain", "last"].find((each) => {
        const { digest } = agreementNamed(each, this.#script.terms);
        return [iom, wfp].every((node) => !node.running!.store.tables.agreements.has(digest));
      });
      if (name === undefined) return true;
      this.#staff(iom, STAFF.amend(name as Amendment));
      await this.#until(this.#schedule.now + 2 * MINUTE);
    }
    const agreement = this.#agreementOfBoth();
    if (agreement === undefined) return true;
    const before = new Set(this.#known());
    this.#propose(iom);
    await this.#until(this.#schedule.now + 2 * MINUTE);
    await this.#release();
    const exchange = this.#known().find((each) => !before.has(each));
    const states = [iom, wfp].map((node) => node.running!.store.tables.exchanges.get(exchange ?? ""));
    this.#judge.check(() => checkEnded(this.#judge.scene));
    if (states.every((state) => state?.step === "done" && state.standing.kind === "running")) {
      const document = documentsOf(this.#script).get(agreement);
      if (document !== undefined) this.#judge.check(() => checkConverged(this.#judge.scene, document));
      return true;
    }
    if (exchange !== undefined) this.#judgeCauses(exchange);
    await this.#remedy(states.map((state) => state?.standing));
    return false;
  }

  /** What staff do about an exchange that could not come to its end, as its remedy says. */
  async #remedy(
    standings: readonly ({ readonly kind: string; readonly code?: string } | undefined)[],
  ): Promise<void> {
    const codes = standings.map((standing) => standing?.code ?? "");
    if (codes.some((code) => code === "exchange.daily_ceiling" || code.endsWith("tooManyRecordsToday"))) {
      this.#staff(this.#nodes.iom, STAFF.amend("wide"));
      await this.#until(this.#schedule.now + 2 * MINUTE);
    }
    if (codes.includes("ledger.partner_ahead") || codes.includes("exchange.checkpoint_invalid")) {
      for (const id of NODES) {
        if (this.#judge.scene.mirrors[id].restorations > 0) await this.#newLedgerKey(this.#nodes[id]);
      }
    }
  }

  /** The restored node gives its ledger's key up, and the partner adds the new card by hand. */
  async #newLedgerKey(node: SimulatedNode): Promise<void> {
    this.#tell(`${node.id} gives its ledger's key up; the partner takes the new card`);
    void node.running!.store.transaction(async (draft) => {
      draft.put("meta", "logKey", (draft.get("meta", "logKey") ?? 0) + 1);
      draft.drop("meta", "restoredLedger");
    });
    void this.#nodes[other(node.id)].running!.store.transaction(async (draft) =>
      draft.drop("witnessed", node.id),
    );
    await this.#until(this.#schedule.now + MINUTE);
  }

  #agreementOfBoth(): string | undefined {
    const [iom, wfp] = NODES.map((id) => new Draft(this.#nodes[id].running!.store.tables));
    const digest = activeAgreement(iom!);
    if (digest === undefined) return undefined;
    const rows = [iom!, wfp!].map((draft) => draft.get("agreements", digest));
    return rows.every((row) => row?.standing === "active" && row.supersededBy === undefined)
      ? digest
      : undefined;
  }

  #known(): readonly string[] {
    const all = NODES.flatMap((id) => [...this.#judge.scene.mirrors[id].tables.exchanges.keys()]);
    return [...new Set(all)].sort();
  }

  #judgeCauses(exchange: string): void {
    this.#judge.check(() => {
      for (const id of NODES) checkCauses(this.#judge.scene.mirrors[id], exchange, this.#causes);
    });
  }

  #ended(): string {
    return NODES.map((id) => {
      const { tables } = this.#judge.scene.mirrors[id];
      const links = [...tables.links.keys()].sort();
      const received = [...tables.received.keys()].sort();
      const roster = [...tables.roster.keys()].sort();
      return JSON.stringify({ id, links, received, roster });
    }).join("\n");
  }

  #befall(happening: Happening): void {
    if (!this.#storm) return;
    const node = "node" in happening ? this.#nodes[happening.node] : this.#nodes.wfp;
    switch (happening.kind) {
      case "propose":
        return this.#propose(node);
      case "edit":
        return this.#staff(node, STAFF.edit(happening.pick, happening.attribute));
      case "withdraw":
      case "consentAgain":
      case "protect":
      case "merge":
      case "undoLink":
        return this.#staff(node, STAFF[happening.kind](happening.pick));
      case "register":
        return this.#staff(node, STAFF.register(happening.known));
      case "adjudicate":
        return this.#staff(node, STAFF.adjudicate(happening.same, happening.pick));
      case "amend":
        this.#causes.agreementTouched = true;
        return this.#staff(node, STAFF.amend(happening.to));
      case "say":
        this.#causes.agreementTouched = true;
        return this.#staff(node, STAFF.say(happening.standing));
      case "override":
      case "halt":
        return this.#overrideOrHalt(node, happening.kind);
      case "crash":
        return this.#crash(node, happening.downMilliseconds, happening.reached);
      case "freeze":
        this.#tell(`${node.id} is frozen for ${happening.milliseconds} ms`);
        if (node.running) node.running.process.frozenUntil = this.#schedule.now + happening.milliseconds;
        return;
      case "failCall": {
        const { failing } = happening;
        node.counter.failing = { ...failing, call: node.counter.calls + failing.call };
        return;
      }
      case "diskFull":
        this.#tell(`${node.id}'s disk is full for ${happening.milliseconds} ms`);
        node.disk.full = true;
        return this.#schedule.after(happening.milliseconds, () => {
          node.disk.full = false;
        });
      case "slowDisk":
        this.#tell(`${node.id}'s disk is slow for ${happening.milliseconds} ms`);
        node.counter.slowDisk = 400;
        return this.#schedule.after(happening.milliseconds, () => {
          node.counter.slowDisk = 0;
        });
      case "clock":
        this.#tell(`${node.id}'s clock jumps by ${Math.round(happening.byMilliseconds / 1000)} s`);
        this.#causes.clockJumped = true;
        node.clockOffset += Math.round(happening.byMilliseconds);
        return;
      case "cut":
        this.#tell(`the network is cut for ${happening.milliseconds} ms`);
        this.#network.cut = true;
        return this.#schedule.after(happening.milliseconds, () => {
          this.#network.cut = false;
        });
      case "weather":
        this.#tell(`the network is bad for ${happening.milliseconds} ms`);
        this.#network.weather = happening.weather;
        return this.#schedule.after(happening.milliseconds, () => {
          this.#network.weather = FAIR;
        });
      case "badMemory":
        this.#badMemory.add(node.id);
        return;
      case "backup":
        this.#tell(`${node.id} is backed up`);
        this.#backups.set(node.id, { log: node.disk.copy() });
        return;
      case "restore":
        return this.#restore(node, happening.ledgerToo);
    }
  }

  #propose(node: SimulatedNode): void {
    const { running } = node;
    if (running === undefined) return;
    const agreement = activeAgreement(new Draft(running.store.tables));
    if (agreement === undefined) return;
    const exchange = `0191e3a0-0000-7000-8000-${String(++this.#exchanges).padStart(12, "0")}`;
    this.#tell(`${node.id} proposes exchange ${this.#exchanges}`);
    running.driver.propose({ exchange, agreement }).catch((fault: unknown) => {
      const { code } = fault as { code?: string };
      this.#tell(`${node.id}'s proposal fails: ${code}`);
      if (code !== "exchange.not_in_force") this.#judge.fault(node.id, fault);
    });
  }

  #overrideOrHalt(node: SimulatedNode, what: "override" | "halt"): void {
    const { running } = node;
    const state = [...(running?.store.tables.exchanges.values() ?? [])].at(-1);
    if (running === undefined || state === undefined) return;
    if (what === "halt") {
      this.#causes.staffHalted = true;
      this.#tell(`staff of ${node.id} stop the exchange`);
      running.driver
        .halt(state.exchange, {
          code: "exchange.stopped_by_staff",
          reason: "staff stopped it",
          remedy: "Begin a new exchange.",
        })
        .catch((fault: unknown) => this.#judge.fault(node.id, fault));
      return;
    }
    if (state.standing.kind !== "held") return;
    this.#tell(`staff of ${node.id} let the exchange pass`);
    running.driver
      .override(state.exchange, "officer", "looked at")
      .catch((fault: unknown) => this.#judge.fault(node.id, fault));
  }

  #staff(node: SimulatedNode, act: Act): void {
    void this.#act(node, act);
  }

  async #act(node: SimulatedNode, act: Act): Promise<void> {
    const { running } = node;
    if (running === undefined) return;
    try {
      const done = await running.store.transaction(async (draft) => act(draft, running.parts));
      if (done === undefined) return;
      this.#tell(`staff of ${node.id}: ${done.words}`);
      for (const exchange of done.adjudicated ?? []) await running.driver.adjudicated(exchange);
      await this.#haltUnderEnded(node);
    } catch (fault) {
      this.#tell(`staff of ${node.id} fail: ${(fault as { code?: string }).code}`);
      this.#judge.fault(node.id, fault);
    }
  }

  /** As a node does when an agreement ends: what runs under it is stopped at once. */
  async #haltUnderEnded(node: SimulatedNode): Promise<void> {
    const { running } = node;
    if (running === undefined) return;
    for (const state of [...running.store.tables.exchanges.values()]) {
      const row = running.store.tables.agreements.get(state.agreement);
      const ended = row === undefined || row.standing !== "active" || row.supersededBy !== undefined;
      if (!ended || state.step === "done" || state.standing.kind === "halted") continue;
      await running.driver.halt(state.exchange, {
        code: `agreement.${row?.supersededBy === undefined ? row?.standing : "superseded"}`,
        reason: "the agreement is not in force any more",
        remedy: "When an agreement is in force again, begin a new exchange.",
      });
    }
  }

  #crash(node: SimulatedNode, downMilliseconds: number, reached: number): void {
    if (!node.up || !this.#storm) return;
    const { lost } = node.kill(reached);
    this.#tell(
      `${node.id} is killed${lost > 0 ? `; ${lost} transactions that were not synced are lost` : ""}`,
    );
    this.#schedule.after(downMilliseconds, () => void node.boot());
  }

  /** The node is made anew from its backup: what ran is over, as the node's own restoration says. */
  #restore(node: SimulatedNode, ledgerToo: boolean): void {
    const backup = this.#backups.get(node.id);
    if (backup === undefined) return;
    this.#tell(`${node.id} is restored from its backup${ledgerToo ? ", with its newest ledger" : ""}`);
    this.#causes.restored = true;
    const newest = node.disk.copy();
    node.kill(1);
    node.disk.replace(backup.log);
    restoration(node, ledgerToo ? newest : backup.log);
    this.#restoring = node.id;
    void node.boot().then(() => {
      this.#restoring = undefined;
    });
  }

  async #upkeep(node: SimulatedNode): Promise<void> {
    const { running } = node;
    if (running === undefined) return;
    const letters = [...running.store.tables.letters.values()].filter((letter) => !letter.taken);
    for (const letter of letters.sort((a, b) => (a.id < b.id ? -1 : 1))) {
      if (!(await this.#carry(node, letter))) return;
    }
  }

  /** A letter is taken when the partner's node has done what it says. */
  async #carry(node: SimulatedNode, letter: LetterRow): Promise<boolean> {
    const partner = this.#nodes[other(node.id)];
    const { running } = node;
    if (running === undefined) return false;
    const delivery = await this.#network.send({
      name: `${node.id}'s letter ${letter.id} (${letter.body.kind})`,
      from: { id: node.id, up: () => true, clockOffset: () => node.clockOffset },
      to: { id: partner.id, up: () => partner.up, clockOffset: () => partner.clockOffset },
      take: async () => {
        const receiving = partner.running!;
        await receiving.process.pause(0);
        const words = await receiving.store.transaction(async (draft) => {
          // A letter that comes again after a later one changes nothing: the later one stands.
          const last = draft.get("meta", "letters heard") ?? -1;
          if (Number(letter.id) <= last) return "hears a letter again";
          draft.put("meta", "letters heard", Number(letter.id));
          return hear(draft, receiving.parts, letter.body);
        });
        this.#tell(`${partner.id} ${words}`);
        await this.#haltUnderEnded(partner).catch((fault: unknown) => this.#judge.fault(partner.id, fault));
        return { kind: "accepted", received: 0 };
      },
    });
    await running.process.pause(0);
    if (delivery.kind !== "accepted") return false;
    await running.store
      .transaction(async (draft) => draft.put("letters", letter.id, { ...letter, taken: true }))
      .catch((fault: unknown) => this.#judge.fault(node.id, fault));
    return true;
  }

  async #deliver(node: SimulatedNode, message: Message, suite: string | undefined) {
    const partner = this.#nodes[other(node.id)];
    this.#judge.leaves(node.id, message, node.now().slice(0, 10));
    const text = JSON.stringify(this.#remembered(node, message));
    const name = `${node.id}'s message ${message.number} (${nameOf(message)})`;
    this.#tell(`${name} leaves`);
    const delivery = await this.#network.send({
      name,
      from: { id: node.id, up: () => node.up, clockOffset: () => node.clockOffset },
      to: { id: partner.id, up: () => partner.up, clockOffset: () => partner.clockOffset },
      take: async () => {
        const receiving = partner.running!;
        await receiving.process.pause(0);
        const came = Message.parse(JSON.parse(text)) as Message;
        const acceptance = await receiving.driver.receive(came, suite ?? "suite-a");
        this.#tell(`${partner.id} answers ${name}: ${acceptance.kind}`);
        if (acceptance.kind === "accepted" && came.body.kind !== "probe") this.#judge.took(partner.id, came);
        return acceptance;
      },
    });
    this.#tell(`${node.id} hears of ${name}: ${delivery.kind}`);
    return delivery;
  }

  #remembered(node: SimulatedNode, message: Message): unknown {
    if (!this.#badMemory.has(node.id)) return message;
    const changed = altered(message);
    if (changed === undefined) return message;
    this.#badMemory.delete(node.id);
    this.#causes.badMemory = true;
    this.#tell(`${node.id}'s memory changes a value of message ${message.number} before it is sealed`);
    return changed;
  }

  #salt(): string {
    const draws = Array.from({ length: 32 }, () => this.#draw.whole("salt", 0, 256));
    this.#salts += 1;
    return Buffer.from(draws).toString("base64url");
  }

  #over(): boolean {
    return this.#judge.violation !== undefined;
  }

  #until(at: number): Promise<void> {
    return this.#schedule.run(at, () => this.#over());
  }

  #tell(line: string): void {
    this.#trace.add(this.#schedule.now, line);
  }
}

function nameOf({ body }: Message): string {
  return body.kind === "batch" || body.kind === "received"
    ? `${body.kind} ${body.index} of ${body.flow}`
    : body.kind === "halt"
      ? `halt, ${body.code}`
      : body.kind;
}

function documentsOf({ terms }: Script): ReadonlyMap<string, Document> {
  return new Map(
    AMENDMENTS.map((name) => {
      const { agreement, digest } = agreementNamed(name, terms);
      return [digest, agreement as Document];
    }),
  );
}
