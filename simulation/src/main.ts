import { readFile } from "node:fs/promises";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import { BUGS, hunt } from "./bugs/hunt.ts";
import { campaign, type KeptHistory, type Progress } from "./history/campaign.ts";
import { matrix } from "./history/matrix.ts";
import { runHistory } from "./history/run.ts";
import { type Script, scriptOf } from "./history/script.ts";
import { shortened } from "./history/shrink.ts";
import { runTwice } from "./history/twice.ts";
import { inWords, storyOf } from "./history/words.ts";
import { timeOf } from "./world/trace.ts";

const KEPT = fileURLToPath(new URL("../kept-histories.json", import.meta.url));
const MOST_HISTORIES_A_BUG = 10_000;

interface Options {
  readonly histories: string;
  readonly from: string;
  readonly seed?: string;
  readonly script?: string;
  readonly bugs?: true;
  readonly bug?: string;
  readonly matrix?: true;
  readonly kept?: true;
}

const command = new Command("npm run simulate --")
  .description(
    "Runs exchanges between two simulated nodes through faults, and looks whether every invariant holds.",
  )
  .option("--histories <count>", "how many histories, each run twice", "1000")
  .option("--from <seed>", "the first history's seed; the next ones count up", "1")
  .option("--seed <seed>", "run one history and tell its story; made shorter where it breaks an invariant")
  .option("--script <file>", "run the history in this file (JSON) and tell its story")
  .option("--matrix", "let each call to the store fail in turn, once before and once after it took effect")
  .option("--kept", "run the histories again that once broke an invariant")
  .option("--bugs", "plant each bug and tell which history found it")
  .option("--bug <name>", "with --seed or --bugs: plant this bug alone")
  .addHelpText(
    "after",
    "\nExamples:\n  npm run simulate -- --histories 100000\n  npm run simulate -- --seed 1172",
  );

command.action(async (options: Options) => {
  const ok = await run(options);
  process.exitCode = ok ? 0 : 1;
});
await command.parseAsync();

async function run(options: Options): Promise<boolean> {
  if (options.bugs) return bugs(options.bug);
  if (options.matrix) return failingCalls();
  if (options.kept) return keptAgain();
  if (options.seed !== undefined) return tell(scriptOf(whole(options.seed)), options.bug);
  if (options.script !== undefined)
    return tell(JSON.parse(await readFile(options.script, "utf8")) as Script, options.bug);
  return histories(whole(options.from), whole(options.histories));
}

async function histories(from: number, count: number): Promise<boolean> {
  const began = process.cpuUsage();
  const found = await campaign({ from, histories: count, clock: () => performance.now(), tell: progress });
  const used = process.cpuUsage(began);
  const seconds = (used.user + used.system) / 1e6;
  console.log(
    `\n${count} histories from seed ${from}, each twice, in ${seconds.toFixed(1)} s of processor time (one of ${cpus().length}): ${found.length} broke an invariant`,
  );
  for (const kept of found) {
    const outcome = await runHistory(kept.script, { story: true });
    console.log(`\n${storyOf(kept.script, outcome, 40)}\n\n${JSON.stringify(kept)}`);
  }
  return found.length === 0;
}

function progress({ done, histories: of, found, perSecond, secondsLeft }: Progress): void {
  const line = `${done} of ${of}, ${perSecond.toFixed(0)} a second, ${timeOf(secondsLeft * 1000).slice(0, 8)} left, ${found} broken`;
  if (process.stderr.isTTY) process.stderr.write(`\r${line}   `);
  else if (done === of || done % 1000 < perSecond) console.error(line);
}

async function tell(script: Script, bug: string | undefined): Promise<boolean> {
  const planted = bug === undefined ? undefined : named(bug);
  const driver = await planted?.driver?.();
  const options = {
    ...(planted?.wrapping === undefined ? {} : { wrapping: planted.wrapping }),
    ...(driver === undefined ? {} : { driver }),
  };
  const { violation } = await runTwice(script, options);
  const told =
    violation === undefined
      ? script
      : await shortened(script, violation.invariant, (each) => runHistory(each, options));
  console.log(storyOf(told, await runHistory(told, { ...options, story: true })));
  if (violation !== undefined) console.log(`\nThe history, for \`--script\`:\n${JSON.stringify(told)}`);
  return violation === undefined;
}

async function failingCalls(): Promise<boolean> {
  const { calls, cells, broken } = await matrix();
  const names = [...new Set([...calls.iom.names.keys(), ...calls.wfp.names.keys()])].sort();
  for (const name of names) {
    console.log(
      `${name.padEnd(18)} iom ${calls.iom.names.get(name) ?? 0}, wfp ${calls.wfp.names.get(name) ?? 0}`,
    );
  }
  console.log(
    `\n${calls.iom.total + calls.wfp.total} calls, each failed 4 ways (dies or throws, before or after): ${cells} histories, ${broken.length} did not end as the undisturbed one`,
  );
  for (const { node, failing, outcome } of broken.slice(0, 10))
    console.log(`  ${node} ${JSON.stringify(failing)}: ${outcome.violation?.words ?? "another end"}`);
  return broken.length === 0;
}

async function keptAgain(): Promise<boolean> {
  const kept = JSON.parse(await readFile(KEPT, "utf8")) as KeptHistory[];
  let ok = true;
  for (const { script, fault } of kept) {
    const { violation } = await runTwice(script);
    console.log(`${violation === undefined ? "holds " : "BROKEN"} ${script.seed}: ${fault}`);
    ok &&= violation === undefined;
  }
  return ok;
}

async function bugs(only: string | undefined): Promise<boolean> {
  let ok = true;
  console.log(
    "| bug | what is wrong | found by history | invariant | shortest story |\n|---|---|---|---|---|",
  );
  for (const bug of only === undefined ? BUGS : [named(only)]) {
    const found = await hunt(bug, MOST_HISTORIES_A_BUG);
    const story = found.shortest?.happenings.map(({ happening }) => inWords(happening)).join("; ");
    console.log(
      `| ${bug.name} | ${bug.what} | ${found.seed ?? `not in ${found.histories}`} | ${found.invariant} | ${story} |`,
    );
    ok &&= found.seed !== undefined;
  }
  return ok;
}

function named(name: string) {
  const bug = BUGS.find((each) => each.name === name);
  if (bug === undefined)
    return command.error(`unknown bug: ${name}; there are ${BUGS.map((each) => each.name).join(", ")}`);
  return bug;
}

function whole(text: string): number {
  const value = Number(text);
  return Number.isInteger(value) && value >= 0 ? value : command.error(`not a whole number: ${text}`);
}
