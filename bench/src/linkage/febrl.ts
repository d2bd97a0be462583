import { join } from "node:path";
import { type LinkageModel, sourceOfFile, suggest } from "@accord/linkage";
import type { Row } from "../table.ts";
import { type SharedTask, sharedRows } from "./shared-rules.ts";
import type { Peer } from "./splink-peer.ts";

/** Equality rules on FEBRL's columns, wide enough that hardly a pair is lost. */
const RULES: LinkageModel["blocking"] = [
  { name: "names", on: ["given_name__coarse", "surname__coarse"] },
  { name: "given name and birth date", on: ["given_name__coarse", "date_of_birth"] },
  { name: "surname and birth date", on: ["surname__coarse", "date_of_birth"] },
  { name: "social security", on: ["soc_sec_id"] },
  { name: "surname and postcode", on: ["surname__coarse", "postcode"] },
  { name: "given name and postcode", on: ["given_name__coarse", "postcode"] },
  { name: "birth date and postcode", on: ["date_of_birth", "postcode"] },
];

/** FEBRL 4, which a plain model saturates: it shows correctness. */
export async function febrlRows(data: string, folder: string, peer: Peer, threads: number): Promise<Row[]> {
  const [left, right] = ["dataset4a.csv", "dataset4b.csv"].map((file) => join(data, file)) as [
    string,
    string,
  ];
  const { model } = await suggest({ left: sourceOfFile(left), right: sourceOfFile(right) });
  const task: SharedTask = {
    name: "FEBRL 4",
    left,
    right,
    model: { ...model, blocking: RULES },
    comparisons: [
      { kind: "name", column: "given_name", frequency: true },
      { kind: "name", column: "surname", frequency: true },
      { kind: "levenshtein", column: "date_of_birth", thresholds: [1, 2] },
      { kind: "levenshtein", column: "soc_sec_id", thresholds: [1, 2] },
      { kind: "levenshtein", column: "postcode", thresholds: [1, 2] },
      { kind: "jaroWinkler", column: "suburb", thresholds: [0.9, 0.7] },
      { kind: "jaroWinkler", column: "address_1", thresholds: [0.9, 0.7] },
    ],
    deterministic: [
      "l.soc_sec_id = r.soc_sec_id",
      "l.given_name = r.given_name and l.surname = r.surname and l.date_of_birth = r.date_of_birth",
    ],
    recall: 0.8,
    sessions: [["date_of_birth"], ["given_name", "surname"]],
    entityOf: (id) => id.split("-")[1],
    truePairs: 5000,
  };
  return sharedRows(task, folder, peer, threads);
}
