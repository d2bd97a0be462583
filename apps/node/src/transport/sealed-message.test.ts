import { beforeAll, describe, expect, test } from "vitest";
import { newSuiteKey, SUITE_IDS, type SuiteKeyPair } from "../keys/suite.ts";
import { openMessage, sealMessage } from "./sealed-message.ts";

const route = { from: "iom", to: "wfp" };
let keys: readonly SuiteKeyPair[];
let strangers: readonly SuiteKeyPair[];
const among = (held: readonly SuiteKeyPair[]) => (kid: string) => held.find((key) => key.kid === kid);

beforeAll(async () => {
  keys = await Promise.all(SUITE_IDS.map(newSuiteKey));
  strangers = await Promise.all(SUITE_IDS.map(newSuiteKey));
});

test("there are two suites, and both are hybrids of a classical curve and ML-KEM", () => {
  expect(SUITE_IDS).toEqual(["xwing-hkdfsha256-aes256gcm", "mlkem1024p384-hkdfsha384-aes256gcm"]);
});

describe.each(SUITE_IDS.map((suite, index) => ({ suite, index })))(
  "a message sealed with $suite",
  ({ suite, index }) => {
    const sealed = () => sealMessage(Buffer.from("plain"), keys[index]!, route);

    test("opens for its recipient, who learns the suite, and for nobody else", async () => {
      const opened = await openMessage(await sealed(), among(keys), route);
      expect([opened.plain.toString(), opened.suite]).toEqual(["plain", suite]);
      await expect(openMessage(await sealed(), among(strangers), route)).rejects.toMatchObject({
        code: "transport.unreadable",
      });
      const renamed = (await sealed()).toString("latin1").replace(keys[index]!.kid, strangers[index]!.kid);
      await expect(
        openMessage(Buffer.from(renamed, "latin1"), among(strangers), route),
      ).rejects.toMatchObject({
        code: "transport.unreadable",
      });
    });

    test("is refused as another sender's, for another recipient, and with any byte changed", async () => {
      const message = await sealed();
      for (const other of [
        { ...route, from: "unicef" },
        { ...route, to: "unicef" },
      ]) {
        await expect(openMessage(message, among(keys), other)).rejects.toMatchObject({
          code: "transport.unreadable",
        });
      }
      for (let at = 0; at < message.length; at += 97) {
        const changed = Buffer.from(message);
        changed[at] = changed[at]! ^ 1;
        await expect(openMessage(changed, among(keys), route)).rejects.toMatchObject({
          code: "transport.unreadable",
        });
      }
    });

    test("is refused where it would unpack beyond the limit", async () => {
      const bomb = await sealMessage(Buffer.alloc(64 * 1024 * 1024), keys[index]!, route);
      expect(bomb.length).toBeLessThan(200_000);
      await expect(openMessage(bomb, among(keys), route)).rejects.toMatchObject({
        code: "transport.unreadable",
      });
    });
  },
);

test("a message whose header names another suite than its key's is refused", async () => {
  const message = (await sealMessage(Buffer.from("plain"), keys[0]!, route)).toString("latin1");
  const renamed = message.replace(SUITE_IDS[0]!, SUITE_IDS[1]!);
  await expect(openMessage(Buffer.from(renamed, "latin1"), among(keys), route)).rejects.toMatchObject({
    code: "transport.unreadable",
  });
});
