import type { Command } from "commander";
import { type NodeOptions, nodeCommand, nodeRoot, withNode } from "./command.ts";
import { keepSession } from "./kept-session.ts";
import { readPrivateLines } from "./prompt.ts";
import { print, printJson } from "./terminal.ts";

interface SignedIn {
  readonly token: string;
  readonly endsAt: string;
  readonly staff: { readonly id: string; readonly name: string; readonly roles: readonly string[] };
}

/** `accord sign-in` and `accord sign-out`: under whose account the next commands run. */
export function signInCommands(root: Command): void {
  nodeCommand(
    root,
    "sign-in",
    "sign in as a member of staff; the commands that follow on this node run under the account",
    "accord sign-in --login m.deng --node ./iom",
  )
    .requiredOption("--login <login>", "the account's login; password and code are asked for")
    .action(async (options: NodeOptions & { readonly login: string }) => {
      const [password, code] = await readPrivateLines("Password", "Code of the authenticator app");
      const root = nodeRoot(options);
      await keepSession(root, undefined);
      const signedIn = await withNode(options, (client) =>
        client.post<SignedIn>("/api/sign-in/password", {
          login: options.login,
          password,
          code,
          keep: "token",
        }),
      );
      await keepSession(root, signedIn.token);
      if (options.json) printJson({ staff: signedIn.staff, endsAt: signedIn.endsAt });
      else {
        print(`Signed in as ${signedIn.staff.name} (${signedIn.staff.roles.join(", ")})`);
        print(`until ${signedIn.endsAt}, or until it is not used for a while. End it: accord sign-out`);
      }
    });

  nodeCommand(
    root,
    "sign-out",
    "end the session; the commands that follow are the local operator's again",
    "accord sign-out --node ./iom",
  ).action(async (options: NodeOptions) => {
    try {
      await withNode(options, (client) => client.post("/api/sign-out"));
    } finally {
      // A session that has ended by itself is forgotten here as well.
      await keepSession(nodeRoot(options), undefined);
    }
    if (options.json) printJson({ signedOut: true });
    else print("Signed out.");
  });
}
