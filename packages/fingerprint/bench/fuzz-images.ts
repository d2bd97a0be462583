/**
 * Damages pictures and records at random and reads them: each must be read or refused with a typed error. Prints how many
 * were, the longest time one took and the largest memory. The tests do this ten thousand times a format.
 *
 *     node packages/fingerprint/dist/bench/bench/fuzz-images.js [inputs, 1,000,000] [seed, 1] [files…]
 */
import { readFileSync } from "node:fs";
import { FingerprintImageError, readImages, readNist, writePng } from "../src/index.ts";
import { randomFrom } from "../test/generate.ts";
import { mutated } from "../test/mutate.ts";
import {
  iso19794Images2005,
  iso19794Images2011,
  jpegOf,
  lzwPacked,
  nistFile,
  nistTagged,
  nistType4,
  pgmOf,
  ridges,
  tiffOf,
  withChecksums,
  wsqOf,
} from "../test/picture-files.ts";

const [inputsText = "1000000", seedText = "1", ...paths] = process.argv.slice(2);
const inputs = Number(inputsText);
const random = randomFrom(Number(seedText));
const image = ridges(40, 36, random);
const picture = { position: 2, width: 40, height: 36, data: image.pixels };
const tags = [
  [256, 3, [40]],
  [257, 3, [36]],
  [258, 3, [8]],
  [262, 3, [1]],
] as const;
const sources: (readonly [string, Uint8Array])[] = [
  ["PNG", writePng(image)],
  ["TIFF", tiffOf(tags, [image.pixels])],
  ["TIFF, LZW", tiffOf([...tags, [259, 3, [5]]], [lzwPacked(image.pixels)])],
  ["JPEG", jpegOf(image)],
  ["PGM", pgmOf(image, "P5", 255)],
  [
    "WSQ",
    wsqOf(
      40,
      36,
      Int16Array.from({ length: 1080 }, () => Math.floor(random() * 9) - 4),
    ),
  ],
  ["ISO 19794-4:2005", iso19794Images2005([picture, picture], { coding: 0 })],
  ["ISO 19794-4:2011", iso19794Images2011([picture, picture], 0)],
  [
    "ANSI/NIST",
    nistFile([
      [4, 1, nistType4({ ...picture, coding: 0, designation: 1 })],
      [
        9,
        1,
        nistTagged(9, [
          [2, "01"],
          [137, "1\x1f10\x1f20\x1f90\x1f1\x1f80"],
        ]),
      ],
    ]),
  ],
  ...paths.map((path) => [path, new Uint8Array(readFileSync(path))] as const),
];

for (const [name, source] of sources) {
  const each = Math.ceil(inputs / sources.length);
  let refused = 0;
  let longest = 0;
  let memory = 0;
  for (let round = 0; round < each; round++) {
    const damaged = mutated(source, random);
    const bytes = name === "PNG" ? withChecksums(damaged) : damaged;
    const start = performance.now();
    try {
      for (const found of readImages(bytes, { maximumPixels: 1_000_000 })) found.read();
      if (name === "ANSI/NIST") readNist(bytes);
    } catch (error) {
      if (!(error instanceof FingerprintImageError)) throw error;
      refused++;
    }
    longest = Math.max(longest, performance.now() - start);
    if (round % 1000 === 0) memory = Math.max(memory, process.memoryUsage().rss);
  }
  console.log(
    `${name.padEnd(20)} ${each} read, ${refused} refused, longest ${longest.toFixed(0)} ms, ${(memory / 2 ** 20).toFixed(0)} MB`,
  );
}
