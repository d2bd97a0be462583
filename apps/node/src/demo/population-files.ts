import { createWriteStream } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { finished, pipeline } from "node:stream/promises";
import { recordOf, writeIso19794 } from "@accord/fingerprint";
import {
  BRAVE_HEADERS,
  braveRow,
  csvLine,
  impressionOf,
  population,
  type RegisteredPerson,
  register,
  SCOPE_HEADERS,
  scopeRow,
} from "@accord/synthesis";
import { ZipFile } from "yazl";

/** What a demo's population is; the same figures give the same people. */
export interface PopulationChoice {
  readonly people: number;
  readonly seed: number;
}

export interface AgencyFiles {
  readonly persons: string;
  readonly templates: string;
  readonly mapping: "brave" | "scope";
  readonly count: number;
  readonly impressions: number;
}

/** One registered person as the truth knows them: the agency's number, who it is, and whether sharing was agreed to. */
export interface TrueRegistration {
  readonly number: string;
  readonly person: number;
  readonly consents: boolean;
  readonly hasPrints: boolean;
}

export interface PopulationFiles {
  readonly iom: AgencyFiles;
  readonly wfp: AgencyFiles;
  readonly truth: Readonly<Record<"iom" | "wfp", readonly TrueRegistration[]>>;
}

/** How templates are named in the archives: the agency's number and the finger position. */
export const TEMPLATE_PATTERN = "{identifier}_{position}.iso";

/** Writes what each agency would export: a CSV of persons and a ZIP of ISO templates; the truth beside them. */
export async function writePopulation(
  folder: string,
  choice: PopulationChoice,
  tell: (agency: string, persons: number) => void,
): Promise<PopulationFiles> {
  await mkdir(folder, { recursive: true });
  const people = population(choice);
  const write = (agency: "IOM" | "WFP") =>
    writeAgency(folder, agency, register(people, { agency, seed: choice.seed }), tell);
  const iom = await write("IOM");
  const wfp = await write("WFP");
  const truth = { iom: iom.truth, wfp: wfp.truth };
  await writeFile(join(folder, "truth.json"), JSON.stringify(truth));
  return { iom: iom.files, wfp: wfp.files, truth };
}

async function writeAgency(
  folder: string,
  agency: "IOM" | "WFP",
  households: Iterable<{ readonly members: readonly RegisteredPerson[] }>,
  tell: (agency: string, persons: number) => void,
): Promise<{ files: AgencyFiles; truth: TrueRegistration[] }> {
  const [headers, rowOf, mapping] =
    agency === "IOM"
      ? ([BRAVE_HEADERS, braveRow, "brave"] as const)
      : ([SCOPE_HEADERS, scopeRow, "scope"] as const);
  const persons = join(folder, `${mapping}.csv`);
  const templates = join(folder, `${mapping}-templates.zip`);
  const rows = createWriteStream(persons);
  const archive = new ZipFile();
  const archived = pipeline(archive.outputStream, createWriteStream(templates));
  rows.write(`${csvLine(headers)}\r\n`);
  const truth: TrueRegistration[] = [];
  let impressions = 0;
  for (const household of households) {
    for (const person of household.members) {
      rows.write(`${csvLine(rowOf(person))}\r\n`);
      for (const capture of person.captures) {
        const template = Buffer.from(writeIso19794(recordOf([impressionOf(capture)])));
        archive.addBuffer(template, `${person.id}_${capture.position}.iso`, { compress: false });
        impressions += 1;
      }
      truth.push({
        number: person.id,
        person: person.truePerson,
        consents: person.consents.deduplication,
        hasPrints: person.captures.length > 0,
      });
      if (truth.length % 500 === 0) {
        tell(agency, truth.length);
        if (rows.writableNeedDrain) await new Promise<void>((resolve) => rows.once("drain", resolve));
      }
    }
  }
  archive.end();
  rows.end();
  await Promise.all([finished(rows), archived]);
  tell(agency, truth.length);
  return { files: { persons, templates, mapping, count: truth.length, impressions }, truth };
}
