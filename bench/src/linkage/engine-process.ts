import { readFileSync, writeFileSync } from "node:fs";
import { dedupe, LinkageModel, link, sourceOfFile, writeTable } from "@accord/linkage";
import type { EngineAnswer, EngineJob } from "./engine-run.ts";

/** One run of the engine in a process of its own, so that time and memory are its alone. */
const [, , jobFile = "", answerFile = ""] = process.argv;
const job = JSON.parse(readFileSync(jobFile, "utf8")) as EngineJob;
const began = performance.now();
const options = {
  ...(job.model === undefined
    ? {}
    : { model: LinkageModel.parse(JSON.parse(readFileSync(job.model, "utf8"))) }),
  ...(job.train === undefined ? {} : { train: job.train }),
  keepFrom: job.keepFrom,
  threads: job.threads,
  ...(job.maxPairsPerKey === undefined ? {} : { maxPairsPerKey: job.maxPairsPerKey }),
  ...(job.memoryBytes === undefined ? {} : { memoryLimitBytes: job.memoryBytes }),
  ...(job.oneToOne === undefined ? {} : { policy: { oneToOne: job.oneToOne } }),
};
const [left, right] = job.tables.map(sourceOfFile);
if (left === undefined) throw new Error("a job names one table or two");
const result = right === undefined ? await dedupe(left, options) : await link(left, right, options);
const seconds = (performance.now() - began) / 1000;
const cpu = process.cpuUsage();
const answer: EngineAnswer = {
  seconds,
  cpuSeconds: (cpu.user + cpu.system) / 1e6,
  peakBytes: process.resourceUsage().maxRSS * 1024,
  candidatePairs: result.blocking.candidatePairs,
  timesMilliseconds: result.timesMilliseconds,
  oneToOne: result.oneToOne,
  records: [result.recordsLeft, result.recordsRight],
  clusters: result.clusters,
};
await writeTable(
  job.out,
  { l: "VARCHAR", r: "VARCHAR", probability: "DOUBLE", linked: "INTEGER" },
  result.pairs.map((pair) => [pair.left, pair.right, pair.probability, Number(pair.decision === "link")]),
);
if (job.writeModel !== undefined) writeFileSync(job.writeModel, JSON.stringify(result.model));
writeFileSync(answerFile, JSON.stringify(answer));
