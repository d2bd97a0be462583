import { resolve } from "node:path";
import { type DecidedPair, explainPair, type LinkageModel, writeTable } from "@accord/linkage";

/** Writes pairs with their probability, what was decided of them and what each comparison said, in bits. */
export async function writeLinks(
  path: string,
  model: LinkageModel,
  pairs: readonly DecidedPair[],
  clusterOf: ReadonlyMap<string, number> | undefined,
): Promise<void> {
  const names = model.comparisons.map(({ name }) => name);
  const extra = ["nameFrequency", "household", "fingerprints"];
  const rows = function* () {
    for (const pair of pairs) {
      const evidence = new Map(explainPair(model, pair).map((each) => [each.comparison, each]));
      yield [
        pair.left,
        pair.right,
        pair.probability,
        pair.weight,
        pair.decision === "adjudicate" ? "review" : pair.decision,
        pair.labels.join(" "),
        ...(clusterOf === undefined ? [] : [clusterOf.get(pair.left)]),
        ...names.map((name) => evidence.get(name)?.level),
        ...[...names, ...extra].map((name) => evidence.get(name)?.weight),
      ];
    }
  };
  const text = "VARCHAR" as const;
  const number = "DOUBLE" as const;
  await writeTable(
    resolve(path),
    {
      left: text,
      right: text,
      probability: number,
      weight: number,
      decision: text,
      labels: text,
      ...(clusterOf === undefined ? {} : { cluster: "INTEGER" as const }),
      ...Object.fromEntries(names.map((name) => [`${name}: outcome`, text])),
      ...Object.fromEntries([...names, ...extra].map((name) => [`${name}: bits`, number])),
    },
    rows(),
  );
}

/** Writes the clusters of one registry: a row for each record that stands more than once. */
export async function writeClusters(path: string, clusters: readonly (readonly string[])[]): Promise<void> {
  const rows = function* () {
    for (const [at, ids] of clusters.entries()) for (const id of ids) yield [at + 1, id];
  };
  await writeTable(resolve(path), { cluster: "INTEGER", id: "VARCHAR" }, rows());
}
