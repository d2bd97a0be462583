import { OUTCOMES, REFUSALS, WITHDRAWALS } from "@accord/exchange";
import { SERVICE_KINDS, URGENCIES } from "@accord/vocabulary";
import { type Command, Option } from "commander";
import type { ShownReferral } from "../conversations/shown-referral.ts";
import { commandGroup, type NodeOptions, nodeCommand, withNode } from "./command.ts";
import { readPrivateLine } from "./prompt.ts";
import { purposeOption } from "./purpose-option.ts";
import { print, printJson, table } from "./terminal.ts";

interface MakeOptions extends NodeOptions {
  readonly service: string;
  readonly serviceName?: string;
  readonly urgency: string;
  readonly household?: true;
  readonly partner?: string;
  readonly agreement?: string;
  readonly noteStdin?: true;
}

interface OpenedReferral extends ShownReferral {
  readonly shown: readonly {
    readonly person?: string;
    readonly offered?: Readonly<Record<string, unknown>>;
    readonly alreadyLinked: boolean;
  }[];
  readonly note: string | null;
}

export function referralCommands(root: Command): void {
  const group = commandGroup(
    root,
    "referral",
    "hand a person or household to a partner for a service, and answer what partners refer",
    "accord referral make 0190… --service nutrition --urgency urgent --partner wfp --node ./iom",
  );

  nodeCommand(
    group,
    "make <person>",
    "refer a person, who consented to exactly this, or their household",
    "accord referral make 0190… --service nutrition --urgency urgent --partner wfp --node ./iom",
  )
    .addOption(
      new Option("--service <kind>", "for which service").choices(SERVICE_KINDS).makeOptionMandatory(),
    )
    .option("--service-name <name>", "the service's local name, one of those that the agreement lists")
    .addOption(new Option("--urgency <urgency>", "how soon").choices(URGENCIES).default("routine"))
    .option("--household", "the person's household with them")
    .option("--partner <agency>", "to whom, where more than one agreement is in force")
    .option("--agreement <digest>", "under which agreement, by the beginning of its digest")
    .option("--note-stdin", "read a line of note, where the agreement lets one go")
    .action(async (person: string, options: MakeOptions) => {
      const note = options.noteStdin ? await readPrivateLine("Note") : undefined;
      const referral = await withNode(options, (client) =>
        client.post<ShownReferral>("/api/referrals", {
          person,
          subject: options.household ? "household" : "person",
          service: {
            kind: options.service,
            ...(options.serviceName === undefined ? {} : { name: options.serviceName }),
          },
          urgency: options.urgency,
          ...(options.partner === undefined ? {} : { partner: options.partner }),
          ...(options.agreement === undefined ? {} : { agreement: options.agreement }),
          ...(note === undefined ? {} : { note }),
        }),
      );
      tell(referral, options);
    });

  nodeCommand(
    group,
    "list",
    "referrals and what each waits for; nobody is named",
    "accord referral list --node ./iom",
  ).action(async (options: NodeOptions) => {
    const referrals = await withNode(options, (client) => client.get<ShownReferral[]>("/api/referrals"));
    if (options.json) return printJson(referrals);
    print(
      table(
        ["referral", "", "partner", "service", "urgency", "persons", "step", "waits for", "until", "next"],
        referrals.map((each) => [
          each.id,
          each.direction,
          each.partner,
          each.service.name ?? each.service.kind,
          each.urgency,
          each.persons,
          each.step,
          each.waits?.for ?? "",
          each.waits === undefined
            ? ""
            : `${each.waits.until.slice(0, 16)}${each.waits.overdue ? " OVERDUE" : ""}`,
          each.waits?.next ?? each.reason ?? each.outcome ?? "",
        ]),
      ) || "None.",
    );
  });

  nodeCommand(
    group,
    "show <referral>",
    "a referral with whom it concerns; of an offer, what came of them",
    "accord referral show 0190… --purpose referral --node ./wfp",
  )
    .addOption(purposeOption())
    .action(async (id: string, options: NodeOptions & { readonly purpose: string }) => {
      const referral = await withNode(options, (client) =>
        client.get<OpenedReferral>(
          `/api/referrals/${encodeURIComponent(id)}?purpose=${encodeURIComponent(options.purpose)}`,
        ),
      );
      tell(referral, options);
      if (options.json) return;
      for (const each of referral.shown) {
        print(
          each.person === undefined
            ? `Offered${each.alreadyLinked ? ", linked with a person here" : ""}: ${JSON.stringify(each.offered ?? {})}`
            : `Person here: ${each.person}`,
        );
      }
      if (referral.note !== null) print(`Note: ${referral.note}`);
    });

  nodeCommand(
    group,
    "accept <referral>",
    "accept what a partner refers: the person comes into the registry",
    "accord referral accept 0190… --node ./wfp",
  )
    .option("--person <id>", "the own person who they are, where no link says so")
    .action(async (id: string, options: NodeOptions & { readonly person?: string }) => {
      const body = options.person === undefined ? {} : { person: options.person };
      tell(await answer(id, "accept", body, options), options);
    });

  answerCommand(group, "refuse", "refuse what a partner refers; what came is destroyed", "reason", REFUSALS);
  answerCommand(group, "complete", "say what came of a referral that was accepted", "outcome", OUTCOMES);
  answerCommand(
    group,
    "withdraw",
    "withdraw a referral; the partner destroys what it has",
    "reason",
    WITHDRAWALS,
  );
}

function answerCommand(
  group: Command,
  what: string,
  summary: string,
  field: "reason" | "outcome",
  choices: readonly string[],
): void {
  nodeCommand(
    group,
    `${what} <referral>`,
    summary,
    `accord referral ${what} 0190… --${field} ${choices[0]} --node ./wfp`,
  )
    .addOption(new Option(`--${field} <${field}>`, `the ${field}`).choices(choices).makeOptionMandatory())
    .action(
      async (id: string, options: NodeOptions & { readonly reason?: string; readonly outcome?: string }) => {
        tell(await answer(id, what, { [field]: options[field] }, options), options);
      },
    );
}

const answer = (id: string, what: string, body: object, options: NodeOptions): Promise<ShownReferral> =>
  withNode(options, (client) =>
    client.post<ShownReferral>(`/api/referrals/${encodeURIComponent(id)}/${what}`, body),
  );

function tell(referral: ShownReferral & { readonly note?: string | null }, options: NodeOptions): void {
  if (options.json) return printJson(referral);
  const { id, step, waits, reason, outcome } = referral;
  print(
    `Referral ${id} is ${step}${reason === undefined ? "" : `: ${reason}`}${outcome === undefined ? "" : `: ${outcome}`}.`,
  );
  if (waits !== undefined)
    print(
      `It waits for ${waits.for} until ${waits.until}${waits.overdue ? ", overdue" : ""}: ${waits.reason}. Next: ${waits.next}`,
    );
  if (typeof referral.note === "string") print(`Note: ${referral.note}`);
}
