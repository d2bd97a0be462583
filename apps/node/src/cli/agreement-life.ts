import { readFile, writeFile } from "node:fs/promises";
import { Signatory } from "@accord/agreement";
import { AccordError } from "@accord/vocabulary";
import { type Command, Option } from "commander";
import { changeLines, type VersionChanges } from "./agreement-changes.ts";
import { heldAgreement, namedAgreement, type Standing } from "./agreement-document.ts";
import { signedByKey } from "./agreement-signing-key.ts";
import { dutyLine, standingLines } from "./agreement-words.ts";
import { commandGroup, type NodeOptions, nodeCommand, withNode } from "./command.ts";
import { usageError } from "./failure.ts";
import { harmless, print, printJson, shortDigest, table } from "./terminal.ts";

interface NegotiationView {
  readonly id: string;
  readonly partner: string;
  readonly role: string;
  readonly state: string;
  readonly waitsForUs: boolean;
  readonly untold: boolean;
  readonly versions: readonly { readonly digest: string; readonly by: string; readonly at: string }[];
  readonly title: string;
  readonly ended?: { readonly by: string; readonly code: string; readonly reason: string };
  readonly agreement?: unknown;
  readonly changes?: VersionChanges;
}
interface Told {
  readonly standing: Standing;
  readonly sentToPartner: boolean;
}
type Reasoned = NodeOptions & { readonly reason: string };

/** The life of an agreement beside drafting and signing: negotiated, paused, reviewed, ended and wound up. */
export function lifeCommands(group: Command): void {
  negotiationCommands(group);
  eventCommands(group);
  signatoryCommands(group);
}

function negotiationCommands(group: Command): void {
  nodeCommand(
    group,
    "propose <file>",
    "put a draft on the table of the partner's node, unsigned",
    "accord agreement propose draft.json --node ./iom",
  ).action(async (file: string, options: NodeOptions) => {
    const agreement = await draftIn(file);
    tellNegotiation(
      await withNode(options, (client) =>
        client.post<NegotiationView>("/api/agreements/negotiations", { agreement }),
      ),
      options,
    );
  });

  nodeCommand(
    group,
    "negotiations [id]",
    "negotiations with partners; of one, the version on the table and what changed in it",
    "accord agreement negotiations 7c1f --node ./wfp",
  )
    .option("--out <file>", "write the version on the table to a file, to be edited")
    .action(async (id: string | undefined, options: NodeOptions & { out?: string }) => {
      if (id === undefined) {
        const all = await withNode(options, (client) =>
          client.get<NegotiationView[]>("/api/agreements/negotiations"),
        );
        if (options.json) printJson(all);
        else print(all.length === 0 ? "No negotiation yet." : negotiationTable(all));
        return;
      }
      const one = await withNode(options, (client) =>
        client.get<NegotiationView>(`/api/agreements/negotiations/${encodeURIComponent(id)}`),
      );
      if (options.out !== undefined)
        await writeFile(options.out, `${JSON.stringify(one.agreement, null, 2)}\n`);
      tellNegotiation(one, options);
    });

  nodeCommand(
    group,
    "counter <id> <file>",
    "answer the partner's version with another",
    "accord agreement counter 7c1f changed.json --node ./wfp",
  ).action(async (id: string, file: string, options: NodeOptions) => {
    const agreement = await draftIn(file);
    tellNegotiation(
      await withNode(options, (client) =>
        client.post<NegotiationView>(negotiationPath(id, "counter"), { agreement }),
      ),
      options,
    );
  });

  nodeCommand(
    group,
    "accept <id>",
    "accept the partner's version; sign it then, or when the partner has",
    "accord agreement accept 7c1f --node ./iom",
  ).action(async (id: string, options: NodeOptions) => {
    tellNegotiation(
      await withNode(options, (client) => client.post<NegotiationView>(negotiationPath(id, "accept"), {})),
      options,
    );
  });

  nodeCommand(
    group,
    "decline <id>",
    "end a negotiation without an agreement",
    'accord agreement decline 7c1f --reason "No legal basis" --node ./wfp',
  )
    .requiredOption("--reason <text>", "why; the partner reads it")
    .action(async (id: string, options: Reasoned) => {
      tellNegotiation(
        await withNode(options, (client) =>
          client.post<NegotiationView>(negotiationPath(id, "terminate"), { reason: options.reason }),
        ),
        options,
      );
    });

  nodeCommand(
    group,
    "diff <before> <after>",
    "how one version differs from another, term by term and clause by clause; files or digests",
    "accord agreement diff 5f3a changed.json --node ./iom",
  ).action(async (before: string, after: string, options: NodeOptions) => {
    const changes = await withNode(options, async (client) => {
      const read = async (name: string) => {
        const named = await namedAgreement(name);
        return named.kind === "held"
          ? (await heldAgreement(client, named.digest)).agreement
          : named.agreement;
      };
      const versions = { before: await read(before), after: await read(after) };
      return client.post<VersionChanges>("/api/agreements/compare", versions);
    });
    if (options.json) printJson(changes);
    else print(changeLines(changes).join("\n") || "The two versions say the same.");
  });
}

