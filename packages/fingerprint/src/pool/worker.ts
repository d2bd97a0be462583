import { parentPort, workerData } from "node:worker_threads";
import { Gallery } from "../gallery/gallery.ts";
import { searchWithin } from "../gallery/identify-all-within.ts";
import { Search } from "../gallery/search.ts";
import type { Batch, BatchResult, WorkerStart } from "./task.ts";

const { parts, limits } = workerData as WorkerStart;
const gallery = new Gallery(parts);
const search = new Search(gallery);

parentPort?.on("message", ({ first, tasks }: Batch) => {
  const candidates = tasks.map((task) =>
    task.kind === "within"
      ? searchWithin(search, gallery, task.subject, limits)
      : search.identify(task.templates, { ...limits, exclude: new Set(task.exclude) }),
  );
  parentPort?.postMessage({ first, candidates } satisfies BatchResult);
});
