import { describe, expect, it } from "vitest";
import { smallMapping } from "../../test/mappings.ts";
import { temporaryFile } from "../../test/temporary-file.ts";
import { columnsUsed } from "./columns-used.ts";
import { parseMapping, readMapping, SHIPPED_MAPPINGS } from "./read-mapping.ts";

const BRAVE_HEADERS =
  "BRaVE_ID,HH_Number,Full_Name,Sex,Date_of_Birth,Estimated_Age,Registration_Date,Relationship_to_Head,Alternate,HH_Size,County_PCode,Site_PCode,Site_Name,Origin_County_PCode,Category,Phone,Ration_Card,Disability,Vulnerability_Codes,Protect_Location,Consent_WFP_Deduplication,Consent_WFP_Assistance";
const SCOPE_HEADERS =
  "SCOPE ID,Household ID,Principal Recipient,Alternate Recipient,Relationship to Principal,Given Name,Father Name,Grandfather Name,Gender,Year of Birth,Year of Birth Estimated,Residence Status,Location Name,Location Code,Household Size,Vulnerability Rating,Card Number,Ration Card,Phone Number,Disability,Registration Date,Consent IOM Deduplication,Consent IOM Assistance,Do Not Share Location";

describe("the shipped mappings", () => {
  it("are valid", async () => {
    for (const name of SHIPPED_MAPPINGS) expect((await readMapping(name)).profile).toBe(name);
  });

  it("read every column of the layouts that they are for, save the household's name", async () => {
    expect(columnsUsed(await readMapping("brave")).sort()).toEqual(BRAVE_HEADERS.split(",").sort());
    expect(columnsUsed(await readMapping("scope")).sort()).toEqual(SCOPE_HEADERS.split(",").sort());
  });
});

describe("a mapping", () => {
  const faults = (changes: object): string => {
    try {
      parseMapping(JSON.stringify({ ...smallMapping(), ...changes }), "mapping.json");
      return "";
    } catch (error) {
      return (error as Error).message;
    }
  };

  it("reads back as it was written", () => {
    const mapping = smallMapping();
    expect(parseMapping(JSON.stringify(mapping), "mapping.json")).toEqual(mapping);
  });

  it("is refused, with the place, where a converter does not fit its attribute", () => {
    const name = { kind: "text", column: "Name" };
    expect(faults({ attributes: { "person.name": name } })).toContain(
      "attributes.person.name: the converter",
    );
    expect(faults({ attributes: { "person.membership": name } })).toContain("said under household");
    expect(faults({ attributes: { "person.shoeSize": name } })).toContain("attributes");
  });

  it("is refused where a value is none of the attribute's", () => {
    const sex = { kind: "values", column: "Sex", values: { F: "woman" } };
    expect(faults({ attributes: { "person.sex": sex } })).toContain("attributes.person.sex.values.F");
    const constant = { kind: "constant", value: 7 };
    expect(faults({ attributes: { "person.sex": constant } })).toContain("not a value of person.sex");
  });

  it("is refused where a date format, a pattern or a country cannot be read", () => {
    const birth = { kind: "birthDate", column: "Born", formats: ["DD/MM"] };
    expect(faults({ attributes: { "person.birthDate": birth } })).toContain("date format");
    const id = { kind: "text", column: "ID", pattern: "(" };
    expect(faults({ attributes: { "person.agencyId": id } })).toContain("regular expression");
    const phone = { kind: "phone", column: "ID", country: "XX" };
    expect(faults({ attributes: { "person.phone": phone } })).toContain("country");
  });

  it("is refused where it speaks of households without their key, or has a field that is none", () => {
    const size = { kind: "integer", column: "Size" };
    expect(faults({ household: undefined, attributes: { "household.size": size } })).toContain(
      "household.key",
    );
    expect(faults({ surprise: 1 })).toContain("surprise");
    expect(faults({ accordMapping: 2 })).toContain("accordMapping");
  });

  it("is refused where the file is no JSON or not there", async () => {
    await expect(readMapping(temporaryFile("m.json", "{"))).rejects.toMatchObject({ code: "intake.mapping" });
    await expect(readMapping("no-such.json")).rejects.toMatchObject({ code: "intake.mapping" });
  });
});
