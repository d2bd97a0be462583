/**
 * Reads the agreement's own text and the truth on the population, and says what is wrong in captured bytes. It imports
 * nothing of the product but types, so that a mistake there is not made here as well.
 */
import type { Agreement, Clause } from "@accord/agreement";
import type { TruePerson } from "./population.ts";

interface Sent {
  readonly ref: string;
  readonly states?: Readonly<Record<string, State>>;
  readonly statements?: readonly {
    readonly source: string;
    readonly states: Readonly<Record<string, State>>;
  }[];
}
interface State {
  readonly state: string;
  readonly value?: unknown;
}

export interface Judged {
  readonly records: number;
  readonly values: number;
  readonly wrong: readonly string[];
}

/** Where a person is, by what they said and by where they were met. */
const PRESENT_PLACES = new Set(["person.location", "person.encounterPlace"]);

const OF_LETTER: Readonly<Record<string, string>> = {
  N: "person.name",
  F: "person.name",
  P: "person.location",
  Q: "person.origin",
  A: "person.agencyId",
  C: "person.cardNumber",
  R: "person.rationCard",
  V: "person.vulnerabilities",
  Z: "household.number",
};

export class Judge {
  readonly #clauses: readonly Clause[];
  readonly #bound: readonly Clause[];
  readonly #agreement: Agreement;
  readonly #people: ReadonlyMap<number, TruePerson>;
  readonly #today: string;
  readonly #hidden: ReadonlySet<number>;

