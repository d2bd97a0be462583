import { expect, it } from "vitest";
import { PERSONS_MODEL } from "../models/persons.ts";
import { canonicalModel, LinkageModel, linkageModelSchema, modelDigest } from "./linkage-model.ts";

it("is the same document after a way through JSON, whatever the order of its members", () => {
  const turned = Object.fromEntries(Object.entries(PERSONS_MODEL).reverse());
  const again = LinkageModel.parse(JSON.parse(JSON.stringify(turned)));
  expect(canonicalModel(again)).toBe(canonicalModel(PERSONS_MODEL));
  expect(modelDigest(again)).toBe(modelDigest(PERSONS_MODEL));
});

it("has another digest when one probability is another", () => {
  expect(modelDigest({ ...PERSONS_MODEL, prior: 0.5 })).not.toBe(modelDigest(PERSONS_MODEL));
});

it("is described by a JSON Schema", () => {
  expect(linkageModelSchema()).toMatchObject({ type: "object" });
});

it("takes no condition that it does not know", () => {
  const [first, ...rest] = PERSONS_MODEL.comparisons;
  const levels = [
    { label: "odd", when: { kind: "sql", text: "1=1" }, m: 0.5, u: 0.5 },
    ...(first?.levels ?? []),
  ];
  expect(
    LinkageModel.safeParse({ ...PERSONS_MODEL, comparisons: [{ ...first, levels }, ...rest] }).success,
  ).toBe(false);
});
