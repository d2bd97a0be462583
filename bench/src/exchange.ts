import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect, initNode, serveNode } from "@accord/node";
import {
  agree,
  compareWithTruth,
  follow,
  importFingerprints,
  importPersons,
  introduce,
  writePopulation,
} from "@accord/node/demo";
import { type Bench, count, type Row, seconds, timed } from "./table.ts";

const AGENCIES = ["iom", "wfp"] as const;
const PORTS = { iom: [7440, 7441], wfp: [7450, 7451] } as const;

/** Both nodes in this one process, on embedded stores on disk, over mutual TLS on loopback. */
export const exchange: Bench = async ({ smoke }) => {
  const people = smoke ? 300 : 5_000;
  const root = await mkdtemp(join(tmpdir(), "accord-bench-"));
  const open: { close(): Promise<void> }[] = [];
  try {
    const files = await writePopulation(join(root, "files"), { people, seed: 1 }, () => undefined);
    const [iom, wfp] = await Promise.all(
      AGENCIES.map(async (id) => {
        const folder = join(root, id);
        await initNode(folder, {
          id,
          name: id,
          profile: "plain",
          staffPort: PORTS[id][0],
          exchangePort: PORTS[id][1],
        });
        open.push(await serveNode(folder, { logLevel: "silent" }));
        const client = await connect(folder);
        await importPersons(client, files[id].persons, files[id].mapping, () => undefined);
        await importFingerprints(client, files[id].templates, () => undefined);
        return client;
      }),
    );
    await introduce(iom!, wfp!);
    const agreement = await agree(iom!, { id: "wfp", client: wfp! }, { places: ["SS03", "SS07"] });
    const whole = await timed(async () => {
      const proposed = await iom!.post<{ exchange: string }>("/api/exchanges", { agreement });
      return { id: proposed.exchange, report: await follow(wfp!, proposed.exchange, () => undefined) };
    });
    const { id, report } = whole.result;
    const truth = await compareWithTruth(id, files.truth, { matcher: "wfp", iom: iom!, wfp: wfp! });
    const steps = Object.entries(report.millisecondsByStep).map(
      ([step, milliseconds]): Row => ({ what: `step ${step}`, measured: seconds(milliseconds), against: "" }),
    );
    return {
      question: `How long does an exchange of ${count(files.iom.count)} and ${count(files.wfp.count)} registrations take, and how right is it?`,
      rows: [
        ...steps,
        {
          what: "whole exchange",
          measured: seconds(whole.milliseconds),
          against: "limit: the demo of 5,000 people in 3 minutes",
        },
        {
          what: "precision of links",
          measured: truth.links.all.precision.toFixed(4),
          against: "limit: at least 0.995",
        },
        {
          what: "recall of people in both",
          measured: truth.links.all.recall.toFixed(4),
          against: "limit: at least 0.97",
        },
      ],
    };
  } finally {
    for (const each of open) await each.close();
    await rm(root, { recursive: true, force: true });
  }
};
