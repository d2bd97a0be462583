import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { HeardIncident } from "@accord/registry";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Status } from "../src/api/status.ts";
import { follow } from "../src/demo/sharing.ts";
import type { GovernanceFigures } from "../src/governance/figures.ts";
import type { ShownIncident } from "../src/governance/incidents.ts";
import { carryIncidentNotices } from "../src/governance/notify-partners.ts";
import { serveNode } from "../src/serve.ts";
import { accord } from "./accord-command.ts";
import { type Agencies, type Agency, agreeOn, twoAgencies } from "./agencies.ts";

interface Entry {
  readonly kind: string;
  readonly event?: string;
  readonly [field: string]: unknown;
}

describe("the register of incidents", () => {
  let agencies: Agencies;
  let iom: Agency;
  let wfp: Agency;
  let agreement: string;

  beforeAll(async () => {
    agencies = await twoAgencies({ people: 120, templates: false });
    ({ iom, wfp } = agencies);
    agreement = await agreeOn(agencies);
    const { exchange } = await iom.client.post<{ exchange: string }>("/api/exchanges", { agreement });
    for (const each of [iom, wfp]) {
      expect(await follow(each.client, exchange, () => undefined)).toMatchObject({ step: "done" });
    }
  }, 300_000);
  afterAll(() => agencies?.close());

  const open = (agency: Agency, body: object) =>
    agency.client.post<ShownIncident>("/api/incidents", { cause: "stolen", ...body });
  const notify = (agency: Agency, id: string) =>
    agency.client.post<ShownIncident>(`/api/incidents/${id}/notify`);
  const heard = async (agency: Agency) =>
    (await agency.client.get<{ heard: HeardIncident[] }>("/api/incidents")).heard;
  const entries = async (agency: Agency) =>
    (await agency.client.get<{ entries: Entry[] }>("/api/ledger?from=0&limit=1000")).entries.filter(
      ({ kind }) => kind === "incident",
    );

  test("a stolen node's incident counts all on file, and tells the partner within the agreement's hours", async () => {
    const incident = await open(iom, { source: "node" });
    const held = await iom.client.get<Status>("/api/status");
    expect(incident.answer.persons).toBeGreaterThanOrEqual(held.registry.activePersons as number);
    expect(incident.answer.byAttribute["person.name"]).toBe(incident.answer.persons);
    const [notice] = incident.notices;
    expect(notice).toMatchObject({ partner: "wfp", agreement });
    const { agreement: terms } = await iom.client.get<{ agreement: { breachNoticeHours: number } }>(
      `/api/agreements/${agreement}`,
    );
    expect(Date.parse(notice!.dueAt) - Date.parse(incident.openedAt)).toBe(
      terms.breachNoticeHours * 3_600_000,
    );
    expect((await iom.client.get<Status>("/api/status")).incidents).toContainEqual(
      expect.objectContaining({
        id: incident.id,
        owed: [{ partner: "wfp", dueAt: notice!.dueAt, sent: false, late: false }],
      }),
    );
    await expect(
      iom.client.post(`/api/incidents/${incident.id}/close`, { outcome: "dataReached" }),
    ).rejects.toMatchObject({ code: "incident.notice_owed" });

    expect((await notify(iom, incident.id)).notices[0]).toMatchObject({ takenAt: expect.any(String) });

    const [told] = await heard(wfp);
    expect(told).toMatchObject({
      partner: "iom",
      body: { incident: incident.id, agreement, drill: false, source: "node" },
    });
    for (const agency of [iom, wfp]) {
      expect(await entries(agency)).toContainEqual(
        expect.objectContaining({ event: "noticed", reference: incident.id, agreement }),
      );
    }
    const closed = await iom.client.post<ShownIncident>(`/api/incidents/${incident.id}/close`, {
      outcome: "dataReached",
    });
    expect(closed.outcome).toBe("dataReached");
    await expect(
      iom.client.post(`/api/incidents/${incident.id}/close`, { outcome: "contained" }),
    ).rejects.toMatchObject({ code: "incident.closed" });
  });

  test("the list of persons holds ids and never a value, and reading it is noted", async () => {
    const incident = await open(iom, { source: "partner", partner: "wfp" });
    expect(incident.answer.persons).toBeGreaterThan(0);
    const csv = Buffer.from(await iom.client.bytes(`/api/incidents/${incident.id}/persons`)).toString("utf8");
    const [head, ...lines] = csv.trimEnd().split("\n");
    expect(head).toBe("person,record_of,language,attributes,agreements,erased_since,drill");
    expect(lines.length).toBe(incident.answer.persons);
    for (const line of lines)
      expect(line).toMatch(/^[0-9a-f-]{36},(iom|wfp),[A-Za-z-]+,[a-zA-Z. ]*,[0-9a-f ]*,(yes|no),no$/);
    const reads = await iom.client.get<{ action: string; purpose: string; persons: number }[]>("/api/reads");
    expect(reads[0]).toMatchObject({
      action: "incident.persons",
      purpose: "incident",
      persons: lines.length,
    });
  });

  test("a drill is marked as one in the register, in the list, at the partner and in both ledgers", async () => {
    const before = (await heard(wfp)).length;
    const incident = await open(iom, { source: "node", drill: true });
    await notify(iom, incident.id);
    const told = await heard(wfp);
    expect(told.length).toBe(before + 1);
    expect(told[0]!.body).toMatchObject({ incident: incident.id, drill: true });
    const csv = Buffer.from(await iom.client.bytes(`/api/incidents/${incident.id}/persons`)).toString("utf8");
    expect(
      csv
        .trimEnd()
        .split("\n")
        .slice(1)
        .every((line) => line.endsWith(",yes")),
    ).toBe(true);
    for (const agency of [iom, wfp]) {
      const own = (await entries(agency)).filter((entry) => entry.reference === incident.id);
      expect(own.length).toBeGreaterThan(0);
      expect(own.every((entry) => entry.event === "drill")).toBe(true);
    }
    const status = await iom.client.get<Status>("/api/status");
    expect(status.incidents.find((each) => each.id === incident.id)?.drill).toBe(true);
  });

  test("a partner that is not reached is told when it is there again", async () => {
    const incident = await open(iom, { source: "node" });
    await wfp.serving.close();
    expect((await notify(iom, incident.id)).notices[0]).not.toHaveProperty("takenAt");
    wfp.serving = await serveNode(wfp.folder, { logLevel: "silent" });
    await wfp.client.close();
    wfp.client = await (await import("../src/api-client.ts")).connect(wfp.folder);
    await carryIncidentNotices(iom.serving.node);
    await carryIncidentNotices(iom.serving.node);
    expect(
      (await heard(wfp)).filter(({ body }) => (body as { incident: string }).incident === incident.id),
    ).toHaveLength(1);
  });

  test("the figures count disclosures by clause and reads by role, and tell no small count of persons", async () => {
    const figures = await iom.client.get<GovernanceFigures>("/api/governance/figures");
    const clauses = figures.disclosures.map((row) => row.clause);
    expect(clauses.length).toBeGreaterThan(3);
    expect(new Set(clauses).size).toBe(clauses.length);
    expect(figures.readsByRole.some((row) => row.purpose === "incident" && row.reads > 0)).toBe(true);
    expect(figures.consentsByLanguage.map((row) => row.language)).toContain("notRecorded");
    expect(new Set(figures.fairness.map((row) => row.by))).toEqual(new Set(["sex", "ageBand", "site"]));
    const persons = figures.fairness
      .filter((row) => row.by === "sex")
      .map((row) => row.persons)
      .filter((each) => each !== undefined);
    expect(persons.reduce((sum, each) => sum + each, 0)).toBeGreaterThan(0);
    for (const row of figures.fairness) {
      for (const value of Object.values(row)) {
        if (typeof value === "number") expect(value === 0 || value >= figures.smallestTold).toBe(true);
      }
    }
    const shown = await accord(["governance", "figures", "--node", iom.folder]);
    expect(shown.code).toBe(0);
    expect(shown.out).toContain("Disclosed, by clause");
  });

  test("an incident that does not say whose device or from when is refused", async () => {
    for (const body of [
      { source: "device" },
      { source: "window" },
      { source: "backup" },
      { source: "partner" },
    ])
      await expect(open(iom, body)).rejects.toMatchObject({ code: "incident.incomplete" });
    await expect(open(iom, { source: "account", staff: ["nobody"] })).rejects.toMatchObject({
      code: "staff.unknown",
    });
  });

  test("the command line opens a drill, answers by count and writes the list to a file of the owner alone", async () => {
    const drill = await accord([
      "incident",
      "drill",
      "--source",
      "node",
      "--cause",
      "lost",
      "--node",
      iom.folder,
    ]);
    expect(drill.out).toContain("DRILL");
    expect(drill.out).toContain("tell them in");
    const id = /Incident (\S+)/.exec(drill.out)![1]!;
    const file = join(agencies.root, "persons.csv");
    const shown = await accord(["incident", "show", id, "--csv", file, "--node", iom.folder]);
    expect(shown.code).toBe(0);
    expect(readFileSync(file, "utf8")).toMatch(/^person,record_of/);
    expect((await accord(["incident", "list", "--node", wfp.folder])).out).toContain("Told by partners");
  });
});
