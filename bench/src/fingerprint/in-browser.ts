import type { Table } from "../table.ts";
import { runFingerprintBench } from "./program.ts";

interface BrowserTimes {
  readonly skipped?: string;
  readonly chromium: string;
  readonly bundleBytes: number;
  readonly pictures: string;
  readonly extractionMilliseconds: number;
  readonly verificationMilliseconds: number;
}

/**
 * The engine in one worker of a Chromium. It is a program of the fingerprint room, packages/fingerprint/bench/browser.ts, because
 * it bundles the room's sources; here it is compiled and run.
 */
export function inBrowser(): Table {
  const question = "How fast in a browser?";
  const times = JSON.parse(runFingerprintBench("browser")) as BrowserTimes;
  if (times.skipped !== undefined)
    return { question, rows: [{ what: "in the browser", measured: "skipped", against: times.skipped }] };
  const place = `one worker of Chromium ${times.chromium.split(".")[0]}`;
  return {
    question,
    rows: [
      {
        what: `extraction in ${place}, ${times.pictures}`,
        measured: `${times.extractionMilliseconds.toFixed(0)} ms`,
        against: "limit: 250 ms",
      },
      {
        what: `verification in ${place}, both prepared`,
        measured: `${times.verificationMilliseconds.toFixed(2)} ms`,
        against: "limit: 5 ms",
      },
      {
        what: "the engine bundled for the web",
        measured: `${(times.bundleBytes / 1024).toFixed(0)} KiB`,
        against: "none set",
      },
    ],
  };
}
