import { setTimeout as delay } from "node:timers/promises";
import { isRetryable } from "./store-error.ts";

const ATTEMPTS = 10;

/** Runs a transaction again while PostgreSQL says that running it again may help, after a wait that grows and varies. */
export async function retryTransaction<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt >= ATTEMPTS || !isRetryable(error)) throw error;
      await delay(Math.random() * Math.min(1000, 5 * 2 ** attempt));
    }
  }
}
