import { createWriteStream } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { writePng, writeTemplates } from "@accord/fingerprint";
import {
  extractImages,
  extractLines,
  extractTemplates,
  type FingersTaken,
  population,
  type Registry,
  register,
} from "@accord/synthesis";
import { type ArchiveEntry, archiveOf } from "../imports/archive.ts";
import { CANARIES, withCanaries } from "./canaries.ts";
import { type DistributionFiles, writeDistributions } from "./double-assistance.ts";
import { mayBeShared } from "./may-be-shared.ts";

/** What a demo's population is; the same figures give the same people. */
export interface PopulationChoice {
  readonly people: number;
  readonly seed: number;
  /** Share of persons, 0 to 1, whose fingers are given as pictures instead of templates; none where left out. */
  readonly imageShare?: number;
  /** Whose fingers are taken; as agencies do where left out. */
  readonly fingers?: FingersTaken;
  /** Adds the persons and values that must never leave, whom the truth does not know. */
  readonly canaries?: boolean;
}

interface AgencyFiles {
  readonly persons: string;
  readonly templates: string;
  /** Archive of PNG pictures, where some persons have them; named as templates are. */
  readonly images?: string;
  readonly mapping: "brave" | "scope";
  readonly count: number;
  readonly impressions: number;
}

/** One registered person as the truth knows them: the agency's number, who it is, and whether they may be shared. */
export interface TrueRegistration {
  readonly number: string;
  readonly person: number;
  /** They consented, and the demo's agreement does not exclude them. */
  readonly shared: boolean;
  readonly hasPrints: boolean;
}

export interface PopulationFiles {
  readonly iom: AgencyFiles;
  readonly wfp: AgencyFiles;
  readonly distributions: DistributionFiles;
  readonly truth: Readonly<Record<"iom" | "wfp", readonly TrueRegistration[]>>;
}

/** How fingerprints are named in the archives: the agency's number and the finger position. */
export const FINGERPRINT_PATTERN = "{identifier}_{position}.{any}";

/** Writes what each agency would export: a CSV of persons and a ZIP of ISO templates; the truth beside them. */
export async function writePopulation(
  folder: string,
  choice: PopulationChoice,
  tell: (agency: string, persons: number) => void,
): Promise<PopulationFiles> {
  await mkdir(folder, { recursive: true });
  const people = population(choice);
  const { seed, fingers = "asPractised" } = choice;
  const registries = {
    iom: register(people, { agency: "IOM", seed, fingers }),
    wfp: register(people, { agency: "WFP", seed, fingers }),
  };
  const iom = await writeAgency(folder, registries.iom, choice, tell);
  const wfp = await writeAgency(folder, registries.wfp, choice, tell);
  const distributions = await writeDistributions(folder, registries, {
    seed: choice.seed,
    today: new Date().toISOString().slice(0, 10),
  });
  const truth = { iom: iom.truth, wfp: wfp.truth };
  await writeFile(join(folder, "truth.json"), JSON.stringify(truth));
  return { iom: iom.files, wfp: wfp.files, distributions, truth };
}

async function writeAgency(
  folder: string,
  registry: Registry,
  { imageShare = 0, canaries = false }: PopulationChoice,
  tell: (agency: string, persons: number) => void,
): Promise<{ files: AgencyFiles; truth: TrueRegistration[] }> {
  const { agency } = registry;
  const mapping = agency === "IOM" ? "brave" : "scope";
  const persons = join(folder, `${mapping}.csv`);
  const templates = join(folder, `${mapping}-templates.zip`);
  const truth: TrueRegistration[] = [];
  const today = new Date().toISOString().slice(0, 10);
  for (const household of registry) {
    for (const person of household.members) {
      truth.push({
        number: person.id,
        person: person.truePerson,
        shared: mayBeShared(person, household, today),
        hasPrints: person.captures.length > 0,
      });
    }
  }
  let impressions = 0;
  function* entries(): Generator<ArchiveEntry> {
    for (const { id, template } of extractTemplates(registry, imageShare)) {
      impressions += 1;
      if (impressions % 500 === 0) tell(agency, truth.length);
      yield { name: `${id}_${template.position}.iso`, content: writeTemplates([template]) };
    }
  }
  function* pictures(): Generator<ArchiveEntry> {
    for (const { id, position, image } of extractImages(registry, imageShare)) {
      impressions += 1;
      yield { name: `${id}_${position}.png`, content: writePng(image) };
    }
  }
  const id = agency === "IOM" ? "iom" : "wfp";
  const rows = extractLines(registry);
  await pipeline(lines(canaries ? withCanaries(rows, id) : rows), createWriteStream(persons));
  await pipeline(archiveOf(entries()), createWriteStream(templates));
  const images = imageShare > 0 ? { images: join(folder, `${mapping}-images.zip`) } : {};
  if (images.images !== undefined) await pipeline(archiveOf(pictures()), createWriteStream(images.images));
  tell(agency, truth.length);
  const count = truth.length + (canaries ? CANARIES[id].length : 0);
  return { files: { persons, templates, ...images, mapping, count, impressions }, truth };
}

function* lines(of: Iterable<string>): Generator<string> {
  for (const line of of) yield `${line}\r\n`;
}
