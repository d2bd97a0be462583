import { z } from "zod";
import { requireApproval } from "../access/approval.ts";
import { newRecoveryKey } from "../keys/recovery-key.ts";
import { PURPOSES } from "../keys/ring/ring.ts";
import { beginRotation, continueRotation, rotationProgress } from "../keys/rotate.ts";
import { sealNode } from "../keys/seal.ts";
import { shownRecovery } from "../keys/sealed-server.ts";
import { recordEntry } from "../ledger/record.ts";
import type { AccordNode } from "../node.ts";
import type { Api } from "./api.ts";

const Rotate = z.strictObject({
  purpose: z.enum(PURPOSES),
  overlapDays: z.int().min(0).max(90).default(14),
  /** Gives the old key up at once; partners' people confirm the new card by hand. */
  compromised: z.boolean().default(false),
});

/** The node's keys: which there are, their rotation, the recovery key and the kill switch. No key is ever answered. */
export async function keyRoutes(api: Api, node: AccordNode): Promise<void> {
  api.get(
    "/api/keys",
    { config: { action: "keys.read" }, schema: { summary: "Which keys the node has, and how they stand" } },
    () => statusOfKeys(node),
  );

  api.post(
    "/api/keys/rotate",
    { config: { action: "keys.rotate" }, schema: { summary: "Begin a rotation", body: Rotate } },
    async ({ body, staff }) => {
      await requireApproval(node, {
        operation: "key.rotate",
        staff,
        subject: body,
        asks: `rotate the ${body.purpose} key${body.compromised ? ", which is compromised" : ""}`,
      });
      await beginRotation(node, body);
      await continueRotation(node);
      return statusOfKeys(node);
    },
  );

  api.post(
    "/api/keys/rotate/resume",
    {
      config: { action: "keys.rotate" },
      schema: {
        summary: "Go on with the rotation under way",
        body: z.strictObject({ withoutPartners: z.boolean().default(false) }),
      },
    },
    async ({ body }) => {
      await continueRotation(node, body);
      return statusOfKeys(node);
    },
  );

  api.post(
    "/api/keys/split",
    {
      config: { action: "keys.split" },
      schema: {
        summary: "Make a recovery key; its shares are answered once and kept nowhere",
        body: z.strictObject({ shares: z.int().min(2).max(20), needed: z.int().min(2).max(20) }),
      },
    },
    async ({ body, staff }) => {
      await requireApproval(node, {
        operation: "key.rotate",
        staff,
        subject: { recovery: body },
        asks: `make a recovery key, ${body.needed} of ${body.shares} shares`,
      });
      const at = node.context.now();
      const { recovery, shares } = await newRecoveryKey(node.judge.self, body, at);
      await node.heldKeys.change((ring) => ({ ...ring, recovery }));
      const keyId = Buffer.from(recovery.kid, "base64url").toString("hex");
      await node.store.transaction((session) =>
        recordEntry(node.ledger, session, { kind: "key", key: "recovery", event: "created", keyId, at }),
      );
      return { recovery: shownRecovery({ sealed: undefined, recovery }), shares };
    },
  );

  api.post(
    "/api/keys/seal",
    {
      config: { action: "keys.seal" },
      schema: {
        summary: "The kill switch: drop every key and refuse everything, at once",
        body: z.strictObject({
          reason: z.string().min(3).max(400),
          opens: z.enum(["shares", "administrators"]).optional(),
        }),
      },
    },
    async ({ body }) => {
      const opens = body.opens ?? (node.keys.recovery === undefined ? "administrators" : "shares");
      const sealed = await sealNode(node, { reason: body.reason, opens });
      node.sealing.announce();
      return { sealed };
    },
  );
}

async function statusOfKeys(node: AccordNode) {
  const { ring, rotation } = node.keys;
  const progress = await rotationProgress(node);
  return {
    root: node.heldKeys.root.kind,
    recovery: shownRecovery({ sealed: undefined, recovery: node.keys.recovery }),
    keys: PURPOSES.flatMap((purpose) =>
      ring[purpose].map((key) => ({
        purpose,
        id: key.id,
        state: key.state,
        createdAt: key.createdAt,
        ...("suite" in key ? { suite: key.suite } : {}),
        ...(key.retireAt === undefined ? {} : { retireAt: key.retireAt }),
      })),
    ),
    dataKeys: { wrapped: progress.rewrapped, total: progress.total },
    ...(rotation === undefined
      ? {}
      : { rotation: { purpose: rotation.purpose, told: progress.told, waiting: progress.waiting } }),
  };
}

export type KeysStatus = Awaited<ReturnType<typeof statusOfKeys>>;
