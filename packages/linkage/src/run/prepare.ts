import type { LinkageModel } from "../document/linkage-model.ts";
import { type Database, openDatabase } from "../engine/database.ts";
import { readSource, type Source } from "../load/source.ts";
import { type RawSide, standardiseSides } from "../load/standard-table.ts";
import { suggestFrom } from "../suggest/suggest-from-tables.ts";
import { type IndexedBiometrics, indexBiometrics } from "./indexed-biometrics.ts";
import type { RunOptions, RunStep } from "./options.ts";
import { type Prepared, prepareBlocks, readHouseholds, type Side } from "./prepared.ts";

const MOST_PAIRS_PER_KEY = 50_000;
const MOST_PAIRS = 500_000_000;

/** One registry, or two to be linked. */
export interface Sources {
  readonly left: Source;
  readonly right?: Source | undefined;
}

/** Everything a run works on until it closes the database. */
export interface Opened {
  readonly prepared: Prepared;
  readonly model: LinkageModel;
  readonly biometrics: IndexedBiometrics;
}

async function readSide(database: Database, source: Source, side: "left" | "right"): Promise<RawSide> {
  const table = `raw_${side}`;
  return { table, columns: await readSource(database.connection, source, table) };
}

/** Reads, standardises and blocks the sources, by the model given or one suggested from the columns. */
export async function open(
  sources: Sources,
  options: RunOptions,
  enter: (step: RunStep) => void,
): Promise<Opened> {
  const database = await openDatabase(options.memoryLimitBytes, options.threads);
  try {
    enter("read");
    const left = await readSide(database, sources.left, "left");
    const right = sources.right === undefined ? undefined : await readSide(database, sources.right, "right");
    enter("standardise");
    const model = options.model ?? (await suggestFrom(database, left, right));
    const withheld = new Set(options.withheld ?? []);
    const standard = await standardiseSides(database, model, { left, right }, withheld);
    const household =
      model.household !== undefined && withheld.has(model.household) ? undefined : model.household;
    const side = async (one: typeof standard.left): Promise<Side> => ({
      ...one,
      households: await readHouseholds(database.connection, one, household),
    });
    const leftSide = await side(standard.left);
    const rightSide = standard.left === standard.right ? leftSide : await side(standard.right);
    enter("block");
    const biometrics = await indexBiometrics(database.connection, options.biometrics, leftSide, rightSide);
    const dated: LinkageModel =
      standard.latestBirthYear === 0 ? model : { ...model, latestBirthYear: standard.latestBirthYear };
    const prepared = await prepareBlocks(database, dated, leftSide, rightSide, {
      maxPairsPerKey: options.maxPairsPerKey ?? MOST_PAIRS_PER_KEY,
      maxPairs: options.maxPairs ?? MOST_PAIRS,
      extraPairs: biometrics.size > 0 ? "biometric_pairs" : undefined,
    });
    return { prepared, model: dated, biometrics };
  } catch (error) {
    await database.close();
    throw error;
  }
}
