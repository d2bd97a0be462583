import { existsSync } from "node:fs";
import { join } from "node:path";
import exceljs from "exceljs";
import { describe, expect, it } from "vitest";
import { all, temporaryFile } from "../../test/temporary-file.ts";
import { registrationsFrom } from "../registrations-from.ts";
import { readRows } from "../rows/read-rows.ts";
import { suggestMapping } from "./suggest-mapping.ts";

const BRAVE =
  "BRaVE_ID,HH_Number,Full_Name,Sex,Date_of_Birth,Estimated_Age,Registration_Date,Relationship_to_Head,Alternate,HH_Size,County_PCode,Site_PCode,Site_Name,Origin_County_PCode,Category,Phone,Ration_Card,Disability,Vulnerability_Codes,Protect_Location,Consent_WFP_Deduplication,Consent_WFP_Assistance\r\n" +
  "BRV-000012345,HH-00002345,Nyandeng Gatluak Deng,F,13/05/1984,,2018-11-03,Head,N,2,SS0707,SS0707S01,Malakal PoC,SS0712,IDP,+211921234567,RC0012345,N,FHH;PLW,N,Y,Y\r\n" +
  "BRV-000012346,HH-00002345,Deng Gatluak,M,,7,2018-11-03,Son,N,2,SS0707,SS0707S01,Malakal PoC,,IDP,,,,,N,Y,N\r\n";
const SCOPE =
  "SCOPE ID,Household ID,Household Name,Principal Recipient,Alternate Recipient,Relationship to Principal,Given Name,Father Name,Grandfather Name,Gender,Year of Birth,Year of Birth Estimated,Residence Status,Location Name,Location Code,Household Size,Vulnerability Rating,Card Number,Ration Card,Phone Number,Disability,Registration Date,Consent IOM Deduplication,Consent IOM Assistance,Do Not Share Location\r\n" +
  "SCP0000012345,SSH00002345,Nyandeng Gatluak,Yes,No,Self,Nyandeng,Gatluak,Deng,Female,1984,Yes,IDP,Malakal PoC,SS0707S01,2,Vulnerable,SC00002345-7,RC0012345,+211921234567,No,17.02.2019,Yes,Yes,No\r\n" +
  "SCP0000012346,SSH00002345,Nyandeng Gatluak,No,No,Child,Deng,Gatluak,,Male,2011,No,IDP,Malakal PoC,SS0707S01,2,Vulnerable,,,,,17.02.2019,Yes,No,No\r\n";

const suggest = (content: string | Uint8Array, name = "persons.csv") =>
  suggestMapping(temporaryFile(name, content));

async function imported(content: string) {
  const path = temporaryFile("persons.csv", content);
  const { mapping } = await suggestMapping(path);
  const outcomes = await all(registrationsFrom(readRows(path, mapping), mapping));
  return outcomes.map((outcome) => (outcome.kind === "registration" ? outcome.registration : outcome));
}