function eventCommands(group: Command): void {
  const reasoned = [
    [
      "suspend",
      "suspend an agreement, at once and alone: it grants nothing until both parties resumed",
      'accord agreement suspend 5f3a --reason "A breach is looked into" --node ./wfp',
    ],
    [
      "resume",
      "agree to go on after a suspension",
      'accord agreement resume 5f3a --reason "The breach is mended" --node ./wfp',
    ],
    [
      "revoke",
      "revoke an agreement, at once and alone: from now on it grants nothing",
      'accord agreement revoke 5f3a --reason "The programme ended" --node ./iom',
    ],
  ] as const;
  for (const [name, summary, example] of reasoned) {
    nodeCommand(group, `${name} <digest>`, summary, example)
      .requiredOption("--reason <text>", "why; the partner reads it")
      .action(async (digest: string, options: Reasoned) => {
        tellEvent(await post(options, digest, name, { reason: options.reason }), options);
      });
  }

  nodeCommand(
    group,
    "review <digest>",
    "record that an agreement was reviewed, and what is to follow",
    'accord agreement review 5f3a --outcome continue --next 2027-06-01 --reason "Still needed" --node ./iom',
  )
    .requiredOption("--reason <text>", "what was found; the partner reads it")
    .addOption(
      new Option("--outcome <outcome>", "what is to follow")
        .choices(["continue", "amend", "end"])
        .makeOptionMandatory(),
    )
    .option("--next <date>", "YYYY-MM-DD by which to look at it again")
    .action(async (digest: string, options: Reasoned & { outcome: string; next?: string }) => {
      const { reason, outcome, next } = options;
      const body = { reason, outcome, ...(next === undefined ? {} : { nextReviewBy: next }) };
      tellEvent(await post(options, digest, "review", body), options);
    });

  nodeCommand(
    group,
    "wind-up <digest>",
    "delete what was received under an agreement that has ended, and send the partner a signed certificate",
    "accord agreement wind-up 5f3a --node ./iom",
  ).action(async (digest: string, options: NodeOptions) => {
    tellEvent(await post(options, digest, "wind-up", undefined), options);
  });

  nodeCommand(
    group,
    "duties",
    "what agreements ask for: reviews, ends that come near, data to be deleted",
    "accord agreement duties --node ./iom",
  ).action(async (options: NodeOptions) => {
    const all = (await withNode(options, (client) => client.get<Standing[]>("/api/agreements"))).filter(
      (standing) => standing.duties.length > 0,
    );
    if (options.json) {
      printJson(all.map(({ digest, title, duties }) => ({ digest, title, duties })));
    } else if (all.length === 0) print("Nothing is due.");
    else {
      for (const { digest, title, duties } of all) {
        print(`${shortDigest(digest)}  ${harmless(title)}\n${duties.map(dutyLine).join("\n")}`);
      }
    }
  });
}

