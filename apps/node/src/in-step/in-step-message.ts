import { RANGES_AT_ONCE } from "@accord/exchange";
import { z } from "zod";

/** Where a partner's node compares with this one what both should hold. */
export const IN_STEP_PATH = "/in-step";

/** Differences in one message. */
export const DIFFERENCES_AT_ONCE = 500;

const Bound = z.string().regex(/^([0-9a-f]{32}|g|)$/, "a digest, or the beginning or end of all");
const Digest = z.string().regex(/^[0-9a-f]{32}$/, "128 bits in hexadecimal");
const about = {
  /** One comparison, so that the set is made once. */
  comparison: z.uuid(),
  agreement: z.string().regex(/^[0-9a-f]{64}$/),
};

/** Keyed digests alone: the key is of the two nodes and the agreement, so that they tell nobody else anything. */
export const InStepMessage = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("ranges"),
    ...about,
    ranges: z
      .array(z.strictObject({ low: Bound, high: Bound, fingerprint: Digest }))
      .min(1)
      .max(RANGES_AT_ONCE),
  }),
  /** What was found: `mine` the asker alone has, `yours` the answerer alone. Each mends its part, where `mend` says so. */
  z.strictObject({
    kind: z.literal("differences"),
    ...about,
    mend: z.boolean(),
    mine: z.array(Digest).max(DIFFERENCES_AT_ONCE),
    yours: z.array(Digest).max(DIFFERENCES_AT_ONCE),
  }),
]);
export type InStepMessage = z.infer<typeof InStepMessage>;

const Mended = z.strictObject({
  sentAgain: z.int().min(0),
  dropped: z.int().min(0),
  links: z.int().min(0),
  notices: z.int().min(0),
});
export type Mended = z.infer<typeof Mended>;

export const NOTHING_MENDED: Mended = { sentAgain: 0, dropped: 0, links: 0, notices: 0 };

export const addMended = (a: Mended, b: Mended): Mended => ({
  sentAgain: a.sentAgain + b.sentAgain,
  dropped: a.dropped + b.dropped,
  links: a.links + b.links,
  notices: a.notices + b.notices,
});

export const RangesAnswer = z.strictObject({
  items: z.int().min(0),
  answers: z.array(
    z.discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("equal") }),
      z.strictObject({ kind: z.literal("items"), items: z.array(Digest).max(1000) }),
      z.strictObject({
        kind: z.literal("split"),
        parts: z.array(z.strictObject({ high: Bound, fingerprint: Digest })).max(64),
      }),
    ]),
  ),
});

/** `settled` are of `mine` those that are no drift here: let go by retention, under way, or undone by people. */
export const DifferencesAnswer = z.strictObject({
  settled: z.array(Digest).max(DIFFERENCES_AT_ONCE),
  mended: Mended,
});
