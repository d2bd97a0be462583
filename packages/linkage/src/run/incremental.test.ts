import { describe, expect, it } from "vitest";
import { twoRegistries } from "../../test/households.ts";
import { dedupePeople, linkPeople } from "../../test/people.ts";
import { DEFAULT_POLICY } from "../decide/policy.ts";
import type { LinkageRecord } from "../record.ts";

const villages = twoRegistries(80, 11);

/** One person renamed, one gone, and everybody of a few households new. */
function later(records: readonly LinkageRecord[]): LinkageRecord[] {
  return records
    .filter((_, at) => at !== 3)
    .map((record, at) => (at === 10 ? { ...record, nameParts: ["Nyibol", "Deng"] } : record));
}

describe("a run after the last one", () => {
  it("gives what a full run gives, and compares only pairs of new and changed records", async () => {
    const early = villages.right.slice(0, -25);
    const { model, state } = await linkPeople({
      left: villages.left,
      right: early,
      policy: DEFAULT_POLICY,
      keepState: true,
    });
    const now = { left: later(villages.left), right: villages.right, policy: DEFAULT_POLICY, model };
    const full = await linkPeople({ ...now, train: false });
    const increment = await linkPeople({ ...now, train: false, previous: state });
    expect(increment.pairs).toEqual(full.pairs);
    expect(increment.blocking.candidatePairs).toBeLessThan(full.blocking.candidatePairs / 2);
    expect(increment.blocking.candidatePairs).toBeGreaterThan(0);
  });

  it("does so within one registry too", async () => {
    const twice = villages.left
      .slice(0, 30)
      .map((record) => ({ ...record, id: `x-${record.id}`, household: undefined }));
    const { model, state } = await dedupePeople({
      records: [...villages.left, ...twice.slice(5)],
      keepState: true,
    });
    const records = [...later(villages.left), ...twice];
    const full = await dedupePeople({ records, model, train: false });
    const increment = await dedupePeople({ records, model, train: false, previous: state });
    expect(increment.pairs).toEqual(full.pairs);
    expect(increment.clusters).toEqual(full.clusters);
    expect(increment.blocking.candidatePairs).toBeLessThan(full.blocking.candidatePairs / 2);
  });

  it("compares everything where the state is of another model", async () => {
    const first = await linkPeople({ ...villages, policy: DEFAULT_POLICY, keepState: true });
    const model = { ...first.model, prior: first.model.prior / 2 };
    const full = await linkPeople({ ...villages, policy: DEFAULT_POLICY, model, train: false });
    const again = await linkPeople({
      ...villages,
      policy: DEFAULT_POLICY,
      model,
      train: false,
      previous: first.state,
    });
    expect(again.pairs).toEqual(full.pairs);
    expect(again.blocking.candidatePairs).toBe(full.blocking.candidatePairs);
  });
});
