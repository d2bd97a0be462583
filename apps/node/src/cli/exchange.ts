import { writeFile } from "node:fs/promises";
import type { ExchangeReport } from "@accord/exchange";
import { AccordError } from "@accord/vocabulary";
import { type Command, Option } from "commander";
import type { ApiClient } from "../api-client.ts";
import type { InStep } from "../in-step/verify.ts";
import { commandGroup, type NodeOptions, nodeCommand, nodeRoot, withNode } from "./command.ts";
import { renderExchangeReport, standingWords } from "./exchange-report.ts";
import { EXIT, type ExitCode, exitCodeOf, type Finish } from "./exit-code.ts";
import { connectRunning, type ExchangeAnswer, type FollowEnd, followExchange } from "./follow-exchange.ts";
import { inStepLines } from "./in-step-lines.ts";
import { whileServed } from "./served.ts";
import { harmless, print, printJson, remark, table } from "./terminal.ts";

type ListedExchange = ExchangeReport & { readonly startedAt: string; readonly partner: string };
interface ProposeOptions extends NodeOptions {
  readonly agreement?: string | undefined;
  readonly partner?: string | undefined;
  readonly whole?: boolean;
}

interface ResumeOptions extends NodeOptions {
  readonly acceptImplausible?: string;
  readonly goOn?: string;
}

export function exchangeCommands(root: Command, finish: Finish): void {
  const group = commandGroup(
    root,
    "exchange",
    "bring the registry in step with a partner's, under an agreement in force",
    "accord exchange run --partner wfp --node ./iom",
  );

  const proposing = (name: string, summary: string) =>
    nodeCommand(group, name, summary, `accord exchange ${name} --partner wfp --node ./iom`)
      .option(
        "--agreement <digest>",
        "the agreement, by digest or its beginning; the only one in force where not given",
      )
      .option("--partner <id>", "the partner, where more than one has an agreement in force")
      .option("--whole", "compare and send everything anew, not only what changed since the last exchange");

  proposing("propose", "propose an exchange, and leave it to the running node").action(
    async (options: ProposeOptions) => {
      const client = await connectRunning(nodeRoot(options));
      const proposed = await propose(client, options);
      if (options.json) printJson(proposed);
      else {
        print(`Exchange ${proposed.exchange} is proposed.`);
        print(`Follow it: accord exchange resume ${proposed.exchange}`);
      }
    },
  );

  proposing("run", "propose an exchange, follow it to its end, and report").action(
    async (options: ProposeOptions) => {
      const end = await whileServed(nodeRoot(options), async (client, served) => {
        const { exchange } = await propose(client, options);
        remark(`Exchange ${exchange}`);
        return follow(options, exchange, served.forThisCommand);
      });
      finish(tellEnd(end, options));
    },
  );

  nodeCommand(
    group,
    "status [id]",
    "list exchanges, or say how one stands and what it waits for",
    "accord exchange status --node ./iom",
  ).action(async (id: string | undefined, options: NodeOptions) => {
    await withNode(options, async (client) => {
      if (id === undefined) {
        const all = await client.get<ListedExchange[]>("/api/exchanges");
        if (options.json) printJson(all);
        else
          print(all.length === 0 ? "No exchange yet. Begin: accord exchange run --help" : exchangeTable(all));
        return;
      }
      const answer = await answerOf(client, await exchangeId(client, id));
      if (options.json) printJson(answer);
      else print(statusLines(answer));
    });
  });

  nodeCommand(
    group,
    "resume [id]",
    "take up an exchange again and follow it: after a crash, or to let pass what was held",
    'accord exchange resume --accept-implausible "Both registries cover the same camp" --node ./iom',
  )
    .option("--accept-implausible <reason>", "let pass what the circuit breaker holds; the reason is kept")
    .option("--go-on <reason>", "go on from the estimate of the overlap; the reason is kept")
    .action(async (id: string | undefined, options: ResumeOptions) => {
      const { acceptImplausible, goOn } = options;
      const end = await whileServed(nodeRoot(options), async (client, served) => {
        const exchange = await exchangeId(client, id, isUnderWay);
        await client.post(`/api/exchanges/${exchange}/resume`, {
          ...(acceptImplausible === undefined ? {} : { acceptImplausible }),
          ...(goOn === undefined ? {} : { goOn }),
        });
        remark(`Exchange ${exchange}`);
        return follow(options, exchange, served.forThisCommand);
      });
      finish(tellEnd(end, options));
    });

  nodeCommand(
    group,
    "verify <partner>",
    "compare with a partner what both should hold in common, and mend what differs",
    "accord exchange verify wfp --mend --node ./iom",
  )
    .option(
      "--agreement <digest>",
      "the agreement, by digest or its beginning; the only one in force if absent",
    )
    .option("--mend", "have both nodes mend what differs, then run a delta that carries it")
    .action(
      async (
        partner: string,
        options: NodeOptions & { readonly agreement?: string; readonly mend?: true },
      ) => {
        const found = await whileServed(nodeRoot(options), (client) => verify(client, partner, options));
        if (options.json) printJson(found);
        else print(inStepLines(found));
        finish(found.equal ? EXIT.ok : EXIT.unfinished);
      },
    );

  nodeCommand(
    group,
    "stop <id>",
    "stop an exchange for good; the partner is told",
    'accord exchange stop 3f1c --reason "Wrong agreement" --node ./iom',
  )
    .requiredOption("--reason <text>", "why; the partner reads it")
    .action(async (id: string, options: NodeOptions & { reason: string }) => {
      const report = await withNode(options, async (client) =>
        client.post<ExchangeReport>(`/api/exchanges/${await exchangeId(client, id)}/stop`, {
          reason: options.reason,
        }),
      );
      if (options.json) printJson(report);
      else print(`Exchange ${report.exchange} is ${standingWords(report)}.`);
    });

  nodeCommand(
    group,
    "report [id]",
    "print what came of an exchange, the newest where none is named",
    "accord exchange report --json report.json --node ./iom\naccord exchange report --html report.html --pdf report.pdf --language fr --node ./iom",
    "[file]",
  )
    .option("--html <file>", "write it as one page with charts that needs nothing else, to be opened or sent")
    .option("--pdf <file>", "write it for paper, with the same charts and tables")
    .addOption(languageOption())
    .option("--registration-minutes <minutes>", "assumed: staff minutes for registering one person")
    .option("--ration-value <amount>", "assumed: value of one person's ration in one cycle")
    .option("--currency <code>", "of that value, as USD or SSP")
    .option("--cycles <cycles>", "assumed: cycles for which a second registration would have stood unseen")
    .option("--collected <share>", "assumed: share of its rations that would have been collected, 0 to 1")
    .action(async (id: string | undefined, options: ReportOptions) => {
      const { json, node, html, pdf } = options;
      await withNode({ node }, async (client) => {
        const exchange = await exchangeId(client, id);
        const answer = await answerOf(client, exchange);
        if (typeof json === "string") await writeFile(json, `${JSON.stringify(answer, null, 2)}\n`);
        if (html !== undefined) await writeFile(html, await document(client, exchange, "html", options));
        if (pdf !== undefined) await writeFile(pdf, await document(client, exchange, "pdf", options));
        if (json === true) printJson(answer);
        else print(renderExchangeReport(answer).trimEnd());
      });
      if (typeof json === "string") remark(`Written for machines to ${json}`);
      if (html !== undefined) remark(`Written as a page to ${html}`);
      if (pdf !== undefined) remark(`Written for paper to ${pdf}`);
    });
}