function signatoryCommands(group: Command): void {
  const signatories = commandGroup(
    group,
    "signatory",
    "who signs for a party with a key on a token or a passkey; pinned here after its fingerprint was compared",
    "accord agreement signatory list --node ./iom",
  );
  nodeCommand(
    signatories,
    "add <file>",
    "pin a signatory's key; the file is one entry of an agreement's `signatories`",
    "accord agreement signatory add director.json --party wfp --fingerprint NzbLs… --node ./iom",
  )
    .requiredOption("--party <id>", "for whom it signs")
    .requiredOption("--fingerprint <kid>", "the key's thumbprint, as the signatory read it out")
    .action(async (file: string, options: NodeOptions & { party: string; fingerprint: string }) => {
      const parsed = Signatory.safeParse(JSON.parse(await readFile(file, "utf8")));
      if (!parsed.success) {
        throw new AccordError("agreement.signatory_malformed", "the file is no signatory", {
          where: parsed.error.issues[0]?.path.join(".") || file,
          remedy: "Give an object with id, office, kind and key; see docs/agreement.md.",
        });
      }
      const { party, fingerprint } = options;
      const pinned = await withNode(options, (client) =>
        client.post("/api/agreements/signatories", { party, signatory: parsed.data, fingerprint }),
      );
      if (options.json) printJson(pinned);
      else print(`Pinned: ${harmless(parsed.data.office)} signs for ${harmless(party)}.`);
    });
  nodeCommand(
    signatories,
    "list",
    "keys that are pinned",
    "accord agreement signatory list --node ./iom",
  ).action(async (options: NodeOptions) => {
    const all = await withNode(options, (client) =>
      client.get<
        { party: string; kid: string; pinnedAt: string; signatory: { office: string; kind: string } }[]
      >("/api/agreements/signatories"),
    );
    if (options.json) printJson(all);
    else if (all.length === 0) print("No signatory is pinned: nodes' own keys sign.");
    else {
      print(
        table(
          ["party", "office", "kind", "key", "pinned"],
          all.map((each) => [
            each.party,
            each.signatory.office,
            each.signatory.kind,
            each.kid,
            each.pinnedAt.slice(0, 10),
          ]),
        ),
      );
    }
  });
  nodeCommand(
    signatories,
    "remove <kid>",
    "trust a key no longer",
    "accord agreement signatory remove NzbLs… --party wfp --node ./iom",
  )
    .requiredOption("--party <id>", "for whom it signs")
    .action(async (kid: string, options: NodeOptions & { party: string }) => {
      const { removed } = await withNode(options, (client) =>
        client.post<{ removed: boolean }>("/api/agreements/signatories/remove", {
          party: options.party,
          kid,
        }),
      );
      if (options.json) printJson({ removed });
      else print(removed ? "Removed." : "No such key is pinned.");
    });
  nodeCommand(
    signatories,
    "sign <digest>",
    "sign an agreement as a signatory, with a private key (JWK, Ed25519 or P-256) from a medium that is taken out after",
    "accord agreement signatory sign 5f3a --key /media/token/director.jwk --node ./iom",
  )
    .requiredOption("--key <file>", "the private key")
    .action(async (digest: string, options: NodeOptions & { key: string }) => {
      const told = await withNode(options, (client) => signedByKey(client, digest, options.key));
      tellEvent(told, options);
    });
}

const negotiationPath = (id: string, what: string): string =>
  `/api/agreements/negotiations/${encodeURIComponent(id)}/${what}`;

function post(options: NodeOptions, digest: string, what: string, body: unknown): Promise<Told> {
  return withNode(options, (client) =>
    client.post<Told>(`/api/agreements/${encodeURIComponent(digest)}/${what}`, body ?? {}),
  );
}

async function draftIn(file: string): Promise<unknown> {
  const named = await namedAgreement(file);
  if (named.kind !== "held") return named.agreement;
  throw usageError(
    "file_needed",
    "this asks for a file, not a digest",
    "Write one with `accord agreement draft`.",
  );
}

function tellEvent(told: Told, options: NodeOptions): void {
  if (options.json) {
    printJson(told);
    return;
  }
  print(standingLines(told.standing));
  print(
    told.sentToPartner
      ? "The partner's node has it."
      : "The partner's node does not have it yet: it is sent when the node is reached. It holds here already.",
  );
}

function tellNegotiation(one: NegotiationView, options: NodeOptions): void {
  if (options.json) {
    printJson(one);
    return;
  }
  const version = one.versions.at(-1);
  print(`Negotiation  ${one.id}, with ${harmless(one.partner)}`);
  print(`Stands       ${one.state}${one.untold ? " (the partner's node is not reached yet)" : ""}`);
  if (version !== undefined) {
    print(`On the table ${version.digest}, by ${harmless(version.by)}, version ${one.versions.length}`);
  }
  if (one.ended !== undefined)
    print(`Ended        by ${harmless(one.ended.by)}: ${harmless(one.ended.reason)}`);
  for (const line of changeLines(one.changes)) print(line);
  if (one.waitsForUs && version !== undefined) {
    print(
      `Your turn: accord agreement show ${shortDigest(version.digest)}, then sign ${shortDigest(version.digest)}, or counter ${one.id.slice(-12)} FILE`,
    );
  }
}

const negotiationTable = (all: readonly NegotiationView[]): string =>
  table(
    ["id", "partner", "title", "versions", "stands", "waits for"],
    all.map((one) => [
      one.id.slice(-12),
      one.partner,
      one.title,
      String(one.versions.length),
      one.state,
      one.waitsForUs ? "us" : /^(FINAL|TERMIN)/.test(one.state) ? "" : one.partner,
    ]),
  );
