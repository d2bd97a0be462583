import type { StaffRead } from "@accord/registry";
import { type Command, Option } from "commander";
import { READING_PURPOSES } from "../access/purpose.ts";
import { ROLE_NAMES } from "../access/role.ts";
import { commandGroup, listed, type NodeOptions, nodeCommand, withNode } from "./command.ts";
import { usageError } from "./failure.ts";
import { readPrivateLines } from "./prompt.ts";
import { harmless, print, printJson, table } from "./terminal.ts";

interface Account {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly sites: readonly string[];
  readonly purposes: readonly string[];
  readonly status: string;
}
interface Invited {
  readonly account: Account;
  readonly invitation: string;
  readonly endsAt: string;
}
interface MayOptions extends NodeOptions {
  readonly role?: readonly string[];
  readonly site?: readonly string[];
  readonly purpose?: readonly string[];
  readonly name?: string;
}

export function staffCommands(root: Command): void {
  const group = commandGroup(
    root,
    "staff",
    "accounts of staff: who may sign in, in which roles, for which places and purposes",
    'accord staff add --login m.deng --name "Mary Deng" --role adjudicator --site SS07 --node ./iom',
  );

  nodeCommand(group, "list", "accounts of staff", "accord staff list --node ./iom").action(
    async (options: NodeOptions) => {
      const accounts = await withNode(options, (client) => client.get<Account[]>("/api/staff"));
      if (options.json) return printJson(accounts);
      if (accounts.length === 0)
        return print("No account yet. Add the first administrator: accord staff add --role administrator …");
      print(
        table(
          ["login", "name", "status", "roles", "sites", "id"],
          accounts.map((each) => [
            each.login,
            each.name,
            each.status,
            each.roles.join(" "),
            each.sites.join(" "),
            each.id,
          ]),
        ),
      );
    },
  );

  nodeCommand(group, "me", "under whose account commands run here", "accord staff me --node ./iom").action(
    async (options: NodeOptions) => {
      const me = await withNode(options, (client) => client.get<Account>("/api/me"));
      if (options.json) return printJson(me);
      print(harmless(me.name));
      print(
        table(
          ["may", "what"],
          [
            ["roles", me.roles.join(" ")],
            ["sites", me.sites.join(" ")],
            ["purposes", me.purposes.join(" ")],
          ],
        ),
      );
    },
  );

  withMay(
    nodeCommand(
      group,
      "add",
      "add an account; hand the invitation that it prints to the person, in person or by phone",
      'accord staff add --login m.deng --name "Mary Deng" --role adjudicator --site SS07 --purpose deduplicationOfPersons --node ./iom',
    )
      .requiredOption(
        "--login <login>",
        "what they type to sign in; the e-mail address for an identity provider",
      )
      .requiredOption("--name <name>", "their name, as colleagues shall see it"),
  ).action(async (options: MayOptions & { readonly login: string; readonly name: string }) => {
    const { login, name, role = [], site = [], purpose = [] } = options;
    if (role.length === 0)
      throw usageError(
        "role_missing",
        "an account has at least one role",
        "Give --role, as often as needed.",
      );
    const invited = await withNode(options, (client) =>
      client.post<Invited>("/api/staff", { login, name, roles: role, sites: site, purposes: purpose }),
    );
    tellInvitation(invited, options);
  });

  withMay(
    nodeCommand(
      group,
      "change <login>",
      "replace roles, sites or purposes of an account; its sessions end",
      "accord staff change m.deng --role adjudicator --role registrationSupervisor --node ./iom",
    ).option("--name <name>", "their name"),
  ).action(async (login: string, options: MayOptions) => {
    const { role, site, purpose, name } = options;
    const changed = await withNode(options, async (client) =>
      client.post<Account>(`/api/staff/${await idOf(client, login)}/change`, {
        roles: role,
        sites: site,
        purposes: purpose,
        name,
      }),
    );
    if (options.json) printJson(changed);
    else print(`${changed.login}: ${changed.roles.join(", ")}; sites ${changed.sites.join(", ")}`);
  });

  for (const [step, says] of [
    ["lock", "lock an account; its sessions end at once"],
    ["unlock", "unlock an account, also one that failed attempts hold"],
    ["close", "close an account for good"],
  ] as const) {
    nodeCommand(group, `${step} <login>`, says, `accord staff ${step} m.deng --node ./iom`).action(
      async (login: string, options: NodeOptions) => {
        const changed = await withNode(options, async (client) =>
          client.post<Account>(`/api/staff/${await idOf(client, login)}/${step}`),
        );
        if (options.json) printJson(changed);
        else print(`${changed.login} is ${changed.status}.`);
      },
    );
  }

  nodeCommand(
    group,
    "recover <login>",
    "a new invitation for somebody who lost their way in; a second administrator approves it first",
    "accord staff recover m.deng --node ./iom",
  ).action(async (login: string, options: NodeOptions) => {
    tellInvitation(
      await withNode(options, async (client) =>
        client.post<Invited>(`/api/staff/${await idOf(client, login)}/recover`),
      ),
      options,
    );
  });

  nodeCommand(
    group,
    "accept",
    "take up an invitation: choose a password, and set up an authenticator app (a browser can use a passkey instead)",
    "accord staff accept --node ./iom",
  ).action(async (options: NodeOptions) => {
    await withNode(options, async (client) => {
      const [invitation, password] = await readPrivateLines("Invitation", "New password");
      const { choice, address } = await client.post<{ choice: string; address: string }>(
        "/api/invitation/password",
        { invitation, password },
      );
      print(address);
      print("Add this address to an authenticator app, then give the code that it shows.");
      const [code] = await readPrivateLines("Code");
      const { login } = await client.post<{ login: string }>("/api/invitation/code", { choice, code });
      print(`Now sign in: accord sign-in --login ${login}`);
    });
  });

  nodeCommand(
    group,
    "reads",
    "which member of staff was shown whom, for what and when",
    "accord staff reads --from 2026-01-01T00:00:00Z --node ./iom",
  )
    .option("--person <id>", "of one person")
    .option("--staff <id>", "by one account, or `local`")
    .option("--from <instant>", "from this moment, ISO 8601")
    .option("--until <instant>", "until before this moment")
    .option("--limit <count>", "the latest so many", "200")
    .action(async (options: NodeOptions & Readonly<Record<string, string>>) => {
      const query = new URLSearchParams();
      for (const field of ["person", "staff", "from", "until", "limit"]) {
        const value = options[field];
        if (value !== undefined) query.set(field, value);
      }
      const reads = await withNode(options, (client) => client.get<StaffRead[]>(`/api/reads?${query}`));
      if (options.json) return printJson(reads);
      print(
        reads.length === 0
          ? "Nobody was shown anything."
          : table(
              ["at", "staff", "action", "purpose", "person", "persons"],
              reads.map((each) => [
                each.at,
                each.staff,
                each.action,
                each.purpose,
                each.person ?? "",
                each.persons,
              ]),
            ),
      );
    });
}

