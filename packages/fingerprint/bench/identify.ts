/**
 * Identification by two fingers in galleries of growing size: people of the Fingerprint Verification Competitions (two of
 * their fingers make a person; third-party templates, where the data is at hand) and synthetic people with good, middling
 * and poor second impressions, among synthetic others.
 *
 *     node packages/fingerprint/dist/bench/bench/identify.js [people …, 1000 10000 100000]
 */
import { pathToFileURL } from "node:url";
import { Search } from "../src/gallery/search.ts";
import { Gallery, type GalleryEntry, type Template } from "../src/index.ts";
import { identifyMany } from "../src/pool/index.ts";
import { GOOD_WEAR, impressionOf, masterFinger, POOR_WEAR, randomFrom, type Wear } from "../test/generate.ts";
import { THIRD_PARTY } from "../test/third-party.ts";
import { competitionPeople } from "./competition-people.ts";

export interface IdentificationRow {
  readonly what: string;
  readonly measured: string;
  readonly against: string;
}

/** As far from its master as impressions of every day. */
const MIDDLING_WEAR: Wear = {
  rotation: 0.3,
  shift: 20,
  positionNoise: 1.8,
  angleNoise: 0.1,
  missing: 0.22,
  spurious: 0.15,
  distortion: 5,
  contact: [110, 145],
};
const WEARS = { good: GOOD_WEAR, middling: MIDDLING_WEAR, poor: POOR_WEAR };
const POSITIONS = [2, 7];
/** People are made and put into the gallery so many at a time. */
const BATCH = 32_768;
/** Galleries of up to so many people are searched exhaustively too. */
const EXHAUSTIVE_PEOPLE = 10_000;

interface Probe {
  readonly kind: string;
  readonly subject: number;
  readonly templates: readonly Template[];
}

/** Whose person comes first where everybody is compared, in a gallery of so many people. */
interface Exhaustive {
  readonly people: number;
  readonly found: ReadonlySet<Probe>;
}

export interface IdentificationOptions {
  /** Numbers of people in the galleries, rising. */
  readonly sizes: readonly number[];
  /** Synthetic people searched for, of each kind of impression. */
  readonly synthetic: number;
}

export const FULL: IdentificationOptions = { sizes: [1_000, 10_000, 100_000, 1_000_000], synthetic: 50 };
export const SMOKE: IdentificationOptions = { sizes: [100], synthetic: 5 };

/** The rows of one table, each when it is known. The full form takes half an hour, most of it for making and searching a million people. */
export async function* identification(options: IdentificationOptions): AsyncGenerator<IdentificationRow> {
  const real = competitionPeople(THIRD_PARTY);
  const probes: Probe[] = real.flatMap(({ probes: impressions }, subject) =>
    impressions.map((templates) => ({ kind: "FVC", subject, templates })),
  );
  const gallery = new Gallery();
  gallery.append(
    real.flatMap(({ enrolled }, subject) => enrolled.map((template) => ({ subject, template }))),
  );
  let exhaustive: Exhaustive | undefined;
  let buildSeconds = 0;
  let people = real.length;
  for (const size of options.sizes) {
    while (people < size) {
      const to = Math.min(size, people + BATCH);
      const entries: GalleryEntry[] = [];
      for (let subject = people; subject < to; subject++) {
        const isProbe = subject < real.length + options.synthetic;
        entries.push(...synthesize(subject, isProbe ? probes : undefined));
      }
      buildSeconds += cpuSeconds(() => gallery.append(entries));
      people = to;
    }
    buildSeconds += cpuSeconds(() => gallery.compact());
    if (size <= EXHAUSTIVE_PEOPLE || exhaustive === undefined)
      exhaustive = { people, found: foundByComparingAll(gallery, probes) };
    yield* await measure(gallery, probes, exhaustive, buildSeconds);
  }
}

/** Two fingers of a person, and second impressions of them where these are to be searched for. */
function synthesize(subject: number, probes: Probe[] | undefined): GalleryEntry[] {
  const random = randomFrom(1_000_003 * (subject + 1));
  const fingers = POSITIONS.map((position) => masterFinger(random, position));
  const enrolled = fingers.map((finger) => impressionOf(finger, random, MIDDLING_WEAR));
  if (probes !== undefined)
    for (const [kind, wear] of Object.entries(WEARS))
      probes.push({ kind, subject, templates: fingers.map((finger) => impressionOf(finger, random, wear)) });
  return enrolled.map((template) => ({ subject, template }));
}

