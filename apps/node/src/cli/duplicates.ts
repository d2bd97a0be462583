import { type Command, Option } from "commander";
import { commandGroup, type NodeOptions, nodeCommand, withNode } from "./command.ts";
import { EXIT, type Finish } from "./exit-code.ts";
import { count, heading, print, printJson, table } from "./terminal.ts";

interface Waiting {
  readonly id: string;
  readonly kind: string;
  readonly pair: Readonly<Record<string, unknown>>;
  readonly probability: number;
  readonly labels: readonly string[];
  readonly evidence: {
    readonly prior?: number;
    readonly parts?: Readonly<Record<string, number>>;
    readonly comparisons?: readonly {
      readonly comparison: string;
      readonly level: string;
      readonly weight: number;
    }[];
    readonly fingerprintScore?: number;
  };
  readonly proposedAt: string;
}
interface Decided {
  readonly id: string;
  readonly kept: string;
  readonly duplicate: string;
  readonly decidedBy: string;
  readonly decidedAt: string;
}
interface Listed {
  readonly decided: readonly Decided[];
  readonly waiting: readonly Waiting[];
}

const VERDICTS = { same: "same", different: "different", "cannot-tell": "cannotTell" } as const;

export function duplicatesCommands(root: Command, finish: Finish): void {
  const group = commandGroup(
    root,
    "duplicates",
    "persons who stand in the registry twice, and pairs that wait for a person to decide",
    "accord duplicates list --node ./iom",
  );

  nodeCommand(
    group,
    "find",
    "search the own registry for persons who stand in it twice; sure ones are deactivated, and can be restored",
    "accord duplicates find --node ./iom",
  ).action(async (options: NodeOptions) => {
    const found = await withNode(options, (client) =>
      client.post<{ compared: number; found: number; deactivated: number; waiting: number }>(
        "/api/duplicates/find",
      ),
    );
    if (options.json) printJson(found);
    else {
      print(`${count(found.compared)} persons compared`);
      print(`${count(found.deactivated)} deactivated as duplicates (undo: accord duplicates restore PERSON)`);
      print(`${count(found.waiting)} pairs wait for a decision (see: accord duplicates list)`);
    }
    if (found.waiting > 0) finish(EXIT.unfinished);
  });

  nodeCommand(
    group,
    "list",
    "list pairs that wait, with what speaks for and against them in bits, and what was decided; no name is shown",
    "accord duplicates list --limit 20 --node ./iom",
  )
    .option("--limit <count>", "how many pairs to show of each", Number, 20)
    .action(async (options: NodeOptions & { limit: number }) => {
      const { decided, waiting } = await withNode(options, (client) => client.get<Listed>("/api/duplicates"));
      if (options.json) {
        printJson({ decided, waiting });
        return;
      }
      print(heading(`${count(waiting.length)} pairs wait for a decision`));
      for (const pair of waiting.slice(0, options.limit)) print(`\n${waitingLines(pair)}`);
      if (waiting.length > options.limit)
        print(`\n… and ${count(waiting.length - options.limit)} more: --limit`);
      if (waiting.length > 0) print("\nDecide: accord duplicates decide ID --verdict same");
      print(`\n${heading(`${count(decided.length)} persons deactivated as duplicates`)}`);
      print(
        table(
          ["duplicate", "of", "decided by", "at"],
          decided
            .slice(0, options.limit)
            .map((each) => [each.duplicate, each.kept, each.decidedBy, each.decidedAt]),
        ),
      );
    });

  nodeCommand(
    group,
    "decide <id>",
    "decide a waiting pair; what is decided on a pair with a partner goes to the partner in the next round",
    "accord duplicates decide 0190… --verdict different --node ./iom",
  )
    .addOption(
      new Option("--verdict <verdict>", "what they are").choices(Object.keys(VERDICTS)).makeOptionMandatory(),
    )
    .option("--by <name>", "who decides, where nobody has signed in")
    .action(async (id: string, options: NodeOptions & { verdict: keyof typeof VERDICTS; by?: string }) => {
      const body = { id, verdict: VERDICTS[options.verdict], by: options.by };
      const answer = await withNode(options, (client) => client.post("/api/duplicates/decide", body));
      if (options.json) printJson(answer);
      else print(`Decided: ${options.verdict}. The pair is not asked again unless its evidence changes.`);
    });

  nodeCommand(
    group,
    "restore <person>",
    "undo a deactivation: the person is active again, and every value is as before",
    "accord duplicates restore 0190… --node ./iom",
  )
    .option("--by <name>", "who decides, where nobody has signed in")
    .action(async (person: string, options: NodeOptions & { by?: string }) => {
      const answer = await withNode(options, (client) =>
        client.post<{ kept: string; restored: string }>("/api/duplicates/restore", {
          person,
          by: options.by,
        }),
      );
      if (options.json) printJson(answer);
      else print(`${answer.restored} is active again, apart from ${answer.kept}.`);
    });

  nodeCommand(
    group,
    "unlink <link>",
    "undo a link with a partner's person: every value is as before it; the matching party's undoing reaches the partner",
    "accord duplicates unlink 0190… --node ./wfp",
  )
    .option("--by <name>", "who decides, where nobody has signed in")
    .action(async (link: string, options: NodeOptions & { by?: string }) => {
      const answer = await withNode(options, (client) =>
        client.post<{ person: string; partner: string; partnerIsTold: boolean }>("/api/links/undo", {
          link,
          by: options.by,
        }),
      );
      if (options.json) printJson(answer);
      else {
        print(
          `${answer.person} is no longer linked with ${answer.partner}'s person; what came through the link does not count.`,
        );
        if (!answer.partnerIsTold)
          print(`${answer.partner} is not told by this node: it matches, and its link stands there.`);
      }
    });
}

/** A pair by its numbers, with the bits that each comparison gives; positive speaks for one person. */
function waitingLines({ id, kind, pair, probability, labels, evidence }: Waiting): string {
  const who =
    kind === "partner"
      ? `own person ${pair.person ?? pair.own} and ${pair.partner}'s person ${pair.partnerRef}`
      : `own persons ${pair.a} and ${pair.b}`;
  const lines = [
    `${id}  probability ${probability.toFixed(4)}  ${who}${labels.length > 0 ? `  (${labels.join(", ")})` : ""}`,
  ];
  const parts = Object.entries(evidence.parts ?? {}).filter(([, bits]) => bits !== 0);
  const sum = [...(evidence.prior === undefined ? [] : [["prior", evidence.prior] as const]), ...parts];
  if (sum.length > 0)
    lines.push(`  ${sum.map(([name, bits]) => `${name} ${signed(bits)}`).join("   ")}  bits`);
  for (const { comparison, level, weight } of evidence.comparisons ?? []) {
    lines.push(`    ${comparison.padEnd(24)} ${level.padEnd(38)} ${signed(weight).padStart(7)}`);
  }
  if (evidence.fingerprintScore !== undefined) {
    lines.push(`    fingerprints: one false match in 10^${(evidence.fingerprintScore / 10).toFixed(1)}`);
  }
  return lines.join("\n");
}

const signed = (bits: number): string => `${bits < 0 ? "−" : "+"}${Math.abs(bits).toFixed(1)}`;
