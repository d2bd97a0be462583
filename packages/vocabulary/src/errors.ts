/**
 * The one family of errors that rooms of Accord throw. `code` is stable and listed in docs/reference/errors.md;
 * `where` names file, line, field or message; `remedy` says what to do next. None of the three may hold
 * personal data: name the field and the line, never the value.
 */
export class AccordError extends Error {
  readonly code: string;
  readonly where: string | undefined;
  readonly remedy: string | undefined;

  constructor(
    code: string,
    message: string,
    options: { where?: string; remedy?: string; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "AccordError";
    this.code = code;
    this.where = options.where;
    this.remedy = options.remedy;
  }

  toJSON(): { code: string; message: string; where?: string; remedy?: string } {
    return {
      code: this.code,
      message: this.message,
      ...(this.where === undefined ? {} : { where: this.where }),
      ...(this.remedy === undefined ? {} : { remedy: this.remedy }),
    };
  }
}
