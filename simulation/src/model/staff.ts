import type { ExchangeState } from "@accord/exchange";
import { type Amendment, agreementNamed } from "./agreements.ts";
import type { NodeParts } from "./node-parts.ts";
import { correction, newPerson } from "./population.ts";
import { endLink, linkKey, pairKey, recordLink, refOf } from "./registry-work.ts";
import type { LetterBody, LinkRow, PairRow, PersonRow, Standing } from "./rows.ts";
import { ordinal } from "./rows.ts";
import type { Draft } from "./store.ts";

/** What a member of staff did, in words; undefined where there was nothing to do it to. */
export interface Done {
  readonly words: string;
  /** Exchanges that must hear of a decision. */
  readonly adjudicated?: readonly string[];
}

export type Act = (draft: Draft, parts: NodeParts) => Done | undefined;

/** What staff do in one transaction of the registry, each as the node's own functions do it. */
export const STAFF = {
  edit:
    (pick: number, attribute: number): Act =>
    (draft, parts) => {
      const person = picked(persons(draft), pick);
      if (person === undefined) return undefined;
      const name = (["person.phone", "person.location", "person.name"] as const)[attribute % 3]!;
      const statement = correction(parts.self, person, name, draft.count("edits"), parts.now());
      draft.put("persons", person.id, { ...person, statements: [...person.statements, statement] });
      return { words: `corrects ${name} of ${person.id}` };
    },

  withdraw:
    (pick: number): Act =>
    (draft) => {
      const person = picked(
        persons(draft).filter((each) => each.consent),
        pick,
      );
      if (person === undefined) return undefined;
      draft.put("persons", person.id, { ...person, consent: false });
      leave(draft, person.id);
      const told = wasDisclosed(draft, person.id);
      if (told) write(draft, { kind: "withdrawal", refs: [refOf(person.id)] });
      return {
        words: `notes that ${person.id} withdraws consent${told ? "; the partner is to be told" : ""}`,
      };
    },

  consentAgain:
    (pick: number): Act =>
    (draft) => {
      const person = picked(
        persons(draft).filter((each) => !each.consent),
        pick,
      );
      if (person === undefined) return undefined;
      draft.put("persons", person.id, { ...person, consent: true });
      if (wasDisclosed(draft, person.id)) write(draft, { kind: "restoration", refs: [refOf(person.id)] });
      return { words: `notes that ${person.id} consents again` };
    },

  protect:
    (pick: number): Act =>
    (draft) => {
      const person = picked(persons(draft), pick);
      if (person === undefined) return undefined;
      draft.put("persons", person.id, { ...person, placeProtected: true });
      return { words: `protects the place of ${person.id}` };
    },

  register:
    (known: boolean): Act =>
    (draft, parts) => {
      const number = draft.rows("persons").length;
      const truth = known ? `T${number % 6}` : `T${(parts.self === "iom" ? 60 : 80) + number}`;
      if (persons(draft).some((person) => person.truth === truth)) return undefined;
      const person = newPerson(parts.self, number, { truth, unsure: false }, "SS0702");
      draft.put("persons", person.id, person);
      return { words: `registers ${person.id}, who is ${truth}` };
    },

  /** Two files of one registry are one person: the later one is set aside. Linked files are left. */
  merge:
    (pick: number): Act =>
    (draft) => {
      const linked = new Set(draft.rows("links").map(([, link]) => link.person));
      const candidates = persons(draft).filter((person) => !linked.has(person.id));
      const person = picked(candidates, pick);
      if (person === undefined || candidates.length < 2) return undefined;
      draft.put("persons", person.id, { ...person, active: false });
      return { words: `merges the file ${person.id} into another` };
    },

  undoLink:
    (pick: number): Act =>
    (draft, parts) => {
      const link = picked(
        draft.rows("links").map(([, row]) => row),
        pick,
      );
      if (link === undefined) return undefined;
      return undo(draft, parts, link);
    },

  adjudicate:
    (same: boolean, pick: number): Act =>
    (draft) => {
      const pair = picked(waitingPairs(draft), pick);
      return pair === undefined ? undefined : decide(draft, pair, same);
    },

  amend:
    (to: Amendment): Act =>
    (draft, parts) => {
      const standing = activeAgreement(draft);
      const { digest } = agreementNamed(to, parts.terms);
      if (draft.get("agreements", digest) !== undefined) return undefined;
      takeAgreement(draft, parts, to, standing);
      write(draft, { kind: "agreement", name: to, supersedes: standing });
      return { words: `has the agreement "${to}" in force, signed by both` };
    },

  say:
    (standing: Standing): Act =>
    (draft) => {
      const row = draft
        .rows("agreements")
        .map(([, each]) => each)
        .find((each) => each.supersededBy === undefined);
      if (row === undefined || row.standing === standing || row.standing === "revoked") return undefined;
      draft.put("agreements", row.digest, { ...row, standing });
      write(draft, { kind: "standing", agreement: row.digest, standing });
      return { words: `sets the agreement "${row.name}" to ${standing}` };
    },
} as const;

