/** Thrown where a search over several threads cannot be finished. */
export class FingerprintPoolError extends Error {
  readonly code = "fingerprint.pool.worker-failed";
  readonly where: string;
  readonly remedy = "Search again with fewer workers; if it fails again, report the error.";

  constructor(where: string, cause: unknown) {
    super("a search worker stopped before its work was done", { cause });
    this.name = "FingerprintPoolError";
    this.where = where;
  }
}
