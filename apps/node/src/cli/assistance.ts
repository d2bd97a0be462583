import { createReadStream } from "node:fs";
import { writeFile } from "node:fs/promises";
import { basename } from "node:path";
import type { Verdict } from "@accord/assistance";
import { readDistributionMapping } from "@accord/intake";
import { AccordError } from "@accord/vocabulary";
import type { Command } from "commander";
import type { ApiClient } from "../api-client.ts";
import type { ImportEvent } from "../imports/import-event.ts";
import { commandGroup, type NodeOptions, nodeCommand, withNode } from "./command.ts";
import { EXIT, type Finish } from "./exit-code.ts";
import { wholeNumber } from "./options.ts";
import { purposeOption } from "./purpose-option.ts";
import { count, print, printJson, table } from "./terminal.ts";

interface ShownInquiry {
  readonly id: string;
  readonly direction: "asked" | "answered";
  readonly partner: string;
  readonly step: string;
  readonly list: {
    readonly kind: string;
    readonly cycle: { readonly from: string; readonly until: string };
  } | null;
  readonly persons: number;
  readonly found: number | null;
  readonly reason: string | null;
  readonly timeline: readonly { readonly at: string }[];
}

interface Checked {
  readonly list: {
    readonly kind: string;
    readonly programme: string;
    readonly cycle: { readonly from: string; readonly until: string };
  };
  readonly lines: number;
  readonly counts: Readonly<Record<Verdict, number>>;
  readonly inquiry: ShownInquiry | null;
}

interface CheckOptions extends NodeOptions {
  readonly mapping: string;
  readonly partner?: string;
  readonly agreement?: string;
  readonly local?: true;
  readonly out?: string;
  readonly wait: number;
}

/** What each verdict says, as the table has it. */
const VERDICT_WORDS: Readonly<Record<Verdict, string>> = {
  clear: "nothing found: may be distributed",
  doubleHere: "has the same here in this time",
  doubleThere: "has the same from the partner in this time",
  doubleBoth: "has the same here and from the partner",
  repeated: "stands on the list twice, or another of the household does",
  notFound: "not found, or the line cannot be read",
};

export function assistanceCommands(root: Command, finish: Finish): void {
  const group = commandGroup(
    root,
    "assistance",
    "who was assisted with what, and whom a distribution list would assist twice",
    "accord assistance check june.csv --mapping scope-distribution --partner iom --out june-checked.csv --node ./wfp",
  );

  nodeCommand(
    group,
    "import <list>",
    "put what was distributed on persons' files, from a CSV or XLSX list",
    "accord assistance import may.csv --mapping scope-distribution --node ./wfp",
  )
    .requiredOption("--mapping <mapping>", "scope-distribution, brave-distribution, or the path of a mapping")
    .action(async (file: string, options: NodeOptions & { readonly mapping: string }) => {
      const mapping = await readDistributionMapping(options.mapping);
      const summary = await withNode(options, async (client) => {
        const { sendTo } = await client.post<{ sendTo: string }>("/api/assistance/imports", {
          fileName: basename(file),
          mapping,
        });
        for await (const event of client.upload<ImportEvent>(sendTo, createReadStream(file)))
          if (event.kind === "finished") return { id: event.id, seen: event.seen, ...event.summary };
        throw new AccordError("import.cut_short", "the node ended before it told what came of the import", {
          remedy: "Import the list again: what was taken already is not taken twice.",
        });
      });
      if (options.json) printJson(summary);
      else {
        const { rows, created, unchanged, rejected } = summary;
        print(
          `${count(rows)} lines: ${count(created)} recorded, ${count(unchanged)} unchanged, ${count(rejected)} not taken`,
        );
      }
      if (summary.rejected > 0) finish(EXIT.unfinished);
    });

  nodeCommand(
    group,
    "check <list>",
    "check a distribution list before it is distributed: here, and with a partner about linked persons",
    "accord assistance check june.csv --mapping scope-distribution --partner iom --out june-checked.csv --node ./wfp",
  )
    .requiredOption("--mapping <mapping>", "scope-distribution, brave-distribution, or the path of a mapping")
    .option("--partner <agency>", "who is asked, where more than one agreement is in force")
    .option("--agreement <digest>", "under which agreement, by the beginning of its digest")
    .option("--local", "ask no partner: look in the own registry alone")
    .option("--out <file>", "where to write the list line by line with what was found")
    .option("--wait <seconds>", "how long to wait for the partner's answer", wholeNumber, 60)
    .action(async (file: string, options: CheckOptions) => {
      const mapping = await readDistributionMapping(options.mapping);
      const checked = await withNode(options, async (client) => {
        const ask = options.local
          ? {}
          : {
              ask: {
                ...(options.partner === undefined ? {} : { partner: options.partner }),
                ...(options.agreement === undefined ? {} : { agreement: options.agreement }),
              },
            };
        const first = await sendList(client, file, { mapping, ...ask });
        const inquiry =
          first.inquiry === null ? null : await answered(client, first.inquiry.id, options.wait);
        const about = inquiry === null ? {} : { inquiry: inquiry.id };
        const result = inquiry?.step === "done" ? await sendList(client, file, { mapping, ...about }) : first;
        if (options.out !== undefined) await keepList(client, file, { mapping, ...about }, options.out);
        return { ...result, inquiry };
      });
      tellChecked(checked, options);
      const { counts, inquiry } = checked;
      if (counts.clear < checked.lines || (inquiry !== null && inquiry.step !== "done"))
        finish(EXIT.unfinished);
    });

  nodeCommand(
    group,
    "list",
    "questions on distribution lists, asked and answered",
    "accord assistance list --node ./wfp",
  ).action(async (options: NodeOptions) => {
    const inquiries = await withNode(options, (client) =>
      client.get<ShownInquiry[]>("/api/assistance/inquiries"),
    );
    if (options.json) return printJson(inquiries);
    print(
      table(
        ["question", "began", "", "partner", "kind", "cycle", "persons", "found", "step", "why"],
        inquiries.map((each) => [
          each.id,
          each.timeline[0]?.at.slice(0, 16) ?? "",
          each.direction,
          each.partner,
          each.list?.kind ?? "",
          each.list === null ? "" : `${each.list.cycle.from}/${each.list.cycle.until}`,
          count(each.persons),
          each.found === null ? "" : count(each.found),
          each.step,
          each.reason ?? "",
        ]),
      ) || "None.",
    );
  });

  nodeCommand(
    group,
    "show <person>",
    "what assistance a person had here, and what partners told",
    "accord assistance show 0190… --purpose assistance --node ./wfp",
  )
    .addOption(purposeOption())
    .action(async (person: string, options: NodeOptions & { readonly purpose: string }) => {
      const held = await withNode(options, (client) =>
        client.get<{
          here: { kind: string; programme: string; from: string; until: string; on?: string }[];
          there: { kind: string; partner: string; cycle?: { from: string; until: string }; on?: string }[];
        }>(
          `/api/persons/${encodeURIComponent(person)}/assistance?purpose=${encodeURIComponent(options.purpose)}`,
        ),
      );
      if (options.json) return printJson(held);
      print(
        table(
          ["by", "kind", "programme", "from", "until", "received"],
          [
            ...held.here.map((each) => [
              "here",
              each.kind,
              each.programme,
              each.from,
              each.until,
              each.on ?? "",
            ]),
            ...held.there.map((each) => [
              each.partner,
              each.kind,
              "",
              each.cycle?.from ?? "yes",
              each.cycle?.until ?? "",
              each.on ?? "",
            ]),
          ],
        ) || "None known.",
      );
    });
}