export function waitingPairs(draft: Draft): readonly PairRow[] {
  const present = new Set(
    draft
      .rows("pins")
      .filter(([, row]) => !row.left)
      .map(([key]) => key),
  );
  return draft
    .rows("pairs")
    .map(([, row]) => row)
    .filter((row) => {
      const state = draft.get("exchanges", row.exchange);
      return (
        row.decision === "waiting" &&
        state !== undefined &&
        state.matcher === state.self &&
        !["hello", "snapshot", "overlap", "match"].includes(state.step) &&
        present.has(`${row.exchange}/${row.ownRef}`)
      );
    });
}

/** A verdict is a decision of the exchange's next round. */
export function decide(draft: Draft, pair: PairRow, same: boolean): Done {
  const person = pair.ownRef.slice("ref-".length);
  const state = draft.get("exchanges", pair.exchange)!;
  const decided: PairRow = {
    ...pair,
    decision: same ? "linked" : "unlinked",
    decidedBy: "adjudicator",
    round: state.round + 1,
  };
  draft.put("pairs", pairKey(pair.exchange, pair.ownRef, pair.partnerRef), decided);
  draft.put("judgements", linkKey(person, pair.partnerRef), { verdict: same ? "same" : "different" });
  if (same) recordLink(draft, decided, person);
  return {
    words: `judges ${pair.ownRef} and ${pair.partnerRef} to be ${same ? "the same" : "different"}`,
    adjudicated: [pair.exchange],
  };
}

/** In the latest exchange that pinned the person, and in all that run and have their links. */
function undo(draft: Draft, parts: NodeParts, link: LinkRow): Done {
  endLink(draft, link.person, link.partnerRef);
  draft.put("judgements", linkKey(link.person, link.partnerRef), { verdict: "different" });
  const pinned = draft
    .rows("exchanges")
    .map(([, row]) => row)
    .filter((row) => draft.get("pins", `${row.exchange}/${link.ownRef}`) !== undefined)
    .reverse();
  const adjudicated: string[] = [];
  for (const [index, state] of pinned.entries()) {
    if (index > 0 && !holdsLinks(state)) continue;
    const tells = state.matcher === parts.self;
    draft.put("pairs", pairKey(state.exchange, link.ownRef, link.partnerRef), {
      exchange: state.exchange,
      ownRef: link.ownRef,
      partnerRef: link.partnerRef,
      decision: "unlinked",
      decidedBy: "adjudicator",
      probability: 1,
      round: tells ? state.round + 1 : state.round,
    });
    if (tells) adjudicated.push(state.exchange);
  }
  return { words: `undoes the link of ${link.person} with ${link.partnerRef}`, adjudicated };
}

