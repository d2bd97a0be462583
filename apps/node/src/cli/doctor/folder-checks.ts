import { X509Certificate } from "node:crypto";
import { createServer } from "node:net";
import { runningNode } from "../../api-client.ts";
import { type NodeConfig, readConfig } from "../../config/config.ts";
import { nodeFolder } from "../../config/folder.ts";
import { openKeys } from "../../keys/held-keys.ts";
import type { NodeKeys } from "../../keys/node-keys.ts";
import { failureOf } from "../failure.ts";
import { type Check, daysUntil, ok, problem, SOON_DAYS, warning } from "./check.ts";

export interface FolderChecks {
  readonly checks: readonly Check[];
  readonly config: NodeConfig | undefined;
  readonly keys: NodeKeys | undefined;
}

/** What can be said of a node's folder without opening its store: configuration, keys, certificate, clock, ports. */
export async function folderChecks(root: string, nowMilliseconds: number): Promise<FolderChecks> {
  const folder = nodeFolder(root);
  const checks: Check[] = [];
  const config = await readConfig(folder.config).catch((error: unknown) => {
    checks.push(failed("configuration", error));
    return undefined;
  });
  if (config === undefined) return { checks, config, keys: undefined };
  checks.push(
    ok("configuration", `${config.agency.name} (${config.agency.id}), profile ${config.agency.profile}`),
  );
  const held = await openKeys(folder, config, { ...process.env }).catch((error: unknown) => {
    checks.push(failed("keys", error));
    return undefined;
  });
  const keys = held?.keys;
  if (keys !== undefined) {
    checks.push(ok("keys", "complete, and only their owner can read them"));
    checks.push(...certificateAndClock(keys.tls.certificate, nowMilliseconds));
  }
  checks.push(...(await listening(root, config)));
  return { checks, config, keys };
}

/** The certificate's dates also say whether this clock can be right: it was made on this machine. */
function certificateAndClock(certificate: string, nowMilliseconds: number): readonly Check[] {
  const { validFrom, validTo } = new X509Certificate(certificate);
  if (nowMilliseconds < Date.parse(validFrom)) {
    return [
      problem(
        "clock",
        `this machine's clock (${new Date(nowMilliseconds).toISOString()}) stands before the day on which the node was made`,
        "Set the clock, best by a time server: partners refuse requests whose time is off.",
      ),
    ];
  }
  const clock = ok("clock", new Date(nowMilliseconds).toISOString());
  const days = daysUntil(validTo, nowMilliseconds);
  const until = `until ${new Date(validTo).toISOString().slice(0, 10)}`;
  const remedy = "Renew it, while the node runs: accord keys rotate tls";
  if (days < 0) return [problem("certificate", `expired: it was valid ${until}`, remedy), clock];
  if (days < SOON_DAYS) return [warning("certificate", `valid ${until}, ${days} days`, remedy), clock];
  return [ok("certificate", `valid ${until}`), clock];
}

async function listening(root: string, config: NodeConfig): Promise<readonly Check[]> {
  const running = await runningNode(root);
  if (running !== undefined) return [ok("node", `runs at ${running.address} (process ${running.process})`)];
  const checks: Check[] = [ok("node", "does not run; start it with `accord serve`")];
  for (const [name, { host, port }] of [
    ["staff port", config.staff],
    ["exchange port", config.exchange],
  ] as const) {
    const refusal = await whyNotFree(host, port);
    checks.push(
      refusal === undefined
        ? ok(name, `${port} is free`)
        : problem(
            name,
            `${port} at ${host} cannot be used (${refusal})`,
            "End the program that listens there, or change the port in accord.json.",
          ),
    );
  }
  return checks;
}

function whyNotFree(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? "unknown"));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}

export function failed(name: string, error: unknown): Check {
  const { code, message, where, remedy } = failureOf(error);
  return problem(
    name,
    `${message}${where === undefined ? "" : ` (${where})`} [${code}]`,
    remedy ?? "Read the node's log for this time.",
  );
}