interface ReportOptions extends Omit<NodeOptions, "json"> {
  readonly json?: true | string;
  readonly html?: string;
  readonly pdf?: string;
  readonly language: string;
  readonly registrationMinutes?: string;
  readonly rationValue?: string;
  readonly currency?: string;
  readonly cycles?: string;
  readonly collected?: string;
}

const languageOption = () =>
  new Option("--language <language>", "of the page and the print: en, fr or ar")
    .choices(["en", "fr", "ar"])
    .default("en");

async function document(
  client: ApiClient,
  exchange: string,
  format: "html" | "pdf",
  options: ReportOptions,
): Promise<string | Buffer> {
  const asked = {
    format,
    language: options.language,
    minutesPerRegistration: options.registrationMinutes,
    rationValue: options.rationValue,
    currency: options.currency,
    cyclesUntilFound: options.cycles,
    collectedShare: options.collected,
  };
  const query = new URLSearchParams(
    Object.entries(asked).filter((each): each is [string, string] => each[1] !== undefined),
  );
  const made = await client.get<{ html?: string; pdf?: string }>(
    `/api/exchanges/${exchange}/document?${query}`,
  );
  return format === "html" ? (made.html ?? "") : Buffer.from(made.pdf ?? "", "base64");
}

/** Compares and, where asked to and anything differed, runs a delta and compares once more. */
async function verify(
  client: ApiClient,
  partner: string,
  { agreement, mend, node }: NodeOptions & { readonly agreement?: string; readonly mend?: true },
): Promise<InStep> {
  const compare = (mending: boolean) =>
    client.post<InStep>(`/api/partners/${encodeURIComponent(partner)}/verify`, { agreement, mend: mending });
  const found = await compare(mend === true);
  if (found.equal || mend !== true) return found;
  remark(inStepLines(found));
  const { exchange } = await propose(client, { agreement, partner, node });
  remark(`Exchange ${exchange} carries what was missing.`);
  await followExchange(nodeRoot({ node }), exchange, new AbortController().signal);
  return compare(false);
}

const isUnderWay = ({ step, standing }: ExchangeReport): boolean =>
  step !== "done" && standing.kind !== "halted";

