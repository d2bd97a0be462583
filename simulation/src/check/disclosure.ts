import { CANARY } from "./canary.ts";
import {
  type Batch,
  type Commit,
  type Document,
  type Mirror,
  personOf,
  put,
  refsIn,
  type Scene,
  type States,
  Violation,
} from "./scene.ts";

const NAME = "no disclosure outside the agreement in force at that moment";

/** Why nothing may leave under an agreement now; undefined where it is in force. */
function whyNot(mirror: Mirror, digest: string, document: Document, today: string): string | undefined {
  const row = mirror.tables.agreements.get(digest);
  if (row === undefined) return "it is not held";
  if (row.standing !== "active") return `it is ${row.standing}`;
  if (row.supersededBy !== undefined) return "it is amended";
  return today < document.validFrom || today > document.validUntil
    ? "it is not valid on this day"
    : undefined;
}

/** The moment a batch is handed to the network: whatever was built before, what leaves now leaves under what holds now. */
export function checkLeaving(
  scene: Scene,
  mirror: Mirror,
  sent: { readonly exchange: string; readonly number: number; readonly body: Batch },
  today: string,
): void {
  const { body } = sent;
  if (body.kind !== "batch") return;
  const state = mirror.tables.exchanges.get(sent.exchange);
  const document = scene.documents.get(state?.agreement ?? "");
  if (state === undefined || document === undefined)
    throw new Violation(NAME, `${mirror.id} sends a batch of an exchange that it does not know`);
  const records = (body.match ?? body.persons ?? body.links ?? []).length;
  const why = whyNot(mirror, state.agreement, document, today);
  if (why !== undefined && records > 0)
    throw new Violation(
      NAME,
      `${mirror.id} sends message ${sent.number}, a batch of ${body.flow}, under an agreement although ${why}`,
    );
  if (body.flow === "links") return;
  const grants = new Map(
    document.clauses
      .filter(
        (clause) =>
          clause.from === mirror.id &&
          clause.tier === body.flow &&
          clause.purposes.includes(document.purpose),
      )
      .map((clause) => [clause.attribute, clause.transformation]),
  );
  const all: States[] = [
    ...(body.match ?? []).map((record) => record.states),
    ...(body.persons ?? []).flatMap((person) => person.statements.map((statement) => statement.states)),
  ];
  for (const states of all) {
    for (const [attribute, { value }] of Object.entries(states)) {
      const transformation = grants.get(attribute);
      if (transformation === undefined)
        throw new Violation(
          NAME,
          `${mirror.id} sends ${attribute} at tier ${body.flow}, which no clause grants`,
        );
      if (transformation === "hash" && !/^hmac-sha256:/.test(String(value)))
        throw new Violation(NAME, `${mirror.id} sends ${attribute} as it is, where a hash is granted`);
      if (transformation === "county" && (value as { pcode: string }).pcode.length > 6)
        throw new Violation(NAME, `${mirror.id} sends a place finer than a county`);
    }
  }
  if (JSON.stringify(body).includes(CANARY))
    throw new Violation(NAME, `${mirror.id} sends an attribute that no agreement grants`);
}

/** The moment a batch is made: each person in it is covered, and for the linked tier linked. */
export function checkMade(scene: Scene, commit: Commit, salts: Set<string>): void {
  const { before: mirror } = commit;
  for (const [key, { message, delivered }] of put(commit.rows, "outbox")) {
    if (delivered || mirror.tables.outbox.has(key)) continue;
    const body = message.body as unknown as Batch;
    if (body.kind !== "batch") continue;
    const state = commit.get("exchanges", message.exchange);
    const document = scene.documents.get(state?.agreement ?? "");
    if (state === undefined || document === undefined) continue;
    if (salts.has(body.salt)) throw new Violation("a salt is used once", `${mirror.id} uses a salt again`);
    salts.add(body.salt);
    const links = new Set(
      [...mirror.rows("links"), ...put(commit.rows, "links").map(([, row]) => row)].map(
        (link) => link.person,
      ),
    );
    for (const ref of refsIn(body)) {
      const person = commit.get("persons", personOf(ref));
      const why = person === undefined ? "nobody here" : notCovered(person, document);
      if (why !== undefined)
        throw new Violation(NAME, `${mirror.id} discloses ${ref} at tier ${body.flow}, who is ${why}`);
      if (body.flow === "linked" && !links.has(personOf(ref)))
        throw new Violation(NAME, `${mirror.id} discloses ${ref} at tier linked, for whom no link stands`);
    }
    checkCeilings(commit, document, state.agreement, message.sentAt.slice(0, 10));
  }
}

export function notCovered(
  person: {
    readonly active: boolean;
    readonly consent: boolean;
    readonly placeProtected: boolean;
    readonly statements: readonly { readonly states: object }[];
  },
  document: Document,
): string | undefined {
  if (!person.active) return "no longer an active file";
  if (!person.consent) return "without consent";
  if (person.placeProtected) return "of a protected place";
  let place = "";
  for (const { states } of person.statements) {
    const at = (states as States)["person.location"]?.value as { pcode: string } | undefined;
    place = at?.pcode ?? place;
  }
  return document.scope.places.some((each) => place.startsWith(each)) ? undefined : "outside the scope";
}

function checkCeilings(commit: Commit, document: Document, agreement: string, day: string): void {
  const outbox = new Map(commit.before.tables.outbox);
  for (const [key, row] of put(commit.rows, "outbox")) outbox.set(key, row);
  let today = 0;
  for (const { message } of outbox.values()) {
    if (commit.get("exchanges", message.exchange)?.agreement !== agreement) continue;
    if (message.sentAt.slice(0, 10) === day) today += refsIn(message.body as unknown as Batch).length;
  }
  if (today > document.ceilings.recordsPerDay)
    throw new Violation(
      "ceilings hold",
      `${commit.before.id} discloses ${today} records on ${day}; the agreement allows ${document.ceilings.recordsPerDay}`,
    );
}
