import type { PersonRow } from "../model/rows.ts";
import {
  type Commit,
  type Mirror,
  personOf,
  put,
  type Scene,
  type States,
  sameValue,
  Violation,
} from "./scene.ts";

const NAME = "no assertion lost or invented";

interface Said {
  readonly person: string;
  readonly truth: string;
  readonly states: States;
}

/** Everything that staff of both agencies ever said, by statement; a restoration takes nothing from it. */
export class Assertions {
  readonly #said = new Map<string, Said>();
  readonly #truths = new Map<string, string>();

  /** What a disk holds as a process begins: a last word that was on it and not yet acknowledged counts as said. */
  opened(mirror: Mirror): void {
    for (const person of mirror.rows("persons")) this.#add(person);
  }

  heard(commit: Commit): void {
    for (const [id, person] of put(commit.rows, "persons")) {
      this.#add(person);
      const before = commit.before.tables.persons.get(id);
      const kept = new Set(person.statements.map((statement) => statement.id));
      for (const statement of before?.statements ?? []) {
        if (!kept.has(statement.id))
          throw new Violation(
            NAME,
            `${commit.before.id} lost the statement ${statement.id} of its own staff`,
          );
      }
    }
  }

  #add({ id, truth, statements }: PersonRow): void {
    this.#truths.set(id, truth);
    for (const statement of statements) {
      const states = statement.states as unknown as States;
      this.#said.set(`${statement.id} ${statement.assertedAt}`, { person: id, truth, states });
    }
  }

  received(scene: Scene, commit: Commit): void {
    const { before: mirror } = commit;
    for (const [, row] of put(commit.rows, "received")) {
      const said = this.#checked(mirror, row.partnerRef, row.statement);
      const own = this.#truths.get(row.person);
      if (said.truth !== own)
        throw new Violation(
          NAME,
          `${mirror.id} keeps ${row.statement.id} on the file of ${row.person}, who is another person`,
        );
    }
    for (const [, person] of put(commit.rows, "roster")) {
      for (const statement of person.statements) this.#checked(mirror, person.ref, statement);
    }
    for (const [, { record }] of put(commit.rows, "staged")) {
      const name = (record.states as unknown as States)["person.name"];
      const partner = scene.partner(mirror.id);
      const known = [...this.#said.values()].some(
        ({ person, states }) =>
          person === personOf(record.ref) && (name === undefined || sameValue(states["person.name"], name)),
      );
      if (!known)
        throw new Violation(NAME, `${mirror.id} stages of ${record.ref} what ${partner.id} never said`);
    }
    for (const [table, key, row] of commit.rows) {
      if (table !== "received" || row !== undefined) continue;
      const gone = mirror.tables.received.get(key);
      if (gone === undefined) continue;
      if (commit.get("links", `${gone.person}/${gone.partnerRef}`) !== undefined)
        throw new Violation(NAME, `${mirror.id} lost ${gone.statement.id}, whose link stands`);
    }
  }

  #checked(
    mirror: Mirror,
    ref: string,
    statement: { readonly id: string; readonly assertedAt: string; readonly states: object },
  ): Said {
    const said = this.#said.get(`${statement.id} ${statement.assertedAt}`);
    if (said === undefined || said.person !== personOf(ref))
      throw new Violation(NAME, `${mirror.id} holds ${statement.id} of ${ref}, which nobody said`);
    for (const [attribute, state] of Object.entries(statement.states)) {
      if (!sameValue(said.states[attribute], state))
        throw new Violation(NAME, `${mirror.id} holds another ${attribute} of ${ref} than was said`);
    }
    return said;
  }
}