/** The probes whose person comes first where every finger is compared. */
function foundByComparingAll(gallery: Gallery, probes: readonly Probe[]): ReadonlySet<Probe> {
  const search = new Search(gallery);
  const all = { consider: Number.POSITIVE_INFINITY, limit: 1 };
  return new Set(
    probes.filter(({ templates, subject }) => search.identify(templates, all)[0]?.subject === subject),
  );
}

async function measure(
  gallery: Gallery,
  probes: readonly Probe[],
  exhaustive: Exhaustive,
  buildSeconds: number,
): Promise<IdentificationRow[]> {
  const people = gallery.subjectCount;
  const among = `among ${people.toLocaleString("en")} people`;
  const search = new Search(gallery);
  const first = new Set(
    probes.filter(
      ({ templates, subject }) => search.identify(templates, { limit: 1 })[0]?.subject === subject,
    ),
  );
  const times = [];
  for (const workers of [1, 2]) times.push(await timeOf(gallery, probes, workers));
  const kinds = [...new Set(probes.map(({ kind }) => kind))];
  return [
    ...kinds.map((kind) => {
      const of = probes.filter((probe) => probe.kind === kind);
      const known = of.filter((probe) => exhaustive.found.has(probe));
      return {
        what: `rank-1 ${among}, ${kind} (${of.length} probes)`,
        measured: `${percent(of.filter((probe) => first.has(probe)).length / of.length)}, ${percent(
          known.filter((probe) => first.has(probe)).length / Math.max(1, known.length),
        )} of whom comparing all${exhaustive.people === people ? "" : ` among ${exhaustive.people.toLocaleString("en")}`} finds`,
        against: "limit: 99% of whom comparing all finds",
      };
    }),
    {
      what: `penetration ${among}: looked at more closely`,
      measured: percent(search.glanced / probes.length / people),
      against: "none set",
    },
    ...times.map(({ workers, wall, cpu }) => ({
      what: `a probe ${among}, ${workers} worker${workers === 1 ? "" : "s"}`,
      measured: `${wall.toFixed(1)} ms, ${cpu.toFixed(1)} ms of processor time`,
      against: workers === 2 && people >= 100_000 ? `limit: ${people > 100_000 ? 60 : 10} ms` : "none set",
    })),
    {
      what: `gallery of ${people.toLocaleString("en")} people made, one thread`,
      measured: `${buildSeconds.toFixed(1)} s of processor time`,
      against: "none set",
    },
    {
      what: `bytes a finger ${among}, ${(minutiaeOf(gallery) / gallery.fingerCount).toFixed(0)} minutiae each`,
      measured: Math.round(gallery.byteLength / gallery.fingerCount).toLocaleString("en"),
      against: "limit: 1,200 with the index",
    },
  ];
}

/** Milliseconds a probe; starting the workers is not counted. */
async function timeOf(
  gallery: Gallery,
  probes: readonly Probe[],
  workers: number,
): Promise<{ workers: number; wall: number; cpu: number }> {
  let wallFrom = 0;
  let cpuFrom = process.cpuUsage();
  let doneBefore = 0;
  let wall = 0;
  let cpu = 0;
  await identifyMany(
    probes.map(({ templates }) => templates),
    gallery,
    {
      workers,
      limit: 5,
      onProgress: (done, total) => {
        if (wallFrom === 0) {
          [wallFrom, cpuFrom, doneBefore] = [performance.now(), process.cpuUsage(), done];
        } else if (done === total) {
          const used = process.cpuUsage(cpuFrom);
          wall = (performance.now() - wallFrom) / (done - doneBefore);
          cpu = (used.user + used.system) / 1000 / (done - doneBefore);
        }
      },
    },
  );
  return { workers, wall, cpu };
}

function minutiaeOf(gallery: Gallery): number {
  return gallery.segments.reduce((sum, { arrays }) => sum + arrays.x.length, 0);
}

function cpuSeconds(work: () => void): number {
  const from = process.cpuUsage();
  work();
  const used = process.cpuUsage(from);
  return (used.user + used.system) / 1e6;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(share < 0.01 ? 3 : 1)}%`;
}

/** A row a line, as JSON for the project's benchmarks, else for people. */
if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const [first, ...rest] = process.argv.slice(2);
  const isJson = first === "--json";
  const sizes = (isJson || first === undefined ? rest : [first, ...rest]).map(Number);
  const options =
    isJson && sizes.length === 0
      ? SMOKE
      : { ...FULL, sizes: sizes.length === 0 ? FULL.sizes.slice(0, 3) : sizes };
  for await (const row of identification(options))
    console.log(
      isJson ? JSON.stringify(row) : `${row.what.padEnd(60)} ${row.measured.padStart(30)}  ${row.against}`,
    );
}
