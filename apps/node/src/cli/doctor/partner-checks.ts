import { Agent, request } from "undici";
import type { ApiClient } from "../../api-client.ts";
import type { NodeKeys } from "../../keys/node-keys.ts";
import { CLOCK_TOLERANCE_SECONDS } from "../../transport/signed-request.ts";
import { harmless } from "../terminal.ts";
import { type Check, ok, problem, warning } from "./check.ts";

const TIMEOUT_MILLISECONDS = 5_000;

/**
 * Whether each partner's node answers at its address, and how far its clock is off. Nothing is sent and nobody's
 * identity is proven by it; what exchanges send goes over pinned certificates alone.
 */
export async function partnerChecks(
  client: ApiClient,
  keys: NodeKeys,
  nowMilliseconds: () => number,
): Promise<readonly Check[]> {
  const partners = await client.get<readonly { id: string; address: string }[]>("/api/partners");
  if (partners.length === 0) {
    return [
      warning(
        "partners",
        "none",
        "Exchange cards with a partner: `accord partner card` and `accord partner add`.",
      ),
    ];
  }
  const agent = new Agent({
    connect: {
      cert: keys.tls.certificate,
      key: keys.tls.key,
      rejectUnauthorized: false,
      timeout: TIMEOUT_MILLISECONDS,
    },
    headersTimeout: TIMEOUT_MILLISECONDS,
  });
  try {
    return await Promise.all(
      partners.map(({ id, address }) =>
        partnerCheck(`partner ${harmless(id)}`, address, agent, nowMilliseconds),
      ),
    );
  } finally {
    await agent.destroy();
  }
}

async function partnerCheck(
  name: string,
  address: string,
  agent: Agent,
  nowMilliseconds: () => number,
): Promise<Check> {
  try {
    const { headers, body } = await request(address, { dispatcher: agent });
    await body.dump();
    const theirs = Date.parse(String(headers.date));
    const off = Math.round(Math.abs(theirs - nowMilliseconds()) / 1000);
    if (off <= CLOCK_TOLERANCE_SECONDS) return ok(name, `answers at ${address}`);
    return problem(
      name,
      `answers at ${address}, and its clock and this one are ${off} s apart`,
      `Set both clocks by a time server: requests more than ${CLOCK_TOLERANCE_SECONDS} s off are refused.`,
    );
  } catch (error) {
    const { code } = error as { code?: unknown };
    return warning(
      name,
      `not reached at ${address}${typeof code === "string" ? ` (${code})` : ""}`,
      "Ask the partner whether its node runs, and check address and firewall. Exchanges go on when it is back.",
    );
  }
}
