/** One measurement with what it is held against: a peer's figure or a limit that was set. */
export interface Row {
  readonly what: string;
  readonly measured: string;
  readonly against: string;
}

export interface Table {
  /** The question that the table answers. */
  readonly question: string;
  readonly rows: readonly Row[];
}

export interface BenchOptions {
  /** A few seconds instead of minutes: shows that the benchmark runs, not how fast anything is. */
  readonly smoke: boolean;
  /** Galleries of a million people too, where a benchmark has them: half an hour more. */
  readonly millions: boolean;
  /** Folder for plots (SVG); none are drawn where left out. */
  readonly plots?: string;
}

/** One table a question: many benchmarks have one; those that run long yield each when it is done. */
export type Bench = (options: BenchOptions) => Promise<Table> | AsyncGenerator<Table>;

export function render({ question, rows }: Table): string {
  const all = [{ what: "", measured: "measured", against: "peer or limit" }, ...rows];
  const width = (key: keyof Row) => Math.max(...all.map((row) => row[key].length));
  const [what, measured] = [width("what"), width("measured")];
  return [
    `\n${question}\n`,
    ...all.map((row) => `  ${row.what.padEnd(what)}  ${row.measured.padStart(measured)}  ${row.against}`),
    "",
  ].join("\n");
}

export const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(2)} s`;
export const count = (value: number): string => Math.round(value).toLocaleString("en");

/** Runs `work` and says how long it took, in milliseconds. */
export async function timed<T>(work: () => Promise<T> | T): Promise<{ result: T; milliseconds: number }> {
  const began = performance.now();
  const result = await work();
  return { result, milliseconds: performance.now() - began };
}