function propose(
  client: ApiClient,
  { agreement, partner, whole }: ProposeOptions,
): Promise<{ exchange: string }> {
  return client.post<{ exchange: string }>("/api/exchanges", { agreement, partner, whole });
}

const answerOf = (client: ApiClient, id: string): Promise<ExchangeAnswer> =>
  client.get(`/api/exchanges/${id}`);

/**
 * The exchange that somebody means: by its id or the beginning of it; else the newest that is `preferred`, else the newest.
 * @throws AccordError `exchange.unknown`, `exchange.ambiguous`
 */
async function exchangeId(
  client: ApiClient,
  given: string | undefined,
  preferred: (exchange: ListedExchange) => boolean = () => true,
): Promise<string> {
  const all = await client.get<ListedExchange[]>("/api/exchanges");
  const found =
    given === undefined
      ? [all.find(preferred) ?? all[0]].filter((each) => each !== undefined)
      : all.filter((each) => each.exchange.startsWith(given.toLowerCase()));
  const [only, ...others] = found;
  if (only === undefined) {
    throw new AccordError("exchange.unknown", "there is no such exchange here", {
      ...(given === undefined ? {} : { where: given }),
      remedy: "List them with `accord exchange status`, or begin one with `accord exchange run`.",
    });
  }
  if (others.length > 0) {
    throw new AccordError("exchange.ambiguous", "more than one exchange begins so", {
      where: given ?? "",
      remedy: "Give more of its id; see `accord exchange status`.",
    });
  }
  return only.exchange;
}

/** Follows until the end or until Ctrl-C, which stops the following alone. */
async function follow(options: NodeOptions, exchange: string, servedHere: boolean): Promise<FollowEnd> {
  const leave = new AbortController();
  const onSignal = () => {
    if (leave.signal.aborted) process.exit(EXIT.unfinished);
    leave.abort();
  };
  process.on("SIGINT", onSignal);
  try {
    const end = await followExchange(nodeRoot(options), exchange, leave.signal);
    if (end.kind === "left") {
      remark(
        servedHere
          ? "Not followed any more. This command served the node, so the exchange rests now; nothing is lost. It goes on with `accord serve`, or with:"
          : "Not followed any more; the exchange goes on. Follow it again with:",
      );
      remark(`  accord exchange resume ${exchange} --node ${options.node}`);
    }
    return end;
  } finally {
    process.off("SIGINT", onSignal);
  }
}

function tellEnd(end: FollowEnd, options: NodeOptions): ExitCode {
  const { answer } = end;
  if (answer !== undefined) {
    if (options.json) printJson(answer);
    else if (end.kind !== "left") print(renderExchangeReport(answer).trimEnd());
  }
  if (answer !== undefined && !options.json) tellNext(end.kind, answer);
  switch (end.kind) {
    case "done":
      return waitingPairs(end.answer) > 0 ? EXIT.unfinished : EXIT.ok;
    case "halted":
      return exitOfHalt(end.answer);
    case "held":
    case "heldByPartner":
      return EXIT.unfinished;
    case "left":
      return EXIT.ok;
  }
}

function tellNext(kind: FollowEnd["kind"], answer: ExchangeAnswer): void {
  if (kind === "done" && waitingPairs(answer) > 0) {
    remark("Pairs wait for a person: accord duplicates list");
  }
  if (kind === "heldByPartner") {
    remark(
      `It waits for ${harmless(answer.waitsFor ?? answer.partner)}; the node takes it up when they have decided.`,
    );
  }
}

function exitOfHalt({ standing }: ExchangeAnswer): ExitCode {
  const code = standing.kind === "running" ? EXIT.failed : exitCodeOf(standing.code);
  return code === EXIT.refused ? code : EXIT.failed;
}

function waitingPairs({ match, sides }: ExchangeReport): number {
  const within = Object.values(sides).reduce((sum, side) => sum + side.duplicates.waiting, 0);
  return (match?.waiting ?? 0) + within;
}

function statusLines(answer: ExchangeAnswer): string {
  const { exchange, partner, standing, waitsFor, working } = answer;
  return [
    `Exchange ${exchange} with ${harmless(partner)}`,
    `  ${standingWords(answer)}`,
    ...(standing.kind === "running"
      ? []
      : [
          `  ${harmless(standing.code)}: ${harmless(standing.reason)}`,
          `  remedy: ${harmless(standing.remedy)}`,
        ]),
    ...(working.length === 0 ? [] : [`  at work on: ${working.join(", ")}`]),
    ...(waitsFor === undefined ? [] : [`  waits for ${harmless(waitsFor)}`]),
  ].join("\n");
}

function exchangeTable(all: readonly ListedExchange[]): string {
  return table(
    ["exchange", "partner", "begun", "stands", "linked", "waiting"],
    all.map((each) => [
      each.exchange,
      each.partner,
      each.startedAt,
      standingWords(each),
      each.match?.linked,
      each.match?.waiting,
    ]),
  );
}
