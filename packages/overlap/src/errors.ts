/** Every code that this room throws. */
export type OverlapErrorCode =
  | "overlap.point_invalid"
  | "overlap.point_repeated"
  | "overlap.set_malformed"
  | "overlap.scalar_invalid"
  | "overlap.worker_failed";

/** What this room throws: the shape of Accord's errors. `where` is an index or a field, never a key of anybody. */
export class OverlapError extends Error {
  readonly code: OverlapErrorCode;
  readonly where: string | undefined;
  readonly remedy: string | undefined;

  constructor(
    code: OverlapErrorCode,
    message: string,
    options: { where?: string; remedy?: string; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "OverlapError";
    this.code = code;
    this.where = options.where;
    this.remedy = options.remedy;
  }

  toJSON(): { code: OverlapErrorCode; message: string; where?: string; remedy?: string } {
    return {
      code: this.code,
      message: this.message,
      ...(this.where === undefined ? {} : { where: this.where }),
      ...(this.remedy === undefined ? {} : { remedy: this.remedy }),
    };
  }
}
