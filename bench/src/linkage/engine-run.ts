import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { LinkageResult } from "@accord/linkage";

export interface EngineJob {
  readonly tables: readonly string[];
  /** File of a model document; one is suggested where it is absent. */
  readonly model?: string;
  readonly train?: boolean;
  readonly keepFrom: number;
  readonly threads: number;
  readonly maxPairsPerKey?: number;
  readonly memoryBytes?: number;
  readonly oneToOne?: boolean;
  readonly out: string;
  readonly writeModel?: string;
}

export interface EngineAnswer {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakBytes: number;
  readonly candidatePairs: number;
  readonly timesMilliseconds: LinkageResult["timesMilliseconds"];
  readonly oneToOne: boolean;
  readonly records: readonly [number, number];
  readonly clusters: readonly (readonly string[])[];
}

/** Runs the engine in a process of its own. */
export async function runEngine(folder: string, name: string, job: EngineJob): Promise<EngineAnswer> {
  const jobFile = join(folder, `${name}.job.json`);
  const answerFile = join(folder, `${name}.answer.json`);
  writeFileSync(jobFile, JSON.stringify(job));
  await new Promise<void>((resolve, reject) => {
    const script = join(import.meta.dirname, "engine-process.js");
    const child = spawn(process.execPath, [script, jobFile, answerFile], {
      stdio: ["ignore", "ignore", "inherit"],
    });
    child.on("error", reject);
    child.on("close", (code) =>
      code === 0 ? resolve() : reject(new Error(`the engine ended with ${code}`)),
    );
  });
  return JSON.parse(readFileSync(answerFile, "utf8"));
}