function withMay(command: Command): Command {
  return command
    .addOption(
      new Option("--role <role>", "what they may do; may be given several times")
        .choices(ROLE_NAMES)
        .argParser(chosen(ROLE_NAMES, "role")),
    )
    .option("--site <pcode>", "whose persons they see: a P-code, or * for all; several times", listed)
    .addOption(
      new Option("--purpose <purpose>", "for what they look at persons, or * for all; several times")
        .choices([...READING_PURPOSES, "*"])
        .argParser(chosen([...READING_PURPOSES, "*"], "purpose")),
    );
}

/** Several values of a closed list. */
function chosen(choices: readonly string[], what: string) {
  return (value: string, before: readonly string[] | undefined): readonly string[] => {
    if (choices.includes(value)) return [...(before ?? []), value];
    throw usageError("not_a_choice", `there is no such ${what}`, `Choose of: ${choices.join(", ")}.`);
  };
}

async function idOf(client: { get<T>(path: string): Promise<T> }, login: string): Promise<string> {
  const account = (await client.get<Account[]>("/api/staff")).find(
    (each) => each.login === login.toLowerCase() || each.id === login,
  );
  if (account !== undefined) return account.id;
  throw usageError("login_unknown", "there is no account of this login", "See `accord staff list`.");
}

function tellInvitation({ account, invitation, endsAt }: Invited, options: NodeOptions): void {
  if (options.json) return printJson({ account, invitation, endsAt });
  print(`Invitation for ${harmless(account.name)} (${account.login}), until ${endsAt}, once:`);
  print(invitation);
  print("Hand it over in person or by phone. They take it up with `accord staff accept`, or in a browser.");
}
