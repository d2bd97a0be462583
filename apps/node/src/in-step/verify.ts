import { randomUUID } from "node:crypto";
import { reconcileSets } from "@accord/exchange";
import { AccordError } from "@accord/vocabulary";
import type { z } from "zod";
import { requirePartner } from "../partner/partners.ts";
import type { PartnerClient } from "../transport/partner-client.ts";
import { commonItems } from "./common-items.ts";
import type { ComparisonParts } from "./comparison-parts.ts";
import { agreementWith } from "./comparisons.ts";
import {
  addMended,
  DIFFERENCES_AT_ONCE,
  DifferencesAnswer,
  IN_STEP_PATH,
  type InStepMessage,
  type Mended,
  NOTHING_MENDED,
  RangesAnswer,
} from "./in-step-message.ts";
import { mend, settledOf } from "./mend.ts";

/** What a comparison with a partner came to, in counts. */
export interface InStep {
  readonly partner: string;
  readonly agreement: string;
  readonly equal: boolean;
  /** Links, assertions and bars that this side, and the partner, should hold in common. */
  readonly items: { readonly here: number; readonly there: number };
  /** What one side alone has and should not, or the other lacks. */
  readonly differences: { readonly here: number; readonly there: number };
  /** What each side did about it; the next delta carries it. */
  readonly mended: { readonly here: Mended; readonly there: Mended };
  /** Questions that had to be asked, and bytes of digests both ways, before they are sealed. */
  readonly questions: number;
  readonly bytes: number;
}

/**
 * Compares with a partner what both should hold in common and, where `mending`, has both mend what differs; a delta
 * afterwards carries it.
 * @throws AccordError `comparison.not_in_force`, `comparison.partner_not_reached`
 */
export async function verifyInStep(
  parts: ComparisonParts & { readonly client: Pick<PartnerClient, "send"> },
  wanted: { readonly partner: string; readonly agreement: string; readonly mending: boolean },
): Promise<InStep> {
  const { partner, agreement, mending } = wanted;
  const held = await agreementWith(parts, partner, agreement);
  const items = await commonItems(parts, partner, held);
  const asking = new Asking(parts, partner, { comparison: randomUUID(), agreement });
  let there = 0;
  const found = await reconcileSets(items.digests, async (ranges) => {
    const answer = await asking.ask({ kind: "ranges", ranges: [...ranges] }, RangesAnswer);
    there = answer.items;
    return answer.answers;
  });
  const of = { partner, agreement };
  const settledHere = new Set(settledOf(items, found.theirsOnly));
  const yours = found.theirsOnly.filter((digest) => !settledHere.has(digest));
  const settledThere = new Set<string>();
  let mendedThere = NOTHING_MENDED;
  for (const [mine, theirs] of inPieces(found.ownOnly, yours)) {
    const answer = await asking.ask(
      { kind: "differences", mend: mending, mine, yours: theirs },
      DifferencesAnswer,
    );
    for (const digest of answer.settled) settledThere.add(digest);
    mendedThere = addMended(mendedThere, answer.mended);
  }
  const mine = found.ownOnly.filter((digest) => !settledThere.has(digest));
  const mendedHere = mending ? await mend(parts, of, items, mine, found.theirsOnly) : NOTHING_MENDED;
  return {
    partner,
    agreement,
    equal: mine.length + yours.length === 0,
    items: { here: items.digests.length, there },
    differences: { here: mine.length, there: yours.length },
    mended: { here: mendedHere, there: mendedThere },
    questions: asking.questions,
    bytes: asking.bytes,
  };
}

function inPieces(mine: readonly string[], yours: readonly string[]): [string[], string[]][] {
  const pieces: [string[], string[]][] = [];
  for (let at = 0; at < Math.max(mine.length, yours.length); at += DIFFERENCES_AT_ONCE) {
    pieces.push([mine.slice(at, at + DIFFERENCES_AT_ONCE), yours.slice(at, at + DIFFERENCES_AT_ONCE)]);
  }
  return pieces;
}

type Question = InStepMessage extends infer Message
  ? Message extends InStepMessage
    ? Omit<Message, "comparison" | "agreement">
    : never
  : never;

class Asking {
  questions = 0;
  bytes = 0;
  readonly #parts: Pick<ComparisonParts, "store"> & { readonly client: Pick<PartnerClient, "send"> };
  readonly #partner: string;
  readonly #about: { readonly comparison: string; readonly agreement: string };

  constructor(
    parts: Pick<ComparisonParts, "store"> & { readonly client: Pick<PartnerClient, "send"> },
    partner: string,
    about: { readonly comparison: string; readonly agreement: string },
  ) {
    this.#parts = parts;
    this.#partner = partner;
    this.#about = about;
  }

  async ask<T>(question: Question, answerOf: z.ZodType<T>): Promise<T> {
    const card = await requirePartner(this.#parts.store, this.#partner);
    const message = { ...question, ...this.#about };
    const answer = await this.#parts.client.send(card, IN_STEP_PATH, message);
    this.questions += 1;
    this.bytes += JSON.stringify(message).length + (answer.content?.length ?? 0);
    const parsed = answerOf.safeParse(answer.taken ? JSON.parse(answer.content ?? "null") : undefined);
    if (parsed.success) return parsed.data;
    throw new AccordError(
      "comparison.partner_not_reached",
      "the partner's node did not answer the comparison",
      {
        where: this.#partner,
        remedy: `Ask the partner whether its node is up (${answer.reason}), then compare again.`,
      },
    );
  }
}
