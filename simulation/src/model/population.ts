import type { DisclosedStatement } from "@accord/vocabulary";
import type { Draw } from "../world/draw.ts";
import type { NodeId } from "./agreements.ts";
import { ordinal, type PersonRow } from "./rows.ts";

/** What a person's place is where no agreement of a history covers it. */
const OUTSIDE = "KE0101";

interface Member {
  readonly truth: string;
  readonly unsure: boolean;
}

/** Registers persons on both nodes: some known to both, some of these so that a human must decide, some out of scope or without consent. */
export function population(draw: Draw): Record<NodeId, readonly PersonRow[]> {
  const both = Array.from({ length: draw.whole("population.both", 2, 6) }, (_, index): Member => {
    return { truth: `T${index}`, unsure: draw.chance("population.unsure", 0.25) };
  });
  const only = (count: number, from: number) =>
    Array.from({ length: count }, (_, index): Member => ({ truth: `T${from + index}`, unsure: false }));
  const members = {
    iom: [...both, ...only(draw.whole("population.iom", 0, 4), 20)],
    wfp: [...both, ...only(draw.whole("population.wfp", 0, 4), 40)],
  };
  const registered = (id: NodeId) =>
    members[id].map((member, index) => {
      const outside = draw.chance("population.outside", 0.08);
      return {
        ...newPerson(id, index, member, outside ? OUTSIDE : "SS0701"),
        consent: draw.chance("population.consent", 0.92),
        placeProtected: draw.chance("population.protected", 0.05),
      };
    });
  return { iom: registered("iom"), wfp: registered("wfp") };
}

export function newPerson(id: NodeId, index: number, member: Member, pcode: string): PersonRow {
  const person = `${id}-${ordinal(index)}`;
  const states: DisclosedStatement["states"] = {
    "person.name": { state: "known", value: { parts: [nameOf(member), "Of"], script: "Latn" } },
    "person.phone": { state: "known", value: phoneOf(id, index) },
    "person.location": { state: "known", value: { pcode } },
    "person.disability": { state: "known", value: true },
  };
  const statement = statementOf(id, `${person}-0`, "2026-05-01T00:00:00Z", 0, states);
  return {
    id: person,
    truth: member.truth,
    active: true,
    consent: true,
    placeProtected: false,
    statements: [statement],
  };
}

const nameOf = ({ truth, unsure }: Member): string => (unsure ? `Unsure${truth}` : truth);

const phoneOf = (id: NodeId, number: number): string =>
  `+2119${id === "iom" ? "1" : "2"}${String(number).padStart(7, "0")}`;

/** A statement by which staff correct one attribute of a person. */
export function correction(
  self: NodeId,
  person: PersonRow,
  attribute: "person.phone" | "person.location" | "person.name",
  number: number,
  assertedAt: string,
): DisclosedStatement {
  const name = person.statements[0]?.states["person.name"] as { value: { parts: string[] } };
  const value = {
    "person.phone": phoneOf(self, 1000 + number),
    "person.location": { pcode: `SS0${1 + (number % 9)}0${1 + (number % 7)}` },
    "person.name": { parts: [name.value.parts[0], `Of${number}`], script: "Latn" },
  }[attribute];
  const id = `${person.id}-${person.statements.length}`;
  return statementOf(self, id, assertedAt, person.statements.length, {
    [attribute]: { state: "known", value },
  });
}

function statementOf(
  source: NodeId,
  id: string,
  assertedAt: string,
  clock: number,
  states: DisclosedStatement["states"],
): DisclosedStatement {
  return {
    id,
    subject: "person",
    source,
    method: "declared",
    assertedAt,
    clock: `${String(clock).padStart(9, "0")}-0000-${source}`,
    states,
  };
}
