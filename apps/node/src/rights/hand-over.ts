import type { Language } from "@accord/agreement";
import type { Identification, RightsRequest } from "@accord/registry";
import { noteReading, staffSession } from "../access/reading.ts";
import type { Staff } from "../access/staff.ts";
import type { AccordNode } from "../node.ts";
import { printPdf } from "../print/print-pdf.ts";
import { accessDocument } from "./access-document.ts";
import { identified, type Shown } from "./identify.ts";
import { requestAnswered, requestOpened } from "./requests.ts";
import { accessDigest, subjectAccess } from "./subject-access.ts";

export interface HandedOver {
  readonly request: RightsRequest;
  readonly identifiedBy: Identification;
  /** SHA-256 of `json`, which stands at the foot of each printed page. */
  readonly digest: string;
  readonly json: string;
  readonly pdf: Uint8Array;
}

/**
 * Hands a person all that is held on them, on paper and as JSON, once it is made sure that it is they who ask. It answers
 * the request that is named, or one that is opened for it; the ledger commits to what was handed over.
 * @throws AccordError `rights.not_identified`, `person.unknown`, `request.not_open`
 */
export async function accessHandedOver(
  node: AccordNode,
  staff: Staff,
  ask: {
    readonly person: string;
    readonly shown: Shown;
    readonly language: Language;
    readonly request?: string | undefined;
  },
): Promise<HandedOver> {
  const { person, shown, language } = ask;
  const session = staffSession(node, staff, "requestOfPerson");
  const identifiedBy = await identified(node.store, person, shown);
  const request =
    ask.request ?? (await requestOpened(node, { person, kind: "access", language, shown, by: staff.id })).id;
  const access = await subjectAccess(node, session, { person, identifiedBy });
  await noteReading(node, { staff, action: "rights.access", purpose: "requestOfPerson", shown: [person] });
  const json = `${JSON.stringify(access, null, 2)}\n`;
  const digest = accessDigest(json);
  const pdf = await printPdf(accessDocument(access, language, digest));
  const answered = await requestAnswered(node, {
    request,
    outcome: "granted",
    by: staff.id,
    answer: Buffer.from(json),
  });
  return { request: answered, identifiedBy, digest, json, pdf };
}
