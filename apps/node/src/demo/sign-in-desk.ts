import { createServer, type Server } from "node:http";
import type { ApiClient } from "../api-client.ts";
import { type KnownAccount, tokenOf } from "./demo-staff.ts";

/** A node of the demo: where its console is, and who can sign in to it. */
export interface DeskNode {
  readonly id: string;
  readonly name: string;
  readonly port: number;
  readonly client: ApiClient;
  readonly staff: readonly KnownAccount[];
}

/**
 * A page of the demo's own where one click signs a member of its staff in: it does what they would with password and code,
 * and hands the browser the session's cookie, which the browser sends to every port of this host. The nodes know nothing of it.
 */
export async function openSignInDesk(nodes: readonly DeskNode[], port: number): Promise<Server> {
  const server = createServer(async (request, response) => {
    const [, agency, login] = (request.url ?? "/").split("/");
    const node = nodes.find(({ id }) => id === agency);
    const account = node?.staff.find((each) => each.login === login);
    if (node === undefined || account === undefined) {
      response.writeHead(200, {
        "content-type": "text/html; charset=utf-8",
        "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'",
      });
      response.end(pageOf(nodes));
      return;
    }
    try {
      const token = await freshToken(node, account);
      response.writeHead(303, {
        "set-cookie": `accord-${node.id}=${token}; HttpOnly; SameSite=Strict; Path=/`,
        location: `http://localhost:${node.port}/`,
      });
      response.end();
    } catch {
      response.writeHead(503, { "content-type": "text/plain; charset=utf-8" });
      response.end(
        "The node did not let this account in now: each code serves once. Try again in half a minute.\n",
      );
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return server;
}

const tokens = new Map<string, string>();

/** A code serves once: a session that still holds is given out again. */
async function freshToken(node: DeskNode, account: KnownAccount): Promise<string> {
  const kept = tokens.get(account.id);
  if (kept !== undefined && (await holds(node, kept))) return kept;
  const token = await tokenOf(node.client, account, Date.now());
  tokens.set(account.id, token);
  return token;
}

async function holds({ port }: DeskNode, token: string): Promise<boolean> {
  const answer = await fetch(`http://127.0.0.1:${port}/api/me`, {
    headers: { authorization: `Bearer ${token}` },
  });
  return answer.ok;
}

const pageOf = (nodes: readonly DeskNode[]): string => `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Accord demo: sign in</title>
<style>:root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:3rem auto;padding:0 1rem}
main{display:grid;grid-template-columns:repeat(auto-fit,minmax(18rem,1fr));gap:2rem}ul{list-style:none;padding:0}
a{display:block;padding:.45rem .7rem;margin:.25rem 0;border:1px solid #8886;border-radius:.5rem;text-decoration:none;color:inherit}a:hover,a:focus{border-color:#1f8489}</style>
<h1>Who do you want to be?</h1><p>One click signs you in to the agency's console as a member of the demo's staff.</p>
<main>${nodes
  .map(
    ({ id, name, staff }) =>
      `<section><h2>${name}</h2><ul>${staff.map(({ login }) => `<li><a href="/${id}/${login}">${login.replaceAll("-", " ")}</a></li>`).join("")}</ul></section>`,
  )
  .join("")}</main></html>`;
