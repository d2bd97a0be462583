import { createWriteStream, existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import type { Agreement } from "@accord/agreement";
import { readTemplates, writeTemplates } from "@accord/fingerprint";
import { AccordError } from "@accord/vocabulary";
import { Command } from "commander";
import { archiveOf } from "../imports/archive.ts";
import { initNode } from "../init.ts";
import { type Accuracy, compareWithTruth, type TruthComparison } from "./compare-with-truth.ts";
import { startNode } from "./node-process.ts";
import type { TrueRegistration } from "./population-files.ts";
import { follow, importFingerprints, importPersons, introduce, signBoth } from "./sharing.ts";

/** Third-party data beside the project; see its README. Nothing of it is kept here. */
const DATA = resolve(process.env.ACCORD_DATA ?? "../shared/data");
const FILES = { iom: join(DATA, "febrl/dataset4a.csv"), wfp: join(DATA, "febrl/dataset4b.csv") } as const;
const PRINTS = ["fvc2002/DB1_B", "fvc2002/DB3_B", "fvc2004/DB2_B", "fvc2004/DB3_B"] as const;
const PORTS = { iom: { staff: 7420, exchange: 7421 }, wfp: { staff: 7430, exchange: 7431 } } as const;
const AGENCIES = ["iom", "wfp"] as const;
/** Each person who gets prints gets two fingers, right thumb and index; ten fingers a database make five persons. */
const POSITIONS = [1, 2] as const;

// Each node has an embedded store of its own, whatever the environment says.
delete process.env.DATABASE_URL;

interface FebrlReport {
  readonly persons: { readonly a: number; readonly b: number; readonly withPrints: number };
  readonly truth: TruthComparison;
  readonly prints: { readonly linked: number; readonly of: number };
  readonly milliseconds: number;
}

/** FEBRL's two files at two nodes, through ordinary mappings and the same exchange as everything else. */
async function main(options: { json?: string }): Promise<number> {
  if (!AGENCIES.every((id) => existsSync(FILES[id]))) {
    console.log(`skipped: FEBRL's data is not at ${DATA} (set ACCORD_DATA to the folder that holds febrl/)`);
    return 0;
  }
  const began = Date.now();
  const root = await mkdtemp(join(tmpdir(), "accord-febrl-"));
  const nodes = await Promise.all(
    AGENCIES.map(async (id) => {
      const folder = join(root, id);
      await initNode(folder, {
        id,
        name: id.toUpperCase(),
        profile: "plain",
        staffPort: PORTS[id].staff,
        exchangePort: PORTS[id].exchange,
      });
      return startNode(folder);
    }),
  );
  const [iom, wfp] = nodes.map((node) => node.client) as [
    (typeof nodes)[0]["client"],
    (typeof nodes)[0]["client"],
  ];
  const clients = { iom, wfp };
  try {
    const truth = await truthOf();
    const printed = await attachPrints(root, truth.iom, truth.wfp);
    for (const id of AGENCIES) {
      const persons = await importPersons(clients[id], FILES[id], "febrl", () => undefined);
      console.log(
        `${id}: ${persons.created} persons imported, ${persons.rejected} rejected, ${persons.warnings} values left out`,
      );
      if (printed.count > 0) {
        const prints = await importFingerprints(clients[id], printed[id], () => undefined);
        console.log(`${id}: ${prints.created} templates imported, ${prints.rejected} rejected`);
      }
    }
    await introduce(iom, wfp);
    const draft = await iom.post<{ agreement: Agreement }>("/api/agreements/draft", {
      partner: "wfp",
      places: ["AU"],
      basis: { kind: "other", legalBasis: "publicInterest", reference: "Invented persons" },
      terms: {
        circuitBreaker: { expectedOverlap: { minimum: 0, maximum: 1 }, maximumDuplicateShare: 0.1 },
      },
    });
    // FEBRL's numbers hold slips of the pen, which a hash would hide: here the clause grants them plain.
    const clauses = draft.agreement.clauses.map((clause) =>
      clause.tier === "match" && clause.attribute === "person.rationCard"
        ? { ...clause, transformation: "none" as const }
        : clause,
    );
    const agreement = await signBoth(iom, wfp, { ...draft.agreement, clauses });
    const { exchange } = await iom.post<{ exchange: string }>("/api/exchanges", { agreement });
    const outcome = await follow(wfp, exchange, () => undefined);
    if (outcome.step !== "done") {
      console.log(
        `the exchange did not end: ${outcome.standing.kind === "running" ? outcome.waitsFor : outcome.standing.reason}`,
      );
      return 1;
    }
    const comparison = await compareWithTruth(exchange, truth, { matcher: "wfp", iom, wfp });
    const report: FebrlReport = {
      persons: { a: truth.iom.length, b: truth.wfp.length, withPrints: printed.count },
      truth: comparison,
      prints: {
        linked: Math.round(comparison.links.fingerprints.recall * comparison.peopleInBoth),
        of: printed.count,
      },
      milliseconds: Date.now() - began,
    };
    print(report);
    if (options.json !== undefined)
      await writeFile(resolve(options.json), `${JSON.stringify(report, null, 2)}\n`);
    return 0;
  } finally {
    await Promise.all(nodes.map((node) => node.stop()));
    await rm(root, { recursive: true, force: true });
  }
}

/** `rec-123-org` and `rec-123-dup-0` are one person: the number between is the truth. */
async function truthOf(): Promise<{ iom: TrueRegistration[]; wfp: TrueRegistration[] }> {
  const read = async (path: string) =>
    (await readFile(path, "utf8"))
      .split(/\r?\n/)
      .slice(1)
      .map((line) => line.split(",")[0]?.trim() ?? "")
      .filter((number) => number !== "")
      .map((number) => ({ number, person: Number(number.split("-")[1]), shared: true, hasPrints: false }));
  return { iom: await read(FILES.iom), wfp: await read(FILES.wfp) };
}

/** Gives two fingers of the FVC sets to each of the first persons: other impressions at each node. */
async function attachPrints(
  root: string,
  iom: TrueRegistration[],
  wfp: TrueRegistration[],
): Promise<{ iom: string; wfp: string; count: number }> {
  const paths = { iom: join(root, "iom.zip"), wfp: join(root, "wfp.zip") };
  const fingers: string[][] = [];
  for (const set of PRINTS) {
    if (!existsSync(join(DATA, set))) continue;
    const names = (await readdir(join(DATA, set))).filter((name) => name.endsWith(".iso"));
    const numbers = [...new Set(names.map((name) => name.split("_")[0] ?? ""))].sort();
    for (const number of numbers)
      fingers.push(
        names
          .filter((name) => name.startsWith(`${number}_`))
          .sort()
          .map((name) => join(DATA, set, name)),
      );
  }
  const archives = { iom: {} as Record<string, Uint8Array>, wfp: {} as Record<string, Uint8Array> };
  const byPerson = new Map(wfp.map((each) => [each.person, each]));
  const chosen = [...iom]
    .sort((a, b) => a.person - b.person)
    .slice(0, Math.floor(fingers.length / POSITIONS.length));
  for (const [index, person] of chosen.entries()) {
    const other = byPerson.get(person.person);
    for (const [at, position] of POSITIONS.entries()) {
      const [first, second] = fingers[index * POSITIONS.length + at] ?? [];
      if (first === undefined || second === undefined || other === undefined) continue;
      archives.iom[`${person.number}_${position}.iso`] = await asPosition(first, position);
      archives.wfp[`${other.number}_${position}.iso`] = await asPosition(second, position);
    }
    for (const each of [person, other]) if (each !== undefined) Object.assign(each, { hasPrints: true });
  }
  for (const id of AGENCIES) {
    const entries = Object.entries(archives[id]).map(([name, content]) => ({ name, content }));
    await pipeline(archiveOf(entries), createWriteStream(paths[id]));
  }
  return { ...paths, count: chosen.length };
}

async function asPosition(path: string, position: number): Promise<Uint8Array> {
  const [template] = readTemplates(await readFile(path)).templates;
  if (template === undefined)
    throw new AccordError("febrl.template_empty", "a template file holds no finger", { where: path });
  return writeTemplates([{ ...template, position }]);
}

function print({ persons, truth, prints, milliseconds }: FebrlReport): void {
  const line = (what: string, { precision, recall, links, wrong }: Accuracy) =>
    `  ${what.padEnd(24)}${precision.toFixed(4).padStart(10)}${recall.toFixed(4).padStart(10)}${String(links).padStart(8)}${String(wrong).padStart(8)}`;
  console.log(
    [
      "",
      `FEBRL 4: ${persons.a} + ${persons.b} persons, ${truth.peopleInBoth} of them in both, ${persons.withPrints} with prints of the FVC sets`,
      `  ${"links by".padEnd(24)}${"precision".padStart(10)}${"recall".padStart(10)}${"links".padStart(8)}${"wrong".padStart(8)}`,
      line("name and birth year", truth.links.nameAndBirthYear),
      line("biography alone", truth.links.biography),
      line("both together", truth.links.all),
      `  fingerprints alone link ${prints.linked} of the ${prints.of} persons with prints, ${truth.links.fingerprints.wrong} wrongly`,
      `  persons taken for duplicates within one file: ${truth.duplicates.iom.links} and ${truth.duplicates.wfp.links} (there are none)`,
      `  ${truth.waiting} pairs wait for a human, ${truth.waitingRight} of them truly one person`,
      `  ${(milliseconds / 1000).toFixed(1)} s`,
      "",
    ].join("\n"),
  );
}

await new Command("npm run exchange:febrl --")
  .description("Exchanges FEBRL's two files between two nodes and compares with the truth.")
  .option("--json <file>", "write the report for machines too")
  .action(async (options: { json?: string }) => {
    process.exitCode = await main(options);
  })
  .parseAsync();
