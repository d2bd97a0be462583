import type { z } from "zod";
import { Mapping } from "../src/mapping/mapping.ts";

/** A small mapping of the columns ID, HH, Name, Sex, Born, Registered; a test changes what it is about. */
export function smallMapping(changes: Partial<z.input<typeof Mapping>> = {}): Mapping {
  return Mapping.parse({
    accordMapping: 1,
    name: "small",
    profile: "small",
    format: { kind: "csv" },
    declined: ["REFUSED"],
    notKnown: ["UNK", "-"],
    person: { key: ["ID"] },
    household: { key: ["HH"] },
    attributes: {
      "person.name": { kind: "name", columns: ["Name"] },
      "person.sex": { kind: "values", column: "Sex", values: { F: "female", M: "male" } },
      "person.birthDate": { kind: "birthDate", column: "Born", formats: ["DD/MM/YYYY"] },
    },
    registeredAt: { column: "Registered", formats: ["YYYY-MM-DD"] },
    ...changes,
  });
}

export const SMALL_HEADER = "ID,HH,Name,Sex,Born,Registered";
export const SMALL_ROW = "P1,H1,Nyandeng Gatluak,F,12/05/1984,2018-11-03";
