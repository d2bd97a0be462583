/**
 * Persons who must never leave, and values that no clause of the demo's agreement grants, planted beside a synthetic
 * population. Their names, numbers and places stand nowhere else, so that one scanner can look for them in whatever left.
 */
type AgencyId = "iom" | "wfp";

/** Why nothing of a canary may leave; of `value` all may but the number of its household. */
const KINDS = ["outsideScope", "protected", "refused", "restricted", "value"] as const;
type CanaryKind = (typeof KINDS)[number];

export interface Canary {
  readonly kind: CanaryKind;
  /** The agency's number of the person. */
  readonly number: string;
  /** What must be found nowhere outside the agency. */
  readonly tokens: readonly string[];
  /** A row of the agency's export, by header. */
  readonly row: Readonly<Record<string, string>>;
}

const NAMES: Readonly<Record<CanaryKind, readonly [string, string]>> = {
  outsideScope: ["Qyzzarb", "Vuxxolm"],
  protected: ["Wyqqend", "Kyxxtor"],
  refused: ["Jyzzqua", "Xuvvenk"],
  restricted: ["Zyxxolp", "Gyqqist"],
  value: ["Nyakor", "Puot"],
};

export const CANARIES: Readonly<Record<AgencyId, readonly Canary[]>> = {
  iom: KINDS.map((kind, index) => canary("iom", kind, index + 1)),
  wfp: KINDS.map((kind, index) => canary("wfp", kind, index + 1)),
};

function canary(agency: AgencyId, kind: CanaryKind, index: number): Canary {
  const digits = `99007${agency === "iom" ? 1 : 2}${String(index).padStart(3, "0")}`;
  const [given, father] = NAMES[kind].map((name) => `${name}${agency}`) as [string, string];
  const phone = `+21190${digits.slice(2)}`;
  const number = agency === "iom" ? `BRV-${digits}` : `SCP${digits}0`;
  const household = agency === "iom" ? `HH-C${digits}` : `SSHC${digits}`;
  const outside = kind === "outsideScope";
  const site = outside ? `SS0101C${agency === "iom" ? 1 : 2}${index}` : "SS0301S01";
  const said = { no: kind === "refused", protects: kind === "protected" };
  const whole = [
    given,
    father,
    digits,
    phone.slice(4),
    `RCC${digits}`,
    ...(outside ? [site, `Qyzz Island ${agency}`] : []),
  ];
  const place = outside ? `Qyzz Island ${agency}` : "Akobo Town";
  const row: Record<string, string> =
    agency === "iom"
      ? {
          BRaVE_ID: number,
          HH_Number: household,
          Full_Name: `${given} ${father}`,
          Sex: "F",
          Estimated_Age: String(30 + index * 7),
          Registration_Date: "2019-06-30",
          Relationship_to_Head: "Head",
          Alternate: "N",
          HH_Size: "1",
          County_PCode: site.slice(0, 6),
          Site_PCode: site,
          Site_Name: place,
          Category: "IDP",
          Phone: phone,
          Ration_Card: `RCC${digits}`,
          Disability: "N",
          Protect_Location: said.protects ? "Y" : "N",
          Consent_WFP_Deduplication: said.no ? "N" : "Y",
          Consent_WFP_Assistance: said.no ? "N" : "Y",
        }
      : {
          "SCOPE ID": number,
          "Household ID": household,
          "Household Name": `${given} ${father}`,
          "Principal Recipient": "Yes",
          "Alternate Recipient": "No",
          "Relationship to Principal": "Self",
          "Given Name": given,
          "Father Name": father,
          Gender: "Female",
          "Year of Birth": String(1990 - index * 7),
          "Year of Birth Estimated": "Yes",
          "Residence Status": "IDP",
          "Location Name": place,
          "Location Code": site,
          "Household Size": "1",
          "Vulnerability Rating": "Vulnerable",
          "Ration Card": `RCC${digits}`,
          "Phone Number": phone,
          Disability: "No",
          "Registration Date": "04.01.2019",
          "Consent IOM Deduplication": said.no ? "No" : "Yes",
          "Consent IOM Assistance": said.no ? "No" : "Yes",
          "Do Not Share Location": said.protects ? "Yes" : "No",
        };
  return { kind, number, row, tokens: kind === "value" ? [household] : whole };
}

/** The lines of an agency's export with its canaries after them. None of their cells needs quotes. */
export function* withCanaries(lines: Iterable<string>, agency: AgencyId): Generator<string> {
  let headers: readonly string[] | undefined;
  for (const line of lines) {
    headers ??= line.split(",");
    yield line;
  }
  for (const { row } of CANARIES[agency]) yield (headers ?? []).map((header) => row[header] ?? "").join(",");
}

/** Kinds of an agency's canaries of whom anything stands in what left it; empty is as it must be. */
export function canariesIn(text: string, agency: AgencyId): readonly CanaryKind[] {
  const sought = text.toLowerCase();
  return CANARIES[agency]
    .filter(({ tokens }) => tokens.some((token) => sought.includes(token.toLowerCase())))
    .map(({ kind }) => kind);
}
