import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { GreyImage } from "@accord/fingerprint";

const SOURCES = resolve(fileURLToPath(import.meta.url), "../../../peers/sourceafis");

/** What the peer is given: an image with its resolution in dots per inch, or an ISO/IEC 19794-2 record. */
export type PeerInput =
  | { readonly kind: "image"; readonly image: GreyImage; readonly dotsPerInch: number }
  | { readonly kind: "template"; readonly bytes: Uint8Array };

export interface PeerOutcome {
  /** Score of impression `one` against a later `other`. */
  readonly scoreOf: (one: number, other: number) => number;
  /** Milliseconds of one thread, an image (or reading a template) and a comparison. */
  readonly extractionMilliseconds: number;
  readonly verificationMilliseconds: number;
}

/**
 * SourceAFIS for Java, installed from Maven Central into a temporary folder once a process; undefined where Java or
 * Maven is missing or the download fails.
 */
export class SourceAfis {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static install(): SourceAfis | undefined {
    const folder = mkdtempSync(join(tmpdir(), "accord-sourceafis-"));
    for (const file of ["pom.xml", "Compare.java"]) copyFileSync(join(SOURCES, file), join(folder, file));
    const fetched = spawnSync("mvn", ["-q", "-B", "dependency:copy-dependencies", "-DoutputDirectory=lib"], {
      cwd: folder,
    });
    const compiled =
      fetched.status === 0 ? spawnSync("javac", ["-cp", "lib/*", "Compare.java"], { cwd: folder }) : fetched;
    if (compiled.status === 0) return new SourceAfis(folder);
    rmSync(folder, { recursive: true });
    return undefined;
  }

  /** Compares each impression with each later one, on one thread. */
  compare(inputs: readonly PeerInput[]): PeerOutcome {
    const run = join(this.#folder, "run");
    mkdirSync(run);
    const lines = inputs.map((input, index) => {
      const file = join(run, String(index));
      writeFileSync(file, input.kind === "image" ? input.image.pixels : input.bytes);
      return input.kind === "image"
        ? ["raw", file, input.image.width, input.image.height, input.dotsPerInch].join("\t")
        : ["template", file].join("\t");
    });
    writeFileSync(join(run, "list"), lines.join("\n"));
    const options = [
      "-XX:ActiveProcessorCount=1",
      "-cp",
      `lib/*:.`,
      "Compare",
      join(run, "list"),
      join(run, "scores"),
    ];
    const { status, stdout, stderr } = spawnSync("java", options, { cwd: this.#folder, encoding: "utf8" });
    if (status !== 0) throw new Error(`the peer failed: ${stderr}`);
    const times = JSON.parse(stdout) as { extraction: number; verification: number };
    const bytes = readFileSync(join(run, "scores"));
    rmSync(run, { recursive: true });
    const count = inputs.length;
    return {
      scoreOf: (one, other) => bytes.readFloatBE(4 * (one * count - (one * (one + 1)) / 2 + other - one - 1)),
      extractionMilliseconds: times.extraction,
      verificationMilliseconds: times.verification,
    };
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true });
  }
}
