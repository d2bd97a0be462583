import type { Status } from "../../api/status.ts";
import type { ApiClient } from "../../api-client.ts";
import { LEDGER_REMEDY, type LedgerVerdict } from "../ledger/verify.ts";
import { count, harmless, shortDigest } from "../terminal.ts";
import { type Check, daysUntil, ok, problem, SOON_DAYS, warning } from "./check.ts";

/** What the node says of itself: its store, agreements, exchanges and ledger. */
export async function nodeChecks(client: ApiClient, nowMilliseconds: number): Promise<readonly Check[]> {
  const status = await client.get<Status>("/api/status");
  return [
    ok(
      "store",
      `${status.store}, opened and migrated; ${count(status.registry.persons ?? 0)} persons, ${count(status.registry.fingerprints ?? 0)} fingerprints`,
    ),
    ...agreementChecks(status.agreements, nowMilliseconds),
    ...exchangeChecks(status.exchanges),
    ...rightsChecks(status.rights),
    ...incidentChecks(status.incidents),
    await ledgerCheck(client, nowMilliseconds),
  ];
}

function agreementChecks(agreements: Status["agreements"], nowMilliseconds: number): readonly Check[] {
  if (agreements.length === 0) {
    return [
      warning(
        "agreements",
        "none: nothing can be exchanged",
        "Add a partner, then `accord agreement draft` and `sign`.",
      ),
    ];
  }
  return agreements.map(({ digest, title, with: partners, inForce, validUntil }) => {
    const what = `${harmless(title)} with ${partners.map(harmless).join(", ")} (${shortDigest(digest)})`;
    if (!inForce) {
      return warning(
        "agreement",
        `${what} is not in force`,
        `See why: accord agreement verify ${shortDigest(digest)}`,
      );
    }
    const days = daysUntil(`${validUntil}T23:59:59Z`, nowMilliseconds);
    return days < SOON_DAYS
      ? warning(
          "agreement",
          `${what} ends in ${days} days, on ${validUntil}`,
          "Agree with the partner on what follows it, draft it and have both sign.",
        )
      : ok("agreement", `${what} is in force until ${validUntil}`);
  });
}

function exchangeChecks(exchanges: Status["exchanges"]): readonly Check[] {
  const held = exchanges.filter((each) => each.standing === "held");
  const running = exchanges.filter((each) => each.standing === "running" && each.step !== "done");
  const checks = held.map((each) =>
    warning(
      "exchange",
      `${each.id} with ${harmless(each.partner)} waits for a member of staff`,
      `See why: accord exchange status ${each.id}`,
    ),
  );
  return [
    ...checks,
    ok("exchanges", `${count(exchanges.length)}, of which ${count(running.length)} under way`),
  ];
}

function rightsChecks(rights: Status["rights"]): readonly Check[] {
  const checks: Check[] = [];
  if (rights.overdue > 0) {
    checks.push(
      problem(
        "requests",
        `${count(rights.overdue)} of persons' requests are past their deadline`,
        "Answer them: accord person rights requests",
      ),
    );
  }
  if (rights.dueSoon > 0) {
    checks.push(
      warning(
        "requests",
        `${count(rights.dueSoon)} of persons' requests are due soon, the next on ${rights.nextDue?.slice(0, 10)}`,
        "Answer them: accord person rights requests",
      ),
    );
  }
  if (checks.length === 0)
    checks.push(ok("requests", `${count(rights.openRequests)} of persons' requests wait`));
  if (rights.untoldNotices > 0) {
    checks.push(
      warning(
        "notices",
        `${count(rights.untoldNotices)} erasures are not confirmed by partners yet`,
        "They are told with the next contact; see that the partner's node is reached.",
      ),
    );
  }
  if (rights.scrubOverdue > 0) {
    checks.push(
      problem(
        "erasures",
        `${count(rights.scrubOverdue)} erasures can still be read from the store's files`,
        "Run: accord person rights scrub",
      ),
    );
  } else if (rights.unscrubbed > 0) {
    checks.push(ok("erasures", `${count(rights.unscrubbed)} wait for the store's files to be rewritten`));
  }
  if (rights.retentionWaits) {
    checks.push(
      warning(
        "retention",
        "what may be kept no longer waits to be confirmed",
        "See: accord person rights retention",
      ),
    );
  }
  return checks;
}

function incidentChecks(incidents: Status["incidents"]): readonly Check[] {
  return incidents.flatMap(({ id, drill, source, owed }) => {
    const what = `${drill ? "DRILL " : ""}${source} ${id}`;
    const [next] = owed;
    if (next === undefined) return [ok("incident", `${what} is open; no partner has to be told`)];
    const found = `${what}: ${harmless(next.partner)} must be told by ${next.dueAt}${next.sent ? "; on its way" : ""}`;
    const remedy = `Tell them now: accord incident notify ${id}`;
    return [next.late && !drill ? problem("incident", found, remedy) : warning("incident", found, remedy)];
  });
}

async function ledgerCheck(client: ApiClient, nowMilliseconds: number): Promise<Check> {
  const verdict = await client.post<LedgerVerdict>("/api/ledger/verify");
  if (verdict.kind === "broken") {
    return problem("ledger", `broken at entry ${count(verdict.index)} (${verdict.reason})`, LEDGER_REMEDY);
  }
  if (verdict.size > 0) {
    const page = await client.get<{ entries: readonly { at: string }[] }>(
      `/api/ledger?from=${verdict.size - 1}&limit=1`,
    );
    const last = page.entries[0]?.at;
    if (last !== undefined && Date.parse(last) > nowMilliseconds + 1000) {
      return problem(
        "ledger",
        `its last entry is of ${last}, which is later than this machine's clock`,
        "Set the clock, best by a time server.",
      );
    }
  }
  return ok("ledger", `sound, ${count(verdict.size)} entries`);
}
