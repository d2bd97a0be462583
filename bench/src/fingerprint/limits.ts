import { extract, type GreyImage, prepare, type Template, toResolution, verify } from "@accord/fingerprint";
import { comparisonsOf } from "@accord/fingerprint/evaluate";
import { growFinger, impress, type PrintDifficultyName, randomOf } from "@accord/synthesis";
import type { Row, Table } from "../table.ts";
import type { CompetitionSet } from "./competition-set.ts";

/** Sizes of a finger against an adult's; a toddler's ridges are about half as far apart. */
const SIZES = [1, 0.8, 0.7, 0.6, 0.5];
const MATCH_FROM = 40;
const FINGERS = 20;
const IMPRESSIONS = 4;

/** For whom fingerprints fail: children, whose ridges are narrow, and hands that are worn, dry or wet. */
export function limits(sets: readonly CompetitionSet[]): Table {
  return {
    question: `Whom does it fail? False non-matches at a score of ${MATCH_FROM} (one false match in 10,000), all genuine pairs`,
    rows: [
      ...SIZES.map((size): Row => {
        const shares = sets.map((set) =>
          missed(
            fingersOf(set),
            set.images.map((image) => extract(shrunk(image, set.dotsPerInch, size)).template),
          ),
        );
        return {
          what: `adults' prints at ${100 * size}% of their size, mean of ${sets.length} FVC sets`,
          measured: percent(shares.reduce((sum, share) => sum + share, 0) / Math.max(1, shares.length)),
          against:
            size === 1 ? "adults" : "stands in for children: real children's prints are less clear besides",
        };
      }),
      ...(["easy", "ordinary", "hard"] as const).map(
        (difficulty): Row => ({
          what: `synthetic prints, ${difficulty}`,
          measured: percent(synthetic(difficulty)),
          against: difficulty === "hard" ? "dry, wet, worn and smudged" : "none set",
        }),
      ),
    ],
  };
}

/** The same finger, smaller: fewer pixels that are said to be at the same resolution. */
function shrunk(image: GreyImage, dotsPerInch: number, size: number): GreyImage {
  const smaller = size === 1 ? image : toResolution({ ...image, dotsPerInch }, dotsPerInch * size);
  return { ...smaller, dotsPerInch };
}

const fingersOf = ({ comparisons }: CompetitionSet): string[] => Array.from(comparisons.fingerOf, String);

function synthetic(difficulty: PrintDifficultyName): number {
  const fingers: string[] = [];
  const templates: Template[] = [];
  for (let finger = 0; finger < FINGERS; finger++) {
    const master = growFinger(finger);
    for (let touch = 0; touch < IMPRESSIONS; touch++) {
      fingers.push(String(finger));
      templates.push(
        extract(impress(master, randomOf(finger, touch), { sensor: "optical", difficulty }).image).template,
      );
    }
  }
  return missed(fingers, templates);
}

/** Share of genuine pairs below the threshold. */
function missed(fingers: readonly string[], templates: readonly Template[]): number {
  const prepared = templates.map((template) => prepare(template));
  const { fingerOf, probe, reference } = comparisonsOf(fingers, "fvc");
  let genuine = 0;
  let below = 0;
  for (let pair = 0; pair < probe.length; pair++) {
    if (fingerOf[probe[pair]!] !== fingerOf[reference[pair]!]) continue;
    genuine++;
    if (verify(prepared[probe[pair]!]!, prepared[reference[pair]!]!).score < MATCH_FROM) below++;
  }
  return below / genuine;
}

const percent = (share: number): string => `${(100 * share).toFixed(1)}%`;
