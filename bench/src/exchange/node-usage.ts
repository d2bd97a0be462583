import { readFile } from "node:fs/promises";

/** What a process has used since it began, as Linux counts it. */
export interface Usage {
  readonly processorSeconds: number;
  /** Largest resident memory so far, in bytes. */
  readonly peakBytes: number;
}

/** Ticks a second of `/proc/PID/stat` (USER_HZ, 100 on every Linux that Node runs on). */
const TICKS = 100;
/** Fields of `/proc/PID/stat` after the command's name, which may hold blanks: utime is the 12th, stime the 13th. */
const USER_TIME = 11;
const SYSTEM_TIME = 12;

/** Reads `/proc`; elsewhere than on Linux both are NaN, and the table says so. */
export async function usageOf(process: number): Promise<Usage> {
  try {
    const stat = await readFile(`/proc/${process}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const status = await readFile(`/proc/${process}/status`, "utf8");
    const peak = /^VmHWM:\s+(\d+) kB/m.exec(status)?.[1];
    return {
      processorSeconds: (Number(fields[USER_TIME]) + Number(fields[SYSTEM_TIME])) / TICKS,
      peakBytes: Number(peak) * 1024,
    };
  } catch {
    return { processorSeconds: Number.NaN, peakBytes: Number.NaN };
  }
}
