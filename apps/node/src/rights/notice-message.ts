import { REFS_A_NOTICE } from "@accord/registry";
import { z } from "zod";
import { sha256 } from "../ledger/node-ledger.ts";

/** Where a partner's node takes notices of what persons decided. */
export const NOTICE_PATH = "/rights";

/** What travels: pseudonyms under one agreement, and whether to erase or to take in again. Never why, and never who. */
export const NoticeMessage = z.strictObject({
  notice: z.uuid(),
  agreement: z.string().regex(/^[0-9a-f]{64}$/),
  kind: z.enum(["withdrawal", "erasure", "restoration"]),
  refs: z.array(z.string().min(1).max(80)).min(1).max(REFS_A_NOTICE),
});
export type NoticeMessage = z.infer<typeof NoticeMessage>;

export const digestOfRefs = (refs: readonly string[]): string =>
  sha256(refs.map((ref) => `${ref}\n`).join(""));
