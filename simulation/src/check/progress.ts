import { type Mirror, type Scene, Violation } from "./scene.ts";

const STUCK = "nothing stuck without a visible state, a reason and a next action";
const WHY = "nothing ends without a cause";

/** What can befall a history, as far as it explains why exchanges end. */
export interface Causes {
  readonly restored: boolean;
  readonly badMemory: boolean;
  readonly staffHalted: boolean;
  readonly agreementTouched: boolean;
  readonly scarce: boolean;
  readonly clockJumped: boolean;
}

/** Codes of halts, and what must have befallen for them. A code that is not here is a fault of the software. */
const EXPLAINED: readonly (readonly [code: RegExp, by: (causes: Causes) => boolean])[] = [
  [/^agreement\./, (causes) => causes.agreementTouched || causes.clockJumped],
  [/^exchange\.stopped_by_staff$/, (causes) => causes.staffHalted],
  [/^exchange\.daily_ceiling$|^exchange\.batch_refused\.tooManyRecordsToday$/, (causes) => causes.scarce],
  [/^exchange\.commitment_mismatch$/, (causes) => causes.badMemory],
  [
    /^exchange\.(restored|partner_restored|unknown|agreement_unknown)$|^ledger\.partner_ahead$|^exchange\.checkpoint_invalid$/,
    (causes) => causes.restored,
  ],
  [/^exchange\.agreement_unknown$/, (causes) => causes.agreementTouched],
];

/** With the network whole and every node up for long enough, each exchange has ended or says what it waits for. */
export function checkEnded(scene: Scene): void {
  for (const mirror of Object.values(scene.mirrors)) {
    for (const state of mirror.rows("exchanges")) {
      const { step, standing } = state;
      if (step === "done") continue;
      const where = `${mirror.id}'s exchange ${state.exchange.slice(-4)} at step ${step}`;
      if (standing.kind === "running") throw new Violation(STUCK, `${where} runs and goes nowhere`);
      if (standing.code === "" || standing.reason === "" || standing.remedy === "")
        throw new Violation(STUCK, `${where} is ${standing.kind} and does not say why, or what to do`);
    }
  }
}

export function checkCauses(mirror: Mirror, exchange: string, causes: Causes): void {
  const state = mirror.tables.exchanges.get(exchange);
  if (state?.standing.kind !== "halted") return;
  const { code } = state.standing;
  if (!EXPLAINED.some(([pattern, explained]) => pattern.test(code) && explained(causes)))
    throw new Violation(
      WHY,
      `${mirror.id}'s exchange at step ${state.step} halted with ${code}, and nothing befell that explains it`,
    );
}
