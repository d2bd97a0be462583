import { parentPort, workerData } from "node:worker_threads";
import { Gallery } from "../gallery/gallery.ts";
import { searchWithin } from "../gallery/identify-all-within.ts";
import { Search } from "../gallery/search.ts";
import { Segment } from "../gallery/segment.ts";
import type { Batch, BatchResult, WorkerStart } from "./task.ts";

const { segments, limits } = workerData as WorkerStart;
const gallery = Gallery.of(segments.map((buffer) => new Segment(buffer)));
const search = new Search(gallery);

parentPort?.on("message", ({ first, tasks }: Batch) => {
  const candidates = tasks.map((task) =>
    task.kind === "within"
      ? searchWithin(search, gallery, task.subject, limits)
      : search.identify(task.templates, { ...limits, exclude: new Set(task.exclude) }),
  );
  parentPort?.postMessage({ first, candidates } satisfies BatchResult);
});
