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
