import { templateOf, writeTemplates } from "@accord/fingerprint";
import { expect, it } from "vitest";
import { temporaryFile, temporaryFolder } from "../test/temporary-file.ts";
import {
  readFingerprintFiles,
  readMapping,
  readRows,
  registrationsFrom,
  rejectsFileHeader,
  rejectsFileLines,
} from "./index.ts";

it("The example of the front door imports a file and writes its rejects", async () => {
  const path = temporaryFile(
    "febrl.csv",
    "rec_id, given_name, surname, date_of_birth, soc_sec_id\nrec-1-org, ann, lee, 19151111, 5304218\n, x, y, , \n",
  );
  const mapping = await readMapping("febrl");
  const keys: string[] = [];
  let rejects = rejectsFileHeader();
  for await (const outcome of registrationsFrom(readRows(path, mapping), mapping)) {
    if (outcome.kind === "registration") keys.push(outcome.registration.externalKey);
    rejects += rejectsFileLines(outcome);
  }
  expect(keys).toEqual(["rec-1-org"]);
  expect(rejects.split("\r\n")[1]).toBe(
    '3,,,rec_id,row rejected,the person\'s key is empty,"Fill in the key, as the data source has it."',
  );
});

it("The example of the front door reads templates", async () => {
  const template = templateOf({ position: 2, width: 300, height: 400, resolution: 197, quality: 61 }, []);
  const folder = temporaryFolder({ "rec-1-org_2.iso": writeTemplates([template]) });
  const found: unknown[] = [];
  for await (const outcome of readFingerprintFiles(folder, "{identifier}_{position}.iso"))
    found.push(outcome);
  expect(found).toMatchObject([
    { kind: "template", template: { identifier: "rec-1-org", position: 2, quality: 61 } },
  ]);
});
