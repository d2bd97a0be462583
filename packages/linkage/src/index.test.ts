import { expect, test } from "vitest";
import { linkPeople as link } from "../test/people.ts";
import { DEFAULT_POLICY, decideBy } from "./index.ts";

test("people given as records are linked, with fingerprints and by biography alone", async () => {
  const result = await link({
    left: [
      {
        id: "B1",
        nameParts: ["Nyandeng", "Chuol", "Gatluak"],
        sex: "female",
        birthDate: "1990",
        household: "H1",
      },
    ],
    right: [
      {
        id: "S1",
        nameParts: ["Nyandieng", "Chol", "Gatlwak"],
        sex: "female",
        birthDate: "1991",
        household: "K1",
      },
    ],
    biometrics: [{ left: "B1", right: "S1", weight: 30, score: 110 }],
    policy: DEFAULT_POLICY,
  });
  expect(result.pairs.map(({ left, right, decision }) => [left, right, decision])).toEqual([
    ["B1", "S1", "link"],
  ]);
  expect(decideBy(result.pairs, "biography", DEFAULT_POLICY)).toHaveLength(1);
  expect(result.blocking.unusable.map(({ name }) => name)).toContain("phone");
});
