import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { newApi } from "../api/api.ts";
import { guard } from "./guard.ts";

test("a route that names no action, or one that there is not, is not taken up", () => {
  const api = newApi();
  guard(api, async () => undefined);
  expect(() => api.get("/api/secret", async () => 1)).toThrow(
    expect.objectContaining({ code: "access.no_action", where: "GET /api/secret" }),
  );
  const config = { action: "person.destroy" as never };
  expect(() => api.get("/api/other", { config }, async () => 1)).toThrow(
    expect.objectContaining({ code: "access.no_action" }),
  );
});

/** What reads of persons, with the session as its first argument. */
const READING =
  /\b(searchPersons|personFile|exportPersons|openAdjudications|findDuplicates|findLinks|pairResultsPage|externalKeys|personsOfRefs|keysOfRefs|fingerprintTemplates|linkageRows|knownFingerprints)\(\s*(\w+(?:\.\w+)?)/g;

test("no route reads persons but in the session of whoever asks", () => {
  const folder = fileURLToPath(new URL("../api", import.meta.url));
  const found = readdirSync(folder).flatMap((file) =>
    [...readFileSync(join(folder, file), "utf8").matchAll(READING)].map(([, reads, session]) => ({
      where: `${file}: ${reads}`,
      session: session ?? "",
    })),
  );
  expect(found.length).toBeGreaterThan(5);
  const asNode = found.filter(({ session }) => /(^|\.)(store|transaction)$/.test(session));
  expect(asNode).toEqual([]);
});
