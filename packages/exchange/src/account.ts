import type { AttributeStates, DisclosedPerson, MatchRecord } from "@accord/vocabulary";
import type { AppliedAccount, DisclosureAccount } from "./protocol.ts";

type Line = DisclosureAccount[string];

/** Values, withheld values and bytes of JSON by attribute in records that leave. */
export function accountOf(records: readonly (MatchRecord | DisclosedPerson)[]): DisclosureAccount {
  const account: Record<string, Line> = {};
  for (const record of records) {
    if ("states" in record) addStates(account, record.states);
    else for (const statement of record.statements) addStates(account, statement.states);
  }
  return account;
}

function addStates(account: Record<string, Line>, states: AttributeStates): void {
  for (const [attribute, state] of Object.entries(states)) {
    if (state === undefined) continue;
    const line = account[attribute] ?? { values: 0, withheld: 0, bytes: 0 };
    account[attribute] =
      state.state === "known"
        ? {
            ...line,
            values: line.values + 1,
            bytes: line.bytes + Buffer.byteLength(JSON.stringify(state.value)),
          }
        : { ...line, withheld: line.withheld + (state.state === "withheld" ? 1 : 0) };
  }
}

export function addDisclosure(a: DisclosureAccount, b: DisclosureAccount): DisclosureAccount {
  const sum = { ...a };
  for (const [attribute, line] of Object.entries(b)) {
    const standing = sum[attribute] ?? { values: 0, withheld: 0, bytes: 0 };
    sum[attribute] = {
      values: standing.values + line.values,
      withheld: standing.withheld + line.withheld,
      bytes: standing.bytes + line.bytes,
    };
  }
  return sum;
}

export function addApplied(a: AppliedAccount, b: AppliedAccount): AppliedAccount {
  const sum = { ...a };
  for (const [attribute, count] of Object.entries(b)) sum[attribute] = (sum[attribute] ?? 0) + count;
  return sum;
}
