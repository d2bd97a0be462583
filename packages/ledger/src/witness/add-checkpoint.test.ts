import { describe, expect, test } from "vitest";
import { disclosure } from "../../test/arbitrary-entry.ts";
import { logSigners, partnerSigners, policy, TIME_SECONDS } from "../../test/signed-log.ts";
import {
  answerAddCheckpoint,
  ed25519Key,
  formatCheckpoint,
  formatWitnessRequest,
  Ledger,
  memoryStorage,
  noteSigner,
  openUnderPolicy,
  signCheckpoint,
  signNote,
  type TreeHead,
  type WitnessAnswer,
} from "../index.ts";

const ORIGIN = logSigners[0]!.name;

async function ledgerOf(persons: readonly number[]): Promise<Ledger> {
  const ledger = await Ledger.open(memoryStorage());
  for (const count of persons) await ledger.append(disclosure({ persons: count }));
  return ledger;
}

function answer(body: string, last?: TreeHead): Promise<WitnessAnswer> {
  return answerAddCheckpoint({
    body,
    logOf: async (origin) =>
      origin === ORIGIN ? { keys: policy.logs.map(({ key }) => key), last } : undefined,
    cosigners: partnerSigners,
    timeSeconds: TIME_SECONDS,
  });
}

async function bodyOf(ledger: Ledger, oldSize: number, signers = logSigners): Promise<string> {
  const head = await ledger.head();
  const proof = oldSize <= head.size ? await ledger.consistencyProof(oldSize) : [];
  return formatWitnessRequest({ oldSize, proof, note: await signCheckpoint(head, signers, TIME_SECONDS) });
}

describe("a witness answers", () => {
  test("200 with both its signature lines, which with the checkpoint make a cosigned note", async () => {
    const ledger = await ledgerOf([1, 2, 3]);
    const { status, body, cosigned } = await answer(await bodyOf(ledger, 0));
    expect(status).toBe(200);
    expect(body.match(/^\u2014 accord\.witness\/wfp [A-Za-z0-9+/]+={0,2}$/gm)).toHaveLength(2);
    expect(openUnderPolicy(cosigned!.note, { ...policy, quorum: "wfp" })).toMatchObject({ size: 3 });
    const next = await answer(await bodyOf(await ledgerOf([1, 2, 3, 4]), 3), cosigned!.head);
    expect(next).toMatchObject({ status: 200, cosigned: { origin: ORIGIN, head: { size: 4 } } });
  });

  test("404 to a log that it does not know", async () => {
    const other = noteSigner("other.example", "ed25519", ed25519Key(new Uint8Array(32)));
    expect(await answer(await bodyOf(await ledgerOf([1]), 0, [other]))).toMatchObject({ status: 404 });
  });

  test("403 to a checkpoint that none of the log's keys signed, or one with a wrong signature", async () => {
    const ledger = await ledgerOf([1]);
    const impostor = noteSigner(ORIGIN, "ed25519", ed25519Key(new Uint8Array(32)));
    expect(await answer(await bodyOf(ledger, 0, [impostor]))).toMatchObject({ status: 403 });
    const forged = { ...logSigners[0]!, sign: () => new Uint8Array(64) };
    expect(await answer(await bodyOf(ledger, 0, [forged]))).toMatchObject({ status: 403 });
  });

  test("400 to what is no request, and to an old size beyond the checkpoint's", async () => {
    expect(await answer("")).toMatchObject({ status: 400 });
    expect(await answer("old 0\n\nnothing\n")).toMatchObject({ status: 404 });
    expect(await answer(`old 0\n\n${ORIGIN}\n1\n`)).toMatchObject({ status: 400 });
    expect(await answer(await bodyOf(await ledgerOf([1]), 2))).toMatchObject({ status: 400 });
    const empty = await signNote(
      formatCheckpoint({ origin: ORIGIN, size: 1, root: new Uint8Array(32) }),
      logSigners,
      0,
    );
    expect(await answer(`old 1\n\n${empty.replace("\n1\n", "\n01\n")}`)).toMatchObject({ status: 403 });
  });

  test("409 with the size that it cosigned last where the log's idea of it is another", async () => {
    const ledger = await ledgerOf([1, 2, 3]);
    const last = { size: 2, root: await ledger.root(2) };
    for (const oldSize of [0, 1, 3]) {
      expect(await answer(await bodyOf(ledger, oldSize), last)).toMatchObject({
        status: 409,
        contentType: "text/x.tlog.size",
        body: "2\n",
      });
    }
    expect(await answer(await bodyOf(await ledgerOf([1]), 0), last)).toMatchObject({
      status: 409,
      body: "2\n",
      refusal: { code: "ledger.checkpoint_smaller" },
    });
  });

  test("409 without a size to another root at the same size, and 422 to a log that grew from another past", async () => {
    const last = await (await ledgerOf([1, 2, 3])).head();
    const forked = await answer(await bodyOf(await ledgerOf([1, 9, 3]), 3), last);
    expect(forked).toMatchObject({ status: 409, refusal: { code: "ledger.checkpoint_forked" } });
    expect(forked.contentType).not.toBe("text/x.tlog.size");
    expect(await answer(await bodyOf(await ledgerOf([1, 9, 3, 4]), 3), last)).toMatchObject({
      status: 422,
      refusal: { code: "ledger.checkpoint_inconsistent" },
    });
    for (const { cosigned } of [forked]) expect(cosigned).toBeUndefined();
  });
});
