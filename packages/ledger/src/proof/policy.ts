import { toHex } from "../bytes.ts";
import { LedgerError } from "../errors.ts";
import { type OpenedCheckpoint, openCheckpoint } from "../note/checkpoint.ts";
import { formatVerifierKey, type NoteVerifier, parseVerifierKey } from "../note/key.ts";

export interface PolicyLog {
  readonly key: NoteVerifier;
  readonly url?: string | undefined;
}

export interface PolicyWitness extends PolicyLog {
  readonly name: string;
}

export interface PolicyGroup {
  readonly name: string;
  /** How many of the members must have witnessed a checkpoint. */
  readonly threshold: number;
  readonly members: readonly string[];
}

/** Whom an auditor trusts: logs, witnesses, and which of them must have cosigned (C2SP tlog-policy). */
export interface Policy {
  readonly logs: readonly PolicyLog[];
  readonly witnesses: readonly PolicyWitness[];
  readonly groups: readonly PolicyGroup[];
  /** A witness, a group, or `none`. */
  readonly quorum: string;
}

/** The text of a policy. */
export function formatPolicy({ logs, witnesses, groups, quorum }: Policy): string {
  const url = (each: PolicyLog): string => (each.url === undefined ? "" : ` ${each.url}`);
  return [
    ...logs.map((log) => `log ${formatVerifierKey(log.key)}${url(log)}`),
    ...witnesses.map((each) => `witness ${each.name} ${formatVerifierKey(each.key)}${url(each)}`),
    ...groups.map(({ name, threshold, members }) => {
      const rule = threshold === members.length ? "all" : threshold === 1 ? "any" : String(threshold);
      return `group ${name} ${rule} ${members.join(" ")}`;
    }),
    `quorum ${quorum}`,
    "",
  ].join("\n");
}

/**
 * Reads a policy, strictly: names are defined on a line before they are used, each is a member once, no key stands
 * twice, and there is exactly one quorum.
 *
 * @throws LedgerError `ledger.policy_malformed`, naming the line; `ledger.key_malformed`
 */
export function parsePolicy(text: string): Policy {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: tlog-policy allows tab and newline and no other
  if (/[\u0000-\u0008\u000b-\u001f\u007f]/.test(text))
    throw malformed(1, "The policy has control characters.");
  const policy = new PolicyUnderReading();
  for (const [index, line] of text.split("\n").entries()) {
    const words = line.split(/[ \t]+/).filter((word) => word !== "");
    if (words.length > 0 && !words[0]!.startsWith("#")) policy.take(words, index + 1);
  }
  return policy.whole();
}

class PolicyUnderReading {
  readonly #logs: PolicyLog[] = [];
  readonly #witnesses: PolicyWitness[] = [];
  readonly #groups: PolicyGroup[] = [];
  readonly #members = new Set<string>();
  #quorum: string | undefined;

  take([keyword, ...rest]: readonly string[], line: number): void {
    if (keyword === "log") this.#log(rest, line);
    else if (keyword === "witness") this.#witness(rest, line);
    else if (keyword === "group") this.#group(rest, line);
    else if (keyword === "quorum") this.#takeQuorum(rest, line);
    else throw malformed(line, "A line of the policy begins with log, witness, group or quorum.");
  }

  whole(): Policy {
    if (this.#quorum === undefined) throw malformed(undefined, "The policy has no quorum line.");
    return { logs: this.#logs, witnesses: this.#witnesses, groups: this.#groups, quorum: this.#quorum };
  }

  #log([key, url, ...more]: readonly string[], line: number): void {
    if (key === undefined || more.length > 0)
      throw malformed(line, "A log has a key, and perhaps an address.");
    this.#logs.push(this.#fresh({ key: parseVerifierKey(key), url }, this.#logs, line));
  }

  #witness([name, key, url, ...more]: readonly string[], line: number): void {
    if (name === undefined || key === undefined || more.length > 0)
      throw malformed(line, "A witness has a name, a key, and perhaps an address.");
    this.#define(name, line);
    const parsed = parseVerifierKey(key);
    if (parsed.type === "ed25519") throw malformed(line, "A witness's key is of a cosignature's type.");
    this.#witnesses.push(this.#fresh({ name, key: parsed, url }, this.#witnesses, line));
  }

