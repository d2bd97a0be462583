import {
  assessQuality,
  extract,
  Gallery,
  type GreyImage,
  identify,
  prepare,
  readImage,
  readTemplates,
  type Template,
  verify,
  writeTemplates,
} from "../src/index.ts";

/**
 * What the engine is asked in a browser's worker and in Node alike. Inputs are made in Node and handed over, and answers are
 * plain data, so that two engines can be compared to the last digit.
 */
export const TASKS = {
  /** Every template of each file, and its bytes in our own form. */
  read: (files: readonly number[][]): unknown =>
    files.map((file) => {
      const { record, templates } = readTemplates(Uint8Array.from(file));
      return {
        format: record.format,
        templates: templates.map(plain),
        written: templates.map((template) => [...writeTemplates([template], "accord")]),
      };
    }),

  /** Score, similarity, motion and pairs of each pair among the templates. */
  verify: (files: readonly number[][]): unknown => {
    const templates = files.flatMap((file) => readTemplates(Uint8Array.from(file)).templates);
    const prepared = templates.map((template) => prepare(template));
    return prepared.flatMap((probe, at) =>
      prepared.slice(at + 1).map((reference) => verify(probe, reference)),
    );
  },

  /** The first five candidates for each template of the second file among the subjects of the first. */
  identify: ([enrolled, probes]: readonly number[][]): unknown => {
    const templates = (file: readonly number[] = []) => readTemplates(Uint8Array.from(file)).templates;
    const gallery = Gallery.build(templates(enrolled).map((template, subject) => ({ subject, template })));
    return templates(probes).map((probe) => identify([probe], gallery, { limit: 5 }));
  },

  /** Pixels of pictures, summed up by position so that every one counts. */
  image: (files: readonly number[][]): unknown =>
    files.map((file) => {
      const image = readImage(Uint8Array.from(file));
      return { width: image.width, height: image.height, dotsPerInch: image.dotsPerInch, sum: sumOf(image) };
    }),

  /** Template, cores, deltas and class of each picture, and what its quality is made of. */
  extract: (files: readonly number[][]): unknown =>
    files.map((file) => {
      const image = readImage(Uint8Array.from(file));
      const { template, ...others } = extract(image);
      return { ...others, template: plain(template), rated: assessQuality(image, template) };
    }),

  /** Milliseconds a picture, decoded before: the mean over pictures of the least of five rounds, since other work on the machine only adds. */
  timeExtraction: (files: readonly number[][]): unknown => {
    const images = files.map((file) => readImage(Uint8Array.from(file)));
    const least = images.map(() => Number.POSITIVE_INFINITY);
    for (let round = 0; round < 5; round++) {
      for (const [at, image] of images.entries()) {
        const began = performance.now();
        extract(image);
        least[at] = Math.min(least[at]!, performance.now() - began);
      }
    }
    return least.reduce((sum, milliseconds) => sum + milliseconds, 0) / least.length;
  },

  /** Milliseconds a comparison, templates prepared for each: the least mean of ten rounds over all pairs. */
  timeVerification: (files: readonly number[][]): unknown => {
    const templates = files.flatMap((file) => readTemplates(Uint8Array.from(file)).templates);
    const rounds = Array.from({ length: 10 }, () => {
      const began = performance.now();
      let pairs = 0;
      for (const [at, probe] of templates.entries()) {
        for (const reference of templates.slice(at + 1)) {
          verify(probe, reference);
          pairs++;
        }
      }
      return (performance.now() - began) / pairs;
    });
    return Math.min(...rounds);
  },
} as const;

export type TaskName = keyof typeof TASKS;

function plain(template: Template): unknown {
  return {
    ...template,
    x: [...template.x],
    y: [...template.y],
    angle: [...template.angle],
    kind: [...template.kind],
    minutiaQuality: [...template.minutiaQuality],
  };
}

function sumOf({ pixels }: GreyImage): number {
  let sum = 0;
  for (const pixel of pixels) sum = (Math.imul(sum, 31) + pixel) | 0;
  return sum;
}