describe("a suggested mapping", () => {
  it("uses every column of the BRaVE layout, and imports its rows", async () => {
    const { ignored, questions, mapping } = await suggest(BRAVE);
    expect({ ignored, questions, profile: mapping.profile }).toEqual({
      ignored: [],
      questions: [],
      profile: "brave",
    });
    expect(await imported(BRAVE)).toMatchObject([
      {
        externalKey: "BRV-000012345",
        household: "HH-00002345",
        registeredAt: "2018-11-03",
        householdStates: { "household.size": { value: 2 } },
        states: {
          "person.birthDate": { value: { precision: "day", date: "1984-05-13" } },
          "person.membership": { value: { role: "head", relationship: "self" } },
          "person.location": { value: { pcode: "SS0707S01", name: "Malakal PoC" } },
          "person.origin": { value: { pcode: "SS0712" } },
          "person.vulnerabilities": { value: ["FHH", "PLW"] },
        },
        identifiers: [
          { issuer: "IOM", kind: "agencyId", value: "BRV-000012345" },
          { issuer: "WFP", kind: "rationCard", value: "RC0012345" },
        ],
      },
      {
        states: {
          "person.birthDate": { value: { precision: "estimated", date: "2011" } },
          "person.membership": { value: { role: "member", relationship: "child" } },
        },
        consents: [
          { recipient: "WFP", purpose: "deduplication", given: true },
          { recipient: "WFP", purpose: "assistance", given: false },
        ],
      },
    ]);
  });

  it("uses every column of the SCOPE layout save the household's name, and imports its rows", async () => {
    const { ignored, questions } = await suggest(SCOPE);
    expect({ ignored, questions }).toEqual({ ignored: ["Household Name"], questions: [] });
    expect(await imported(SCOPE)).toMatchObject([
      {
        externalKey: "SCP0000012345",
        household: "SSH00002345",
        registeredAt: "2019-02-17",
        states: {
          "person.name": { value: { parts: ["Nyandeng", "Gatluak", "Deng"] } },
          "person.birthDate": { value: { precision: "estimated", date: "1984" } },
          "person.membership": { value: { role: "head", relationship: "self" } },
          "person.cardNumber": { value: "SC00002345-7" },
        },
        householdStates: { "household.vulnerability": { value: "vulnerable" } },
        protectLocation: false,
      },
      { states: { "person.birthDate": { value: { precision: "year", date: "2011" } } } },
    ]);
  });

  const febrl = join(import.meta.dirname, "../../../../../shared/data/febrl/dataset4b.csv");
  it.skipIf(!existsSync(febrl))(
    "finds key, name and birth date of FEBRL, and says what it leaves out",
    async () => {
      const { mapping, ignored, questions } = await suggestMapping(febrl);
      expect(mapping.person.key).toEqual(["rec_id"]);
      expect(mapping.attributes).toMatchObject({
        "person.name": { columns: ["given_name", "surname"] },
        "person.birthDate": { column: "date_of_birth", formats: ["YYYYMMDD"] },
      });
      expect(ignored).toContain("soc_sec_id");
      expect(questions.join()).toContain("registration date");
    },
  );

  it("knows French headers, with semicolons and in Windows-1252", async () => {
    const text =
      "N°;Prénom;Nom;Sexe;Date de naissance;Numéro ménage;Lien de parenté;Numéro de téléphone;Date d'enregistrement\r\n" +
      "1;Amélie;Deng;Femme;13/05/1984;M1;Chef;0912345678;03/11/2018\r\n" +
      "2;Noël;Deng;Homme;14/05/2004;M1;Enfant;;03/11/2018\r\n";
    const { mapping, questions } = await suggest(Buffer.from(text, "latin1"));
    expect(mapping.format).toMatchObject({ delimiter: ";", encoding: "windows-1252" });
    expect(mapping.person.key).toEqual(["N°"]);
    expect(mapping.attributes["person.name"]).toMatchObject({ columns: ["Prénom", "Nom"] });
    expect(questions).toEqual(
      expect.arrayContaining([expect.stringContaining("UTF-8"), expect.stringContaining("N°")]),
    );
  });

  it("knows Arabic headers", async () => {
    const text =
      "رقم المستفيد,رقم الأسرة,الاسم الكامل,الجنس,العمر,رقم الهاتف,تاريخ التسجيل\r\n" +
      "١,٧,آدم محمد علي,ذكر,٣٤,٠٩١٢٣٤٥٦٧٨,2018-11-03\r\n";
    const [registration] = await imported(text);
    expect(registration).toMatchObject({
      externalKey: "1",
      states: {
        "person.agencyId": { value: "1" },
        "person.name": { value: { parts: ["آدم", "محمد", "علي"], script: "Arab" } },
        "person.sex": { value: "male" },
        "person.birthDate": { value: { precision: "estimated", date: "1984" } },
        "person.phone": { value: "+211912345678" },
      },
    });
  });

  it("goes by the values where headers say nothing, and against a header that they contradict", async () => {
    const rows = Array.from({ length: 20 }, (_, at) =>
      [
        `p${at}`,
        at % 2 ? "F" : "M",
        `09${String(12345600 + at).padStart(8, "0")}`,
        "SS0707",
        `${1930 + at * 3}-05-12`,
        "red",
      ].join(","),
    );
    const { columns } = await suggest(`q1,q2,q3,q4,q5,Gender\r\n${rows.join("\r\n")}\r\n`);
    expect(Object.fromEntries(columns.map(({ column, target }) => [column, target]))).toEqual({
      q1: "person.key",
      q2: "person.sex",
      q3: "person.phone",
      q4: "location.pcode",
      q5: "person.birthDate",
      Gender: undefined,
    });
    expect(columns[1]?.confidence).toBeLessThan(0.6);
  });

  it("rejects a word for the protection of a place that it does not know, and takes none for no", async () => {
    const rejected = SCOPE.replace(",Yes,Yes,No\r", ",Yes,Yes,perhaps\r").replace(
      ",Yes,No,No\r",
      ",Yes,No,\r",
    );
    expect(await imported(rejected)).toMatchObject([
      { kind: "reject", reject: [{ column: "Do Not Share Location" }] },
      { protectLocation: false },
    ]);
  });

  it("asks where day and month could be swapped, dates cannot be read, or the key repeats", async () => {
    const rows = ["1,03/04/1984,F", "1,05/06/1985,M", "2,07/08/1986,F", "3,1986,M"];
    const { questions } = await suggest(`Individual ID,DateOfBirth,Sex\r\n${rows.join("\r\n")}\r\n`);
    expect(questions.join("\n")).toMatch(/Individual ID repeats/);
    expect(questions.join("\n")).toMatch(/month before the day/);
    expect(questions.join("\n")).toMatch(/1 of 4 sampled cells of DateOfBirth/);
  });

  it("finds the header below a title, and reads a workbook's first sheet", async () => {
    const { mapping } = await suggest(`List of persons\r\n${BRAVE}`);
    expect(mapping.format).toMatchObject({ headerRow: 2 });
    const workbook = new exceljs.Workbook();
    const sheet = workbook.addWorksheet("Persons");
    for (const line of SCOPE.trim().split("\r\n")) sheet.addRow(line.split(","));
    const bytes = new Uint8Array(await workbook.xlsx.writeBuffer());
    const suggestion = await suggest(bytes, "persons.xlsx");
    expect(suggestion.mapping.format).toEqual({ kind: "xlsx", sheet: "Persons", headerRow: 1 });
    expect(suggestion.ignored).toEqual(["Household Name"]);
  });

  it("is refused where no column tells one person from another", async () => {
    await expect(suggest("Sex\r\nF\r\nF\r\n")).rejects.toMatchObject({ code: "intake.no_key" });
  });
});
