import { Gallery, type Template } from "@accord/fingerprint";
import { identifyMany } from "@accord/fingerprint/pool";
import { impressionOf, population, register } from "@accord/synthesis";
import { count, seconds, type Table, timed } from "../table.ts";

/** Persons with prints of two registrations of one population: one agency's searched among the other's. */
export async function registration(people: number): Promise<Table> {
  const everybody = population({ people, seed: 2 });
  const persons = (agency: "IOM" | "WFP") =>
    [...register(everybody, { agency, seed: 2 })]
      .flatMap((household) => household.members)
      .filter((person) => person.captures.length > 0)
      .map((person) => ({
        truePerson: person.truePerson,
        templates: person.captures.map(impressionOf) as Template[],
      }));
  const [probes, subjects] = [persons("IOM"), persons("WFP")];
  const built = await timed(() =>
    Gallery.build(
      subjects.flatMap(({ templates }, subject) => templates.map((template) => ({ subject, template }))),
    ),
  );
  const found = await timed(() =>
    identifyMany(
      probes.map((probe) => probe.templates),
      built.result,
      { limit: 1 },
    ),
  );
  const present = new Set(subjects.map((subject) => subject.truePerson));
  const known = probes.flatMap((probe, index) => (present.has(probe.truePerson) ? [{ probe, index }] : []));
  const right = known.filter(({ probe, index }) => {
    const first = found.result[index]?.[0];
    return first !== undefined && subjects[first.subject]?.truePerson === probe.truePerson;
  });
  return {
    question:
      "Two registrations of one population: is each person found among the other agency's by their fingers?",
    rows: [
      {
        what: `gallery of ${count(subjects.length)} people built`,
        measured: seconds(built.milliseconds),
        against: "none set",
      },
      {
        what: "bytes a finger in the gallery",
        measured: count(built.result.byteLength / built.result.fingerCount),
        against: "limit: 1,200 with the index",
      },
      {
        what: `${count(probes.length)} probes, all cores, a probe`,
        measured: `${(found.milliseconds / probes.length).toFixed(2)} ms`,
        against: "none set at this size",
      },
      {
        what: `rank-1 of ${count(known.length)} who are there, worn fingers among them`,
        measured: `${((100 * right.length) / Math.max(1, known.length)).toFixed(1)}%`,
        against: "none set",
      },
    ],
  };
}
