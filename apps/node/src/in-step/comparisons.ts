import { answerRange, type HeldAgreement } from "@accord/exchange";
import type { Session } from "@accord/registry";
import { AccordError } from "@accord/vocabulary";
import type { z } from "zod";
import { heldAgreement } from "../agreements/held-agreements.ts";
import { type CommonItems, commonItems } from "./common-items.ts";
import type { ComparisonParts } from "./comparison-parts.ts";
import type { DifferencesAnswer, InStepMessage, RangesAnswer } from "./in-step-message.ts";
import { mend, settledOf } from "./mend.ts";

/** How long a set that was made for one comparison serves it. */
const KEPT_MILLISECONDS = 600_000;

/** Answers partners who compare: each comparison's set is made once, and one set a partner is kept. */
export class Comparisons {
  readonly #parts: Omit<ComparisonParts, "store"> & { readonly session: Session };
  readonly #kept = new Map<string, { comparison: string; at: number; items: Promise<CommonItems> }>();

  constructor(parts: Omit<ComparisonParts, "store"> & { readonly session: Session }) {
    this.#parts = parts;
  }

  /** @throws AccordError `comparison.not_in_force` */
  async answer(
    partner: string,
    message: InStepMessage,
  ): Promise<z.infer<typeof RangesAnswer> | z.infer<typeof DifferencesAnswer>> {
    const parts = { ...this.#parts, store: this.#parts.session };
    const held = await agreementWith(parts, partner, message.agreement);
    const items = await this.#itemsFor(parts, partner, held, message.comparison);
    if (message.kind === "ranges") {
      return {
        items: items.digests.length,
        answers: message.ranges.map((range) => answerRange(items.digests, range)) as never,
      };
    }
    const { mine, yours } = message;
    const settled = settledOf(items, mine);
    const of = { partner, agreement: held.digest };
    const mended = message.mend
      ? await mend(parts, of, items, yours, mine)
      : { sentAgain: 0, dropped: 0, links: 0, notices: 0 };
    return { settled, mended };
  }

  #itemsFor(
    parts: ComparisonParts,
    partner: string,
    held: HeldAgreement,
    comparison: string,
  ): Promise<CommonItems> {
    const now = Date.parse(parts.judge.now());
    const kept = this.#kept.get(partner);
    if (kept?.comparison === comparison && now - kept.at < KEPT_MILLISECONDS) return kept.items;
    const items = commonItems(parts, partner, held);
    this.#kept.set(partner, { comparison, at: now, items });
    items.catch(() => this.#kept.delete(partner));
    return items;
  }
}

/** @throws AccordError `comparison.not_in_force` where nothing may be compared, or it is another's */
export async function agreementWith(
  parts: ComparisonParts,
  partner: string,
  digest: string,
): Promise<HeldAgreement> {
  const held = await heldAgreement(parts.store, parts.judge, digest);
  const parties = held?.agreement.parties.map(({ id }) => id) ?? [];
  if (held === undefined || !held.force.inForce || !parties.includes(partner)) {
    throw new AccordError(
      "comparison.not_in_force",
      "no agreement of that digest is in force with this partner, so nothing is compared",
      { where: digest, remedy: "Compare under an agreement in force; see `accord agreement show`." },
    );
  }
  return held;
}
