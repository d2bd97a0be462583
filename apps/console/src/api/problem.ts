/** What the node answers when it refuses or fails: a stable code, what happened, where, and what to do next. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly where: string | undefined;
  readonly remedy: string | undefined;

  constructor(
    status: number,
    told: { code: string; message: string; where?: string | undefined; remedy?: string | undefined },
  ) {
    super(told.message);
    this.name = "Problem";
    this.status = status;
    this.code = told.code;
    this.where = told.where;
    this.remedy = told.remedy;
  }
}

/** The node did not answer at all: the network, or the node, is away. */
export const UNREACHABLE = "console.unreachable";

export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  return new Problem(0, { code: UNREACHABLE, message: "" });
}

/** Reads the node's word for a refused request; an answer that is no such word is told by its status alone. */
export async function problemIn(response: Response): Promise<Problem> {
  try {
    const told = (await response.json()) as {
      code?: unknown;
      message?: unknown;
      where?: string;
      remedy?: string;
    };
    if (typeof told.code === "string" && typeof told.message === "string")
      return new Problem(response.status, { ...told, code: told.code, message: told.message });
  } catch {
    // Not JSON: what stands below says as much as is known.
  }
  return new Problem(response.status, { code: `http.${response.status}`, message: response.statusText });
}
