import { TASKS, type TaskName } from "./engine-tasks.ts";

/** The engine in a browser's worker: a message names a task and gives its input, the answer is its JSON. */
interface Worker {
  onmessage: (message: { data: { task: TaskName; input: never } }) => void;
  postMessage(answer: { json?: string; error?: string }): void;
}

const worker = globalThis as unknown as Worker;
worker.onmessage = ({ data }) => {
  try {
    worker.postMessage({ json: JSON.stringify(TASKS[data.task](data.input)) });
  } catch (error) {
    worker.postMessage({ error: String(error) });
  }
};
