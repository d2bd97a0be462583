/** An error at the border of this room; `code` is stable, and the text never carries personal data. */
export class LinkageError extends Error {
  readonly code: string;
  readonly where: string;
  readonly remedy: string;

  constructor(code: string, fault: { message: string; where: string; remedy: string; cause?: unknown }) {
    super(fault.message, fault.cause === undefined ? undefined : { cause: fault.cause });
    this.name = "LinkageError";
    this.code = code;
    this.where = fault.where;
    this.remedy = fault.remedy;
  }
}
