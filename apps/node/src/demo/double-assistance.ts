import { createReadStream } from "node:fs";
import { writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { type DistributionMapping, readDistributionMapping } from "@accord/intake";
import { distributionLists, type Registry } from "@accord/synthesis";
import { AccordError } from "@accord/vocabulary";
import type { ApiClient } from "../api-client.ts";
import type { ImportEvent } from "../imports/import-event.ts";
import { mayBeShared } from "./may-be-shared.ts";

/** A list that IOM distributed and one that WFP is about to, with whom WFP's would assist twice. */
export interface DistributionFiles {
  readonly iom: string;
  readonly wfp: string;
  readonly listed: number;
  /** WFP's numbers of those who truly live in a household that IOM assisted. */
  readonly double: readonly string[];
  /** Those of them of whom both agencies may tell: they consented to it at both, and are not excluded. */
  readonly tellable: readonly string[];
}

/** How many double rations were found before the distribution, against the truth. */
export interface DoubleAssistance {
  readonly listed: number;
  readonly asked: number;
  readonly found: number;
  readonly right: number;
  readonly double: number;
  readonly tellable: number;
}

/** Writes both lists, for the month of `today` (`YYYY-MM-DD`). */
export async function writeDistributions(
  folder: string,
  registries: { readonly iom: Registry; readonly wfp: Registry },
  { seed, today }: { readonly seed: number; readonly today: string },
): Promise<DistributionFiles> {
  const lists = distributionLists(registries, { seed });
  const cycle = today.slice(0, 7);
  const files = { iom: join(folder, "iom-distributed.csv"), wfp: join(folder, "wfp-planned.csv") };
  await writeFile(
    files.iom,
    lines(
      "BRaVE_ID,Assistance,Programme,Cycle,Date Received",
      lists.iom.map((number) => `${number},Food,Emergency rations,${cycle},${cycle}-01`),
    ),
  );
  await writeFile(
    files.wfp,
    lines(
      "SCOPE ID,Modality,Intervention,Cycle,Date Received",
      lists.wfp.map((number) => `${number},In-kind,General food distribution,${cycle},`),
    ),
  );
  const [atIom, atWfp] = [registries.iom, registries.wfp].map((registry) => tellableIn(registry, today));
  const personOf = atWfp!.personOf;
  const tellable = [...lists.double].filter((number) => {
    const person = personOf.get(number)!;
    return atIom!.people.has(person) && atWfp!.numbers.has(number);
  });
  return { ...files, listed: lists.wfp.length, double: [...lists.double], tellable };
}

function tellableIn(registry: Registry, today: string) {
  const people = new Set<number>();
  const numbers = new Set<string>();
  const personOf = new Map<string, number>();
  for (const household of registry) {
    for (const member of household.members) {
      personOf.set(member.id, member.truePerson);
      if (!member.consents.assistance || !mayBeShared(member, household, today)) continue;
      people.add(member.truePerson);
      numbers.add(member.id);
    }
  }
  return { people, numbers, personOf };
}

/** IOM puts on file what it distributed; WFP checks what it is about to, here and with IOM. */
export async function checkDistributions(
  nodes: { readonly iom: ApiClient; readonly wfp: ApiClient },
  files: DistributionFiles,
): Promise<DoubleAssistance> {
  await sent<ImportEvent>(
    nodes.iom,
    "imports",
    files.iom,
    await readDistributionMapping("brave-distribution"),
  );
  const mapping = await readDistributionMapping("scope-distribution");
  const [asked] = await sent<{ inquiry: { id: string } }>(nodes.wfp, "checks", files.wfp, mapping, {
    ask: { partner: "iom" },
  });
  const inquiry = await answered(nodes.wfp, asked!.inquiry.id);
  const text = await sent<{ text: string }>(nodes.wfp, "list", files.wfp, mapping, { inquiry: inquiry.id });
  const found = text.flatMap(({ text: line }) => {
    const [, number = "", result = ""] = line.split(",");
    return result === "doubleThere" || result === "doubleBoth" ? [number] : [];
  });
  const truly = new Set(files.double);
  return {
    listed: files.listed,
    asked: inquiry.persons,
    found: found.length,
    right: found.filter((number) => truly.has(number)).length,
    double: files.double.length,
    tellable: files.tellable.length,
  };
}

async function sent<T>(
  client: ApiClient,
  what: "imports" | "checks" | "list",
  file: string,
  mapping: DistributionMapping,
  more: object = {},
): Promise<readonly T[]> {
  const announced = await client.post<{ sendTo: string; listFrom: string }>(
    `/api/assistance/${what === "imports" ? "imports" : "checks"}`,
    { fileName: basename(file), mapping, ...more },
  );
  const address = what === "list" ? announced.listFrom : announced.sendTo;
  const answers: T[] = [];
  for await (const answer of client.upload<T>(address, createReadStream(file))) answers.push(answer);
  return answers;
}

interface Inquiry {
  readonly id: string;
  readonly step: string;
  readonly persons: number;
  readonly reason: string | null;
}

const ANSWER_MILLISECONDS = 60_000;

async function answered(client: ApiClient, id: string): Promise<Inquiry> {
  const until = Date.now() + ANSWER_MILLISECONDS;
  for (;;) {
    const inquiry = await client.get<Inquiry>(`/api/assistance/inquiries/${id}`);
    if (inquiry.step === "done") return inquiry;
    if (inquiry.step === "declined" || Date.now() > until) {
      throw new AccordError("demo.list_not_answered", "the partner did not answer on the distribution list", {
        where: inquiry.reason ?? inquiry.step,
        remedy: "See the partner's node's log.",
      });
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const lines = (header: string, rows: readonly string[]): string => `${[header, ...rows].join("\r\n")}\r\n`;