async function sendList(client: ApiClient, file: string, announcement: object): Promise<Checked> {
  const { sendTo } = await client.post<{ sendTo: string }>("/api/assistance/checks", {
    fileName: basename(file),
    ...announcement,
  });
  for await (const checked of client.upload<Checked>(sendTo, createReadStream(file))) return checked;
  throw new AccordError("import.cut_short", "the node ended before it judged the list", {
    remedy: "Check the list again: nothing was changed.",
  });
}

async function keepList(client: ApiClient, file: string, announcement: object, out: string): Promise<void> {
  const { listFrom } = await client.post<{ listFrom: string }>("/api/assistance/checks", {
    fileName: basename(file),
    ...announcement,
  });
  const lines: string[] = [];
  for await (const { text } of client.upload<{ text: string }>(listFrom, createReadStream(file)))
    lines.push(text);
  await writeFile(out, lines.join(""), { mode: 0o600 });
}

/** Waits until the partner's node has answered or declined, or the time is over. */
async function answered(client: ApiClient, id: string, seconds: number): Promise<ShownInquiry> {
  const until = Date.now() + seconds * 1000;
  for (;;) {
    const inquiry = await client.get<ShownInquiry>(`/api/assistance/inquiries/${id}`);
    if (inquiry.step !== "asked" || Date.now() >= until) return inquiry;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

function tellChecked(checked: Checked, options: CheckOptions): void {
  if (options.json) return printJson(checked);
  const { list, counts, inquiry } = checked;
  print(`${list.kind}, ${list.programme}, ${list.cycle.from} to ${list.cycle.until}`);
  print(
    table(
      ["lines", "what was found"],
      (Object.keys(VERDICT_WORDS) as Verdict[]).map((verdict) => [
        count(counts[verdict]),
        VERDICT_WORDS[verdict],
      ]),
    ),
  );
  if (inquiry === null) print("No partner was asked.");
  else if (inquiry.step === "done")
    print(
      `${inquiry.partner} was asked about ${count(inquiry.persons)} linked persons; ${count(inquiry.found ?? 0)} have the same from it.`,
    );
  else if (inquiry.step === "declined") print(`${inquiry.partner} declined: ${inquiry.reason}`);
  else print(`${inquiry.partner} has not answered yet: accord assistance list`);
  if (options.out !== undefined) print(`See ${options.out}: each line with what was found.`);
}
