/** What the exit code of a command says; a script can act on it without reading any text. */
export const EXIT = {
  ok: 0,
  failed: 1,
  usage: 2,
  notFound: 3,
  refused: 4,
  unfinished: 5,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** How a command tells that it ended otherwise than well, without an error. */
export type Finish = (code: ExitCode) => void;

export const EXIT_CODES_EXPLAINED = `Exit codes:
  0  done
  1  failed: a fault, a file that cannot be read, a problem that doctor found
  2  usage: a wrong option, a missing argument, a question that cannot be asked without a terminal
  3  not found: no node in the folder, a node or partner that is not reached, an unknown person or exchange
  4  refused by the agreement or by a protection: not in force, not granted, a wrong fingerprint
  5  done, and something is left to people: rejected rows, pairs that wait, an exchange that is held,
     an operation that waits for a second member of staff`;

const REFUSALS: readonly RegExp[] = [
  /^agreement\./,
  /^disclosure\./,
  /^transport\./,
  /^partner\.(fingerprint_mismatch|card_invalid|is_self)$/,
  /^keys\.readable_by_others$/,
  /^exchange\.(not_in_force|ceiling|daily_ceiling|overlap_too_small|refused|disclosure_outside_agreement|person_not_linked|not_a_party|implausible_\w+)$/,
  /^api\.not_signed_in$/,
  /^referral\.(?!unknown|not_possible)/,
  /^conversation\.not_in_force$/,
  /^assistance\.(not_granted|kind_not_granted|list_too_small|list_too_large|daily_ceiling|cycle_out_of_bounds)$/,
  /^rights\.(not_identified|restricted)$/,
  /^consent\.(incomplete|witness_needed|guardian_needed)$/,
  /^programme\.depends_on_\w+$/,
  /^(access|sign_in)\./,
  /^approval\.(own|not_yours|was_refused)$/,
];
const NOT_FOUND: readonly RegExp[] = [
  /(\.|_)(unknown|not_found|missing|unreachable|none_waits|none_stands)$/,
  /^(node|serve)\.not_running$/,
];
/** What came is not as it must be: the file, not the place that it was looked for in. */
const FORM: readonly RegExp[] = [
  /^intake\./,
  /^agreement\.(malformed|not_json|not_canonical|too_large|ambiguous|already_signed)$/,
];

/** The exit code that belongs to an error's code. */
export function exitCodeOf(code: string): ExitCode {
  const matches = (patterns: readonly RegExp[]) => patterns.some((pattern) => pattern.test(code));
  if (code === "approval.waits") return EXIT.unfinished;
  if (code.startsWith("usage.") || code === "api.request_malformed") return EXIT.usage;
  if (code === "agreement.signature_missing" || code === "agreement.key_unknown") return EXIT.refused;
  if (matches(FORM)) return EXIT.failed;
  if (matches(NOT_FOUND)) return EXIT.notFound;
  return matches(REFUSALS) ? EXIT.refused : EXIT.failed;
}
