import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { agreementJsonSchema } from "../index.ts";

const PUBLISHED = fileURLToPath(new URL("../../../../docs/reference/agreement.schema.json", import.meta.url));

test("the JSON Schema in docs/reference is the one that agreements are held to", () => {
  // Write it anew: node -e 'import("@accord/agreement").then((room) => console.log(JSON.stringify(room.agreementJsonSchema(), null, 2)))'
  expect(JSON.parse(readFileSync(PUBLISHED, "utf8"))).toEqual(
    JSON.parse(JSON.stringify(agreementJsonSchema())),
  );
});