const holdsLinks = ({ step, standing }: ExchangeState): boolean =>
  standing.kind !== "halted" && !["hello", "snapshot", "overlap", "match", "done"].includes(step);

/** A person who said no leaves what runs; their links end, and pairs with them are told to nobody. */
function leave(draft: Draft, person: string): void {
  for (const [key, pin] of draft.rows("pins")) {
    if (pin.person === person) draft.put("pins", key, { ...pin, left: true });
  }
  for (const [, link] of draft.rows("links", `${person}/`)) endLink(draft, person, link.partnerRef);
  for (const [key, pair] of draft.rows("pairs")) {
    if (pair.ownRef === refOf(person) && (pair.decision === "linked" || pair.decision === "waiting"))
      draft.put("pairs", key, { ...pair, decision: "unlinked", decidedBy: "person" });
  }
}

/** Whether anything of a person ever left: then the partner is to hear what they say. */
const wasDisclosed = (draft: Draft, person: string): boolean =>
  draft.rows("pins").some(([, pin]) => pin.person === person);

function write(draft: Draft, body: LetterBody): void {
  const id = ordinal(draft.count("letters"));
  draft.put("letters", id, { id, body, taken: false });
}

/** Does what a letter from the partner says; again where it comes again. */
export function hear(draft: Draft, parts: NodeParts, body: LetterBody): string {
  switch (body.kind) {
    case "withdrawal":
      for (const ref of body.refs) takeBack(draft, ref);
      return `gives back all that was received of ${body.refs.join(", ")}`;
    case "restoration":
      for (const ref of body.refs) draft.drop("barred", ref);
      return `takes in again what comes of ${body.refs.join(", ")}`;
    case "agreement":
      takeAgreement(draft, parts, body.name, body.supersedes);
      return `has the agreement "${body.name}" in force, signed by both`;
    case "standing": {
      const row = draft.get("agreements", body.agreement);
      if (row !== undefined && row.standing !== "revoked")
        draft.put("agreements", body.agreement, { ...row, standing: body.standing });
      return `hears that the partner set the agreement to ${body.standing}`;
    }
  }
}

function takeBack(draft: Draft, ref: string): void {
  draft.put("barred", ref, true);
  draft.drop("roster", ref);
  for (const [key, { record }] of draft.rows("staged")) if (record.ref === ref) draft.drop("staged", key);
  for (const [, link] of draft.rows("links")) if (link.partnerRef === ref) endLink(draft, link.person, ref);
  for (const [key] of draft.rows("received", `${ref}/`)) draft.drop("received", key);
  for (const [key, pair] of draft.rows("pairs")) {
    if (pair.partnerRef === ref && (pair.decision === "linked" || pair.decision === "waiting"))
      draft.put("pairs", key, { ...pair, decision: "unlinked", decidedBy: "person" });
  }
}

export function takeAgreement(
  draft: Draft,
  parts: Pick<NodeParts, "terms">,
  name: string,
  supersedes: string | undefined,
): void {
  const { digest } = agreementNamed(name, parts.terms);
  if (draft.get("agreements", digest) === undefined)
    draft.put("agreements", digest, { digest, name, standing: "active", supersededBy: undefined });
  const old = supersedes === undefined ? undefined : draft.get("agreements", supersedes);
  if (old !== undefined && old.digest !== digest)
    draft.put("agreements", old.digest, { ...old, supersededBy: digest });
}

/** The digest of the newest agreement that nothing amends. */
export const activeAgreement = (draft: Draft): string | undefined =>
  draft
    .rows("agreements")
    .map(([, row]) => row)
    .filter((row) => row.supersededBy === undefined)
    .at(-1)?.digest;

const persons = (draft: Draft): readonly PersonRow[] =>
  draft
    .rows("persons")
    .map(([, row]) => row)
    .filter((row) => row.active);

const picked = <T>(of: readonly T[], pick: number): T | undefined => of[pick % Math.max(1, of.length)];
