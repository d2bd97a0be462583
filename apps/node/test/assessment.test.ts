import type { KeptAssessment } from "@accord/registry";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { signBoth } from "../src/demo/sharing.ts";
import type { AssessmentDocument } from "../src/governance/assessments.ts";
import { CONTROL_IDS } from "../src/governance/controls.ts";
import { type Agencies, type Agency, TERMS, twoAgencies } from "./agencies.ts";
import { signedIn } from "./staff-accounts.ts";

interface Standing {
  readonly standing: { readonly inForce: boolean; readonly phase: string };
}

describe("an impact assessment", () => {
  let agencies: Agencies;
  let iom: Agency;
  let wfp: Agency;
  let agreement: {
    readonly clauses: readonly { attribute: string; from: string; to: string; tier: string }[];
  };

  beforeAll(async () => {
    agencies = await twoAgencies({ people: 60, templates: false });
    ({ iom, wfp } = agencies);
    ({ agreement } = await iom.client.post<{ agreement: typeof agreement }>("/api/agreements/draft", {
      partner: "wfp",
      ...TERMS,
    }));
  });
  afterAll(() => agencies?.close());

  const draft = ({ client }: Pick<Agency, "client">, body: object) =>
    client.post<KeptAssessment>("/api/assessments", body);
  const approve = ({ client }: Pick<Agency, "client">, id: string) =>
    client.post<KeptAssessment>(`/api/assessments/${id}/approve`);

  test("has the flows that the agreement's clauses make, with the schema's sensitivity, and a measure for each risk", async () => {
    const proposed = await iom.client.post<AssessmentDocument>("/api/assessments/propose", { agreement });
    const flowing = proposed.flows.flatMap((flow) =>
      flow.attributes.map(({ attribute }) => `${flow.from} ${flow.to} ${flow.tier} ${attribute}`),
    );
    expect(flowing.sort()).toEqual(
      agreement.clauses.map((each) => `${each.from} ${each.to} ${each.tier} ${each.attribute}`).sort(),
    );
    const fingers = proposed.flows
      .flatMap((flow) => flow.attributes)
      .find(({ attribute }) => attribute === "person.fingerprints");
    expect(fingers?.sensitivity).toBe("special");
    expect(proposed.risks.map(({ risk }) => risk)).toContain("biometrics");
    for (const { measures } of proposed.risks) {
      expect(measures.length).toBeGreaterThan(0);
      expect(CONTROL_IDS).toEqual(expect.arrayContaining([...measures]));
    }
  });

  test("an agreement that both signed grants nothing until each node's assessment of it is approved", async () => {
    const digest = await signBoth(iom.client, wfp.client, agreement, []);
    const standing = async ({ client }: Agency) =>
      (await client.get<Standing>(`/api/agreements/${digest}`)).standing;
    for (const each of [iom, wfp]) expect((await standing(each)).inForce).toBe(false);
    const first = await draft(iom, { agreement: digest });
    expect(first).toMatchObject({ agreement: digest, version: 1 });
    await expect(iom.client.post("/api/exchanges", { agreement: digest })).rejects.toMatchObject({
      code: "exchange.not_in_force",
    });
    await approve(iom, first.id);
    expect(await standing(iom)).toMatchObject({ inForce: true, phase: "active" });
    expect((await standing(wfp)).inForce).toBe(false);
    await approve(wfp, (await draft(wfp, { agreement: digest })).id);
    expect((await standing(wfp)).inForce).toBe(true);
    const { entries } = await iom.client.get<{
      entries: { kind: string; event?: string; agreement?: string }[];
    }>("/api/ledger?from=0&limit=1000");
    expect(
      entries
        .filter((each) => each.kind === "assessment" && each.agreement === digest)
        .map((each) => each.event),
    ).toEqual(["drafted", "approved"]);
    await expect(approve(iom, first.id)).rejects.toMatchObject({ code: "assessment.approved" });
  });

  test("is refused with a risk that no measure meets, a measure that there is not, or a review after the last day", async () => {
    const risk = {
      risk: "mine",
      says: "Something that may happen to persons.",
      likelihood: "low",
      severity: "high",
      residual: "low",
    };
    await expect(draft(iom, { agreement, risks: [{ ...risk, measures: [] }] })).rejects.toMatchObject({
      code: "assessment.risk_unmet",
      where: "mine",
    });
    await expect(
      draft(iom, { agreement, risks: [{ ...risk, measures: ["guards.atTheDoor"] }] }),
    ).rejects.toMatchObject({ code: "api.request_malformed" });
    await expect(draft(iom, { agreement, reviewBy: "2199-01-01" })).rejects.toMatchObject({
      code: "assessment.review_late",
    });
  });

  test("with a risk that stays high is not approved", async () => {
    const { id } = await draft(iom, {
      agreement,
      risks: [
        {
          risk: "mine",
          says: "Something that may happen to persons.",
          likelihood: "high",
          severity: "high",
          measures: ["staff.sites"],
          residual: "high",
        },
      ],
    });
    await expect(approve(iom, id)).rejects.toMatchObject({ code: "assessment.residual_high", where: "mine" });
  });

  test("is approved by a protection officer who did not draft it, once there are accounts", async () => {
    const officer = await signedIn(iom, { login: "officer", roles: ["dataProtectionOfficer"] });
    const other = await signedIn(iom, { login: "other", roles: ["dataProtectionOfficer"] });
    const programme = await signedIn(iom, { login: "programme", roles: ["programmeOfficer"] });
    const { id } = await draft(officer, { agreement });
    await expect(approve(officer, id)).rejects.toMatchObject({ code: "assessment.own" });
    await expect(approve(programme, id)).rejects.toMatchObject({ code: "access.refused" });
    expect(await approve(other, id)).toMatchObject({ approvedBy: other.id, draftedBy: officer.id });
  });
});