  #group([name, rule = "", ...members]: readonly string[], line: number): void {
    if (name === undefined || members.length === 0)
      throw malformed(line, "A group has a name, a threshold and members.");
    for (const member of members) {
      if (!this.#knows(member)) throw malformed(line, "A group's member is not defined before it.");
      if (this.#members.has(member)) throw malformed(line, "A name is a member more than once.");
      this.#members.add(member);
    }
    const threshold = rule === "all" ? members.length : rule === "any" ? 1 : wholeNumber(rule);
    if (threshold === undefined || threshold < 1 || threshold > members.length)
      throw malformed(line, "A group's threshold is all, any, or from 1 to the number of its members.");
    this.#define(name, line);
    this.#groups.push({ name, threshold, members });
  }

  #takeQuorum([name, ...more]: readonly string[], line: number): void {
    if (name === undefined || more.length > 0 || this.#quorum !== undefined)
      throw malformed(line, "A policy has one quorum line, with one name.");
    if (name !== "none" && !this.#knows(name))
      throw malformed(line, "The quorum's name is not defined before it.");
    this.#quorum = name;
  }

  #fresh<Entry extends PolicyLog>(entry: Entry, among: readonly PolicyLog[], line: number): Entry {
    const key = toHex(entry.key.publicKey);
    if (among.some((each) => toHex(each.key.publicKey) === key))
      throw malformed(line, "The same key stands twice.");
    return entry;
  }

  #define(name: string, line: number): void {
    if (name === "none" || this.#knows(name)) throw malformed(line, "The name is taken.");
  }

  #knows(name: string): boolean {
    return [...this.#witnesses, ...this.#groups].some((each) => each.name === name);
  }
}

/** Whether those who cosigned are enough. */
export function meetsQuorum(policy: Policy, cosigned: readonly NoteVerifier[]): boolean {
  const keys = new Set(cosigned.map((key) => formatVerifierKey(key)));
  const witnessed = (name: string): boolean => {
    const witness = policy.witnesses.find((each) => each.name === name);
    if (witness !== undefined) return keys.has(formatVerifierKey(witness.key));
    const group = policy.groups.find((each) => each.name === name);
    return group !== undefined && group.members.filter(witnessed).length >= group.threshold;
  };
  return policy.quorum === "none" || witnessed(policy.quorum);
}

/**
 * Opens a checkpoint of one of the policy's logs and holds it to the quorum.
 *
 * @throws LedgerError `ledger.policy_log_unknown`, `ledger.policy_quorum_missed`, and what `openCheckpoint` throws
 */
export function openUnderPolicy(note: string, policy: Policy): OpenedCheckpoint {
  const [origin = ""] = note.split("\n", 1);
  const keys = policy.logs.map(({ key }) => key).filter(({ name }) => name === origin);
  if (keys.length === 0) {
    throw new LedgerError(
      "ledger.policy_log_unknown",
      "The policy does not list the log of this checkpoint.",
      {
        where: "origin",
        remedy: "Use the policy of the node whose ledger this is.",
      },
    );
  }
  const witnesses = policy.witnesses.map(({ key }) => key);
  const opened = openCheckpoint(note, keys, witnesses);
  const cosigned = witnesses.filter(({ name, keyId }) =>
    opened.cosignatures.some((each) => each.name === name && each.keyId === keyId),
  );
  if (meetsQuorum(policy, cosigned)) return opened;
  throw new LedgerError("ledger.policy_quorum_missed", "Too few witnesses cosigned this checkpoint.", {
    where: policy.quorum,
    remedy:
      "Ask the node for a cosigned checkpoint; one that its partner did not cosign proves nothing about the past.",
  });
}

function wholeNumber(text: string): number | undefined {
  return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined;
}

function malformed(line: number | undefined, message: string): LedgerError {
  return new LedgerError("ledger.policy_malformed", message, {
    where: line === undefined ? "policy" : `line ${line}`,
    remedy: "Write the policy as c2sp.org/tlog-policy says, or export it anew with `accord ledger policy`.",
  });
}
