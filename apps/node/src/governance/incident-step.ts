/** What the ledger calls a step; each of a drill is a drill. */
export const stepOf = (drill: boolean, step: "opened" | "noticed" | "closed") =>
  drill ? ({ event: "drill", code: step } as const) : ({ event: step } as const);
