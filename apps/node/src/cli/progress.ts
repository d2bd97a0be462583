import cliProgress from "cli-progress";
import { count, duration, remark } from "./terminal.ts";

/** Nothing is shown of what is over sooner. */
const QUIET_MILLISECONDS = 2_000;
/** How often a log hears of work whose end is not known. */
const LOG_MILLISECONDS = 10_000;

export interface ProgressView {
  update(done: number, total?: number | undefined): void;
  stop(): void;
}

/**
 * Progress of one piece of work on the standard error: on a terminal a bar with rate and time left, elsewhere a line
 * for each tenth. Work of less than two seconds shows nothing.
 */
export function progressView(
  label: string,
  unit: string,
  options: { stream?: NodeJS.WriteStream; nowMilliseconds?: () => number } = {},
): ProgressView {
  const { stream = process.stderr, nowMilliseconds = Date.now } = options;
  const startedAt = nowMilliseconds();
  const elapsed = () => nowMilliseconds() - startedAt;
  const rate = (done: number) => `${count(Math.round((done / Math.max(1, elapsed())) * 1000))} ${unit}/s`;
  return stream.isTTY
    ? bar(label, unit, stream, elapsed, rate)
    : logLines(
        label,
        unit,
        (line) => (stream === process.stderr ? remark(line) : stream.write(`${line}\n`)),
        elapsed,
        rate,
      );
}

function bar(
  label: string,
  unit: string,
  stream: NodeJS.WriteStream,
  elapsed: () => number,
  rate: (done: number) => string,
): ProgressView {
  const view = new cliProgress.SingleBar({
    stream,
    clearOnComplete: true,
    hideCursor: true,
    etaBuffer: 50,
    barsize: 28,
    format: (options, parameters, payload) => {
      const { total, value, progress } = parameters;
      const { rate: speed, known } = payload as { rate: string; known: boolean };
      if (!known) return `${label}  ${count(value)} ${unit}  ${speed}`;
      const left = duration(((total - value) / Math.max(value, 1)) * elapsed());
      const drawn = cliProgress.Format.BarFormat(progress, options);
      return `${label} ${drawn} ${Math.floor(progress * 100)}%  ${count(value)} of ${count(total)} ${unit}  ${speed}  ${left} left`;
    },
  });
  let started = false;
  return {
    update(done, total) {
      if (elapsed() < QUIET_MILLISECONDS) return;
      const payload = { rate: rate(done), known: total !== undefined };
      const end = Math.max(total ?? done, done, 1);
      if (!started) view.start(end, done, payload);
      started = true;
      view.setTotal(end);
      view.update(done, payload);
    },
    stop() {
      if (started) view.stop();
    },
  };
}

function logLines(
  label: string,
  unit: string,
  write: (line: string) => void,
  elapsed: () => number,
  rate: (done: number) => string,
): ProgressView {
  let lastTenth = 0;
  let lastAt = 0;
  return {
    update(done, total) {
      const now = elapsed();
      if (now < QUIET_MILLISECONDS) return;
      if (total !== undefined && total > 0) {
        const tenth = Math.min(10, Math.floor((done / total) * 10));
        if (tenth <= lastTenth) return;
        lastTenth = tenth;
        write(`${label}: ${tenth * 10}% (${count(done)} of ${count(total)} ${unit}, ${rate(done)})`);
      } else if (now - lastAt >= LOG_MILLISECONDS) {
        lastAt = now;
        write(`${label}: ${count(done)} ${unit} (${rate(done)})`);
      }
    },
    stop() {},
  };
}
