import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { REFUSAL_GROUNDS, REQUEST_KINDS, type RightsRequest } from "@accord/registry";
import { type Command, Option } from "commander";
import { type NodeOptions, nodeCommand, withNode } from "../command.ts";
import { print, printJson, table } from "../terminal.ts";
import { type ShownOptions, shownBy, shownOptions } from "./shown.ts";

/** `access`, and the queue of requests: `request`, `requests`, `answer`. */
export function requestCommands(group: Command): void {
  access(group);
  queue(group);
}

function access(group: Command): void {
  shownOptions(
    nodeCommand(
      group,
      "access <id>",
      "hand a person all that is held on them: access.pdf to read, access.json to take elsewhere",
      "accord person rights access 0190… --card-stdin --language fr --out ./handover --node ./iom < card.txt",
    ),
  )
    .option("--language <language>", "en, fr or ar", "en")
    .option("--request <request>", "the request that it answers; else one is opened")
    .requiredOption("--out <folder>", "where to write; the files are readable by their owner alone")
    .action(
      async (
        id: string,
        options: NodeOptions & ShownOptions & { language: string; request?: string; out: string },
      ) => {
        const shown = await shownBy(options);
        const handed = await withNode(options, (client) =>
          client.post<{ digest: string; json: string; pdf: string; request: RightsRequest }>(
            `/api/persons/${encodeURIComponent(id)}/access`,
            {
              shown,
              language: options.language,
              ...(options.request === undefined ? {} : { request: options.request }),
            },
          ),
        );
        const files = { pdf: join(options.out, "access.pdf"), json: join(options.out, "access.json") };
        await writeFile(files.pdf, Buffer.from(handed.pdf, "base64"), { mode: 0o600 });
        await writeFile(files.json, handed.json, { mode: 0o600 });
        const { digest, request } = handed;
        if (options.json) printJson({ ...files, digest, request });
        else
          print(
            `${files.pdf} and ${files.json} written (sha256 ${digest}); request ${request.id} is answered.`,
          );
      },
    );
}

function queue(group: Command): void {
  shownOptions(
    nodeCommand(
      group,
      "request <id>",
      "take a person's request in, due as the node is set up",
      "accord person rights request 0190… --kind erasure --known-to-staff --node ./iom",
    ),
  )
    .addOption(
      new Option("--kind <kind>", "what the person asks").choices([...REQUEST_KINDS]).makeOptionMandatory(),
    )
    .option("--language <language>", "in which the person wishes the answer", "en")
    .option("--words <file>", "what the person said, in their own words; kept sealed under their key")
    .action(
      async (
        id: string,
        options: NodeOptions & ShownOptions & { kind: string; language: string; words?: string },
      ) => {
        const shown = await shownBy(options);
        const words = options.words === undefined ? undefined : await readFile(options.words, "utf8");
        const request = await withNode(options, (client) =>
          client.post<RightsRequest>(`/api/persons/${encodeURIComponent(id)}/requests`, {
            kind: options.kind,
            language: options.language,
            shown,
            ...(words === undefined ? {} : { words }),
          }),
        );
        if (options.json) printJson(request);
        else print(`Request ${request.id}, due ${request.dueAt}.`);
      },
    );

  nodeCommand(
    group,
    "requests",
    "the requests that wait for an answer, the earliest due first",
    "accord person rights requests --node ./iom",
  ).action(async (options: NodeOptions) => {
    const requests = await withNode(options, (client) => client.get<RightsRequest[]>("/api/rights/requests"));
    if (options.json) printJson(requests);
    else if (requests.length === 0) print("No request waits.");
    else {
      print(
        table(
          ["request", "person", "kind", "opened", "due", "language"],
          requests.map((each) => [each.id, each.person, each.kind, each.openedAt, each.dueAt, each.language]),
        ),
      );
    }
  });

  nodeCommand(
    group,
    "answer <request>",
    "answer a request: granted, or refused on a ground that the person is told",
    "accord person rights answer 0190… --granted --node ./iom\naccord person rights answer 0190… --refused legalObligation --node ./iom",
  )
    .option("--granted", "what was asked is done")
    .addOption(
      new Option("--refused <ground>", "why it is not").choices([...REFUSAL_GROUNDS]).conflicts("granted"),
    )
    .action(async (id: string, options: NodeOptions & { granted?: true; refused?: string }) => {
      const answered = await withNode(options, (client) =>
        client.post<RightsRequest>(
          `/api/rights/requests/${encodeURIComponent(id)}/answer`,
          options.refused === undefined
            ? { outcome: "granted" }
            : { outcome: "refused", ground: options.refused },
        ),
      );
      if (options.json) printJson(answered);
      else print(`Request ${answered.id} is ${answered.outcome}.`);
    });
}