  constructor(agreement: Agreement, tier: string, people: readonly TruePerson[], today: string) {
    this.#agreement = agreement;
    this.#bound = agreement.clauses.filter(
      ({ from, to, purposes }) =>
        from === "iom" && to === "wfp" && purposes.some((one) => one === agreement.purpose),
    );
    this.#clauses = this.#bound.filter((clause) => clause.tier === tier);
    this.#people = new Map(people.map((one) => [one.index, one]));
    this.#hidden = new Set(people.filter((one) => one.protectLocation).map((one) => one.household));
    this.#today = today;
  }

  /** The clause under which this person's attribute may leave; undefined where none does. */
  #clauseFor(one: TruePerson, attribute: string): Clause | undefined {
    const consented = one.consents.get(this.#agreement.purpose) === true;
    return this.#clauses.find(
      (clause) => clause.attribute === attribute && (clause.basis.kind === "other" || consented),
    );
  }

  /** Whether anything may leave of this person. */
  covers(one: TruePerson): boolean {
    const { scope, exclusions, purpose } = this.#agreement;
    const place = (one.states["person.location"] as { value: { pcode: string } }).value.pcode;
    const birth = (one.states["person.birthDate"] as { value: { date: string } }).value.date;
    const eighteen = `${Number(birth.slice(0, 4)) + 18}${birth.slice(4)}`;
    const consented = one.consents.get(purpose) === true;
    return (
      scope.statuses.includes(one.status) &&
      (scope.places.length === 0 || scope.places.some((covered) => place.startsWith(covered))) &&
      (scope.programmes.length === 0 || scope.programmes.includes(one.programme)) &&
      one.registeredAt >= (scope.registeredFrom ?? "") &&
      one.registeredAt <= (scope.registeredUntil ?? "9999") &&
      !(exclusions.protectedLocation === "person" && one.protectLocation) &&
      !(exclusions.categories.includes("childWithoutGuardianConsent") && eighteen > this.#today) &&
      !one.restricted &&
      !one.objections.has("*") &&
      !one.objections.has(purpose) &&
      this.#clauses.length > 0 &&
      (consented || this.#clauses.some(({ basis }) => basis.kind === "other"))
    );
  }

  /** Everything in one batch's bytes, by its structure and by what is found in the bare text. */
  judge(text: string, personOf: (ref: string) => number | undefined): Judged {
    const { records } = JSON.parse(text) as { records: Sent[] };
    const wrong: string[] = [];
    let values = 0;
    for (const record of records) {
      const one = this.#people.get(personOf(record.ref) ?? -1);
      if (one === undefined) wrong.push("a reference is nobody's");
      else if (!this.covers(one)) wrong.push("a person is outside the agreement");
      else {
        const parts = record.statements ?? [{ source: "iom", states: record.states ?? {} }];
        for (const { source, states } of parts) {
          if (source !== "iom") wrong.push("a statement is another agency's");
          for (const [attribute, state] of Object.entries(states)) {
            values += state.state === "known" ? 1 : 0;
            const fault = this.#faultOf(one, attribute, state);
            if (fault !== undefined) wrong.push(`${attribute}: ${fault}`);
          }
        }
      }
    }
    wrong.push(...this.#traces(text));
    return { records: records.length, values, wrong };
  }

  #faultOf(one: TruePerson, attribute: string, { state, value }: State): string | undefined {
    const clause = this.#clauseFor(one, attribute);
    if (clause === undefined) return "no clause grants it";
    // Nobody of the campaign was met at another place: of that attribute only that there is nothing may be told.
    const truth = one.states[attribute as keyof TruePerson["states"]] ?? { state: "notKnown" };
    if (PRESENT_PLACES.has(attribute) && this.#hidden.has(one.household)) {
      return state === "withheld" ? undefined : "a protected place is told";
    }
    if (state !== truth.state) return "its state is not the truth";
    if (state !== "known" || truth.state !== "known") return undefined;
    return same(value, truth.value, clause.transformation, attribute)
      ? undefined
      : `not as ${clause.transformation} leaves it`;
  }

  /** Tokens in the bytes, wherever they stand: each must be of a person and attribute that leave as they are. */
  #traces(text: string): string[] {
    const wrong: string[] = [];
    const hold = (index: number, attribute: string | undefined) => {
      const one = this.#people.get(index);
      const clause =
        one === undefined || attribute === undefined ? undefined : this.#clauseFor(one, attribute);
      const allowed =
        one !== undefined &&
        clause?.transformation === "none" &&
        this.covers(one) &&
        !(attribute === "person.location" && this.#hidden.has(one.household));
      if (!allowed) wrong.push(`a trace of ${attribute ?? "what never leaves"}`);
    };
    for (const [, letter = "", index] of text.matchAll(/([A-Z])qxzq(\d{6})/g))
      hold(Number(index), OF_LETTER[letter]);
    for (const [, index] of text.matchAll(/\+21197(\d{6})/g)) hold(Number(index), "person.phone");
    for (const [, kind, index = ""] of text.matchAll(/SS\d{4}([LO])([0-9A-Z]{5})/g))
      hold(Number.parseInt(index, 36), kind === "L" ? "person.location" : "person.origin");
    return wrong;
  }
}

const HASH = /^hmac-sha256:[A-Za-z0-9_-]{43}$/;

function same(sent: unknown, truth: unknown, transformation: string, attribute: string): boolean {
  const text = JSON.stringify(sorted(sent));
  switch (transformation) {
    case "none": {
      if (attribute !== "person.membership") return text === JSON.stringify(sorted(truth));
      const [a, b] = [sent as Record<string, string>, truth as Record<string, string>];
      return (
        a.role === b.role && a.relationship === b.relationship && String(a.household).startsWith("household-")
      );
    }
    case "birthYear":
      return (
        text === JSON.stringify({ date: (truth as { date: string }).date.slice(0, 4), precision: "year" })
      );
    case "county":
      return text === JSON.stringify({ pcode: (truth as { pcode: string }).pcode.slice(0, 6) });
    case "state":
      return text === JSON.stringify({ pcode: (truth as { pcode: string }).pcode.slice(0, 4) });
    case "present":
      return sent === true;
    default:
      return attribute === "person.name"
        ? (sent as { parts: string[] }).parts.every((part) => HASH.test(part))
        : HASH.test(String(sent));
  }
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
