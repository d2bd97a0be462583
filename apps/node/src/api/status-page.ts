import type { AccordNode } from "../node.ts";
import type { Api } from "./api.ts";
import { type Status, statusOfNode } from "./status.ts";

/** A plain page at `/` that shows what the node holds and does, in counts, until the console exists. */
export async function statusPage(api: Api, node: AccordNode): Promise<void> {
  api.get("/", { config: { action: "node.greet" }, schema: { hide: true } }, async (_request, reply) => {
    reply.type("text/html; charset=utf-8");
    reply.header("content-security-policy", "default-src 'none'; style-src 'self'");
    return reply.send(pageOf(await statusOfNode(node)));
  });
  api.get(
    "/status.css",
    { config: { action: "node.greet" }, schema: { hide: true } },
    async (_request, reply) => reply.type("text/css; charset=utf-8").send(STYLE),
  );
}

const STYLE = `:root { color-scheme: light dark; --ink: #1c2733; --quiet: #5a6b7b; --line: #d9e0e6; --ground: #f7f9fa; --good: #1a7f4b; --bad: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --quiet: #9fb0bf; --line: #2c3a47; --ground: #10171e; --good: #4cc38a; --bad: #ff8a80; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 60rem; padding: 2rem 1.25rem 4rem; font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--ground); }
h1 { font-size: 1.5rem; margin: 0; } h2 { font-size: 1.05rem; margin: 2.2rem 0 .5rem; }
p { margin: .25rem 0; color: var(--quiet); } code { font: .9em ui-monospace, monospace; }
dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: .75rem; margin: 1.5rem 0 0; }
dl div { border: 1px solid var(--line); border-radius: .5rem; padding: .6rem .8rem; } dt { color: var(--quiet); font-size: .85rem; } dd { margin: 0; font-size: 1.35rem; font-variant-numeric: tabular-nums; }
table { width: 100%; border-collapse: collapse; } th, td { text-align: start; padding: .45rem .6rem .45rem 0; border-bottom: 1px solid var(--line); vertical-align: top; } th { color: var(--quiet); font-weight: 500; font-size: .85rem; }
.good { color: var(--good); } .bad { color: var(--bad); }`;

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
const safe = (text: string): string => text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? "");

function pageOf(status: Status): string {
  const { agency, registry } = status;
  const counts = Object.entries(registry).map(
    ([what, count]) => `<div><dt>${safe(words(what))}</dt><dd>${count.toLocaleString("en")}</dd></div>`,
  );
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${safe(agency.name)} · Accord node</title><link rel="stylesheet" href="/status.css"></head>
<body><main>
<h1>${safe(agency.name)}</h1>
<p>Accord node <code>${safe(agency.id)}</code> · partners reach it at <code>${safe(status.exchangeAddress)}</code></p>
<p>Fingerprint to read to a partner: <code>${safe(status.fingerprint)}</code></p>
<dl>${counts.join("")}<div><dt>ledger entries</dt><dd>${status.ledgerEntries.toLocaleString("en")}</dd></div></dl>
${section(
  "Agreements",
  ["With", "Title", "In force", "Valid until"],
  status.agreements.map((each) => [
    safe(each.with.join(", ")),
    safe(each.title),
    each.inForce ? '<span class="good">yes</span>' : '<span class="bad">no</span>',
    safe(each.validUntil),
  ]),
  "None yet. Draft one with <code>accord agreement draft</code>.",
)}
${section(
  "Exchanges",
  ["With", "Began", "Step", "Standing"],
  status.exchanges.map((each) => [
    safe(each.partner),
    `<time datetime="${safe(each.startedAt)}">${safe(each.startedAt.slice(0, 16).replace("T", " "))}</time>`,
    safe(each.step),
    safe(each.standing),
  ]),
  "None yet. Begin one with <code>accord exchange run</code>.",
)}
${section(
  "Partners",
  ["Agency", "Address"],
  status.partners.map((each) => [safe(each.name), `<code>${safe(each.address)}</code>`]),
  "None yet. Add one with <code>accord partner add</code>.",
)}
</main></body></html>`;
}

function section(
  title: string,
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  empty: string,
): string {
  const body =
    rows.length === 0
      ? `<p>${empty}</p>`
      : `<table><thead><tr>${heads.map((head) => `<th scope="col">${head}</th>`).join("")}</tr></thead><tbody>${rows
          .map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join("")}</tr>`)
          .join("")}</tbody></table>`;
  return `<section><h2>${title}</h2>${body}</section>`;
}

const words = (name: string): string => name.replace(/([A-Z])/g, " $1").toLowerCase();
