import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect, initNode } from "@accord/node";
import { importFingerprints, importPersons, writePopulation } from "@accord/node/demo";
import { type Bench, count, seconds, timed } from "./table.ts";

/** Through the node's own API on the embedded store on disk: the file's bytes in, registered persons out. */
export const importing: Bench = async ({ smoke }) => {
  const root = await mkdtemp(join(tmpdir(), "accord-bench-"));
  try {
    // About 63% of a population is registered by one agency: 160,000 people give 100,000 rows.
    const files = await writePopulation(
      join(root, "files"),
      { people: smoke ? 500 : 160_000, seed: 1 },
      () => undefined,
    );
    const folder = join(root, "node");
    await initNode(folder, { id: "iom", name: "IOM", profile: "brave", staffPort: 7400, exchangePort: 7401 });
    const client = await connect(folder);
    try {
      const { persons, templates, mapping } = files.iom;
      const first = await timed(() => importPersons(client, persons, mapping, () => undefined));
      const again = await timed(() => importPersons(client, persons, mapping, () => undefined));
      const prints = await timed(() => importFingerprints(client, templates, () => undefined));
      return {
        question: "How long does it take to import an agency's extract into the embedded store?",
        rows: [
          {
            what: `${count(first.result.created)} persons`,
            measured: seconds(first.milliseconds),
            against: "limit: 100,000 rows in 60 s",
          },
          {
            what: `the same file again (${count(again.result.unchanged)} unchanged)`,
            measured: seconds(again.milliseconds),
            against: "none set",
          },
          {
            what: `${count(prints.result.created)} fingerprint templates`,
            measured: seconds(prints.milliseconds),
            against: "none set",
          },
        ],
      };
    } finally {
      await client.close();
    }
  } finally {
    await rm(root, { recursive: true, force: true });
  }
};
