import { randomBytes } from "node:crypto";
import type { Template } from "@accord/fingerprint";
import { verify } from "@accord/fingerprint";
import {
  answerShares,
  binaryCode,
  centreOf,
  countNear,
  deal,
  galleryShares,
  masked,
  modulusOf,
  probeShares,
  type Terms,
} from "@accord/overlap/research";
import { impression, masterFinger } from "@accord/synthesis";
import { count, type Row, seconds, type Table } from "../table.ts";

const BITS = 511;
/** False matches in one comparison that the threshold is set for: one in 10,000. */
const FALSE_MATCHES = 1e-4;
/** The product's score for the same rate: -10·log10 of it. */
const SAME_SCORE = 40;

/** The research corner's cost and loss: one probe against a gallery, one finger each, on synthetic impressions. */
export function research(persons: number, probes: number): Table {
  const master = (person: number) => masterFinger(31, person, 2);
  const gallery = Array.from({ length: persons }, (_, person) =>
    impression(master(person), person * 10, "good"),
  );
  const again = Array.from({ length: probes }, (_, person) =>
    impression(master(person), person * 10 + 1, "good"),
  );
  // The centre is a public parameter: of other fingers than those that are compared.
  const centre = centreOf(
    Array.from({ length: 300 }, (_, other) => impression(masterFinger(77, other, 2), other, "good")),
  );
  const coded = spent(() => gallery.map((template) => binaryCode(template, BITS, centre)));
  const codes = new Uint8Array(persons * BITS);
  for (const [person, code] of coded.result.entries()) codes.set(code, person * BITS);
  const probeCodes = again.map((template) => binaryCode(template, BITS, centre));
  const { threshold, missed } = thresholdFor(probeCodes, codes, persons);
  const plainMissed = again.filter((template, person) => !isMatch(template, gallery[person])).length / probes;
  const terms: Terms = { bits: BITS, gallery: persons, threshold };
  const secure = compared(terms, probeCodes[0] ?? new Uint8Array(BITS), codes);
  return {
    question: `Research, switched off: what does comparing one finger with ${count(persons)} cost when neither node sees the other's?`,
    rows: [
      {
        what: "codes of the gallery",
        measured: seconds(coded.milliseconds),
        against: `${BITS} bits each, once`,
      },
      ...secure.rows,
      {
        what: "missed at one false match in 10,000 comparisons",
        measured: `${(missed * 100).toFixed(1)}%`,
        against: `templates in clear (this product's matcher): ${(plainMissed * 100).toFixed(1)}%; ${count(probes)} probes`,
      },
      {
        what: "Janus at 8,000 persons",
        measured: "",
        against:
          "as published: under a minute with homomorphic encryption, under 50 ms in an enclave; no dealer",
      },
    ],
  };
}

function isMatch(probe: Template, candidate: Template | undefined): boolean {
  return candidate !== undefined && verify(probe, candidate).score >= SAME_SCORE;
}

function compared(terms: Terms, probe: Uint8Array, codes: Uint8Array): { rows: Row[] } {
  const seeds = { probe: randomBytes(32), gallery: randomBytes(32), dealer: randomBytes(32) };
  const dealt = spent(() => deal(terms, seeds));
  const own = dealt.result.probe;
  const others = dealt.result.gallery;
  const opened = spent(() => ({ probe: masked(terms, probe, own), gallery: masked(terms, codes, others) }));
  const one = spent(() => probeShares(terms, probe, own, opened.result));
  const other = spent(() => galleryShares(terms, codes, others, opened.result));
  const near = spent(() =>
    countNear(
      answerShares(terms, own, one.result, other.result),
      answerShares(terms, others, other.result, one.result),
    ),
  );
  const clear = nearInClear(terms, probe, codes);
  const bits = Math.log2(modulusOf(terms));
  const online = ((terms.bits * (terms.gallery + 1) + 2 * terms.gallery) * bits + 2 * terms.gallery) / 8;
  // Masks and one side's shares come from seeds; the other's product and table must be sent.
  const offline = (terms.gallery * (modulusOf(terms) + 2 * bits)) / 8;
  const both = opened.milliseconds + one.milliseconds + other.milliseconds + near.milliseconds;
  return {
    rows: [
      {
        what: "dealer, before",
        measured: seconds(dealt.milliseconds),
        against: `${megabytes(offline)} to one side, a seed to the other`,
      },
      {
        what: "both nodes, at matching",
        measured: seconds(both),
        against: `${megabytes(online)} on the wire in three turns`,
      },
      { what: "found", measured: count(near.result), against: `in clear: ${count(clear)}` },
    ],
  };
}

function nearInClear({ bits, gallery, threshold }: Terms, probe: Uint8Array, codes: Uint8Array): number {
  let near = 0;
  for (let code = 0; code < gallery; code++) if (distance(probe, codes, code * bits) <= threshold) near += 1;
  return near;
}

/** The largest threshold at which strangers match no oftener than agreed, and the share of true pairs beyond it. */
function thresholdFor(probes: readonly Uint8Array[], codes: Uint8Array, persons: number) {
  const strangers = new Uint32Array(BITS + 1);
  const same = new Uint32Array(BITS + 1);
  for (const [person, probe] of probes.entries()) {
    for (let code = 0; code < persons; code++) {
      const apart = distance(probe, codes, code * BITS);
      const histogram = code === person ? same : strangers;
      histogram[apart] = (histogram[apart] ?? 0) + 1;
    }
  }
  const allowed = probes.length * (persons - 1) * FALSE_MATCHES;
  let threshold = -1;
  for (
    let wrong = strangers[0] ?? 0;
    wrong <= allowed && threshold < BITS;
    wrong += strangers[threshold + 1] ?? 0
  )
    threshold += 1;
  const found = same.subarray(0, threshold + 1).reduce((sum, each) => sum + each, 0);
  return { threshold: Math.max(0, threshold), missed: 1 - found / probes.length };
}

function distance(probe: Uint8Array, codes: Uint8Array, from: number): number {
  let apart = 0;
  for (let bit = 0; bit < BITS; bit++) apart += (probe[bit] ?? 0) ^ (codes[from + bit] ?? 0);
  return apart;
}

function spent<T>(work: () => T): { readonly result: T; readonly milliseconds: number } {
  const before = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(before);
  return { result, milliseconds: (user + system) / 1000 };
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
