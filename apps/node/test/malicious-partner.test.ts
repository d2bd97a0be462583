/**
 * A partner's node that has its true keys, its true certificate and a signed agreement, and lies. Each lie is refused,
 * stands in the ledgers of both, and changes nothing of what the other node holds.
 */
import { randomUUID } from "node:crypto";
import { type LinkDecision, type Message, type MessageBody, PROTOCOL } from "@accord/exchange";
import { findLinks, refsOfPersons } from "@accord/registry";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { follow, signBoth } from "../src/demo/sharing.ts";
import { SUITE_IDS } from "../src/keys/suite.ts";
import { type Agencies, type Agency, agreeOn, TERMS, twoAgencies } from "./agencies.ts";
import { hello, letterTo, message, post } from "./letter.ts";
import {
  digestOfStore,
  entriesOf,
  exchangeWith,
  inBatch,
  inFirstRecord,
  knows,
  type Lie,
} from "./lying-node.ts";

describe("a partner with true keys who lies", () => {
  let agencies: Agencies;
  let iom: Agency;
  let wfp: Agency;
  let agreement: string;
  let honest: string;
  const plaintext: { to: string; bytes: Buffer }[] = [];

  beforeAll(async () => {
    agencies = await twoAgencies({
      people: 120,
      templates: false,
      canaries: true,
      serve: { onPlaintext: (to, bytes) => plaintext.push({ to, bytes: Buffer.from(bytes) }) },
    });
    ({ iom, wfp } = agencies);
    agreement = await agreeOn(agencies);
    // Both registries are free of duplicates and in step: what a lie would change shows itself.
    honest = await exchanged();
  }, 240_000);
  afterAll(() => agencies?.close());

  async function exchanged(): Promise<string> {
    const { exchange } = await iom.client.post<{ exchange: string }>("/api/exchanges", { agreement });
    for (const { client } of [wfp, iom])
      expect(await follow(client, exchange, () => undefined)).toMatchObject({ step: "done" });
    return exchange;
  }

  interface Refused {
    /** The refusal's code in the ledger of who was lied to. */
    readonly code: string;
    /** Where it ends the exchange by another code than the ledger's. */
    readonly halt?: string;
    /** Tables of the exchange's own that were written before the lie came. */
    readonly but?: readonly string[];
    readonly under?: string;
  }

  /** An exchange in which `liar` lies: refused, logged by both, nothing changed. */
  async function refused(liar: Agency, lie: Lie, expected: Refused): Promise<void> {
    const victim = liar === iom ? wfp : iom;
    const before = await digestOfStore(victim, expected.but);
    const size = (await entriesOf(victim)).length;
    const told = await exchangeWith(liar, victim, expected.under ?? agreement, lie);
    const code = expected.halt ?? expected.code;
    expect(told.victim.standing).toMatchObject({ kind: "halted", by: victim.id, code });
    expect(told.liar.standing).toMatchObject({ kind: "halted", code });
    expect(await digestOfStore(victim, expected.but)).toEqual(before);
    const own = (await entriesOf(victim)).slice(size).filter(({ kind }) => kind === "refusal");
    expect(own).toContainEqual(expect.objectContaining({ code: expected.code, partner: liar.id }));
    const theirs = (await entriesOf(liar)).filter(({ exchange }) => exchange === told.exchange);
    expect(theirs).toContainEqual(expect.objectContaining({ kind: "exchange", event: "halted", code }));
  }

  /** A message posted by hand with the partner's true keys: answered so, with one more refusal in the ledger. */
  async function answered(
    content: unknown,
    expected: { status: number; code?: string; logged?: string },
    change: Parameters<typeof letterTo>[3] & { without?: string } = {},
  ): Promise<void> {
    const { keys } = iom.serving.node;
    const letter = await letterTo(wfp, keys, content, change);
    const headers = Object.fromEntries(
      Object.entries(letter.headers).filter(([name]) => name !== change.without),
    );
    await posted({ ...letter, headers }, expected);
  }

  async function posted(
    letter: Awaited<ReturnType<typeof letterTo>>,
    { status, code, logged }: { status: number; code?: string; logged?: string },
  ): Promise<void> {
    const before = await digestOfStore(wfp);
    const size = (await entriesOf(wfp)).length;
    const answer = await post(wfp, letter, iom.serving.node.keys);
    expect(answer).toMatchObject({ status, ...(code === undefined ? {} : { code }) });
    expect(await digestOfStore(wfp)).toEqual(before);
    const since = (await entriesOf(wfp)).slice(size);
    expect(since.map((entry) => [entry.kind, entry.code, entry.partner])).toEqual(
      logged === undefined ? [] : [["refusal", logged, "iom"]],
    );
  }

  const toWfp = (exchange: string, number: number, body: MessageBody): Message => ({
    ...message({ from: "iom", to: "wfp" }, body),
    exchange,
    number,
  });

  describe("about what it sends", () => {
    test("an attribute that no clause grants", () =>
      refused(
        iom,
        inFirstRecord((record) => knows(record, "person.disability", true)),
        { code: "exchange.batch_refused.attributeNotGranted" },
      ));

    test("a value as it is where the clause cuts it down", async () => {
      for (const [attribute, value] of [
        ["person.rationCard", "RC-00012345"],
        ["person.phone", "+211912345678"],
        ["person.location", { pcode: "SS070101" }],
      ] as const)
        await refused(
          iom,
          inFirstRecord((record) => knows(record, attribute, value)),
          { code: "exchange.batch_refused.valueNotTransformed" },
        );
    });

    test("a person outside the scope", () =>
      refused(
        iom,
        inFirstRecord((record) => knows(record, "person.location", { pcode: "SS0101" })),
        { code: "exchange.batch_refused.placeOutOfScope" },
      ));

    test("a batch that is not what its commitment says", () =>
      refused(
        iom,
        (body) => (body.kind === "batch" ? ({ ...body, match: body.match?.slice(1) } as MessageBody) : body),
        {
          code: "exchange.commitment_mismatch",
        },
      ));

    test("a person twice", () =>
      refused(
        iom,
        inBatch("match", ({ match = [] }) => ({ match: [...match, match[0]!] })),
        { code: "exchange.beyond_snapshot" },
      ));

    test("more persons than it pinned", () =>
      refused(iom, withMore(30), { code: "exchange.beyond_snapshot" }));

    test("more persons than the agreement allows in an exchange", async () => {
      const snapshot: Lie = (body) => (body.kind === "snapshot" ? { ...body, persons: 1_000_001 } : body);
      await refused(iom, snapshot, { code: "exchange.ceiling" });
    });

    test("more records than the agreement allows in a day, and in total", async () => {
      const persons = (
        await iom.client.get<{ sides: { iom: { persons: number } } }>(`/api/exchanges/${honest}`)
      ).sides.iom.persons;
      for (const [ceiling, rule] of [
        ["recordsPerDay", "tooManyRecordsToday"],
        ["recordsInTotal", "tooManyRecordsInTotal"],
      ] as const) {
        const ceilings = { personsPerExchange: 10_000, recordsPerDay: 10_000, recordsInTotal: 10_000 };
        const { agreement: drafted } = await iom.client.post<{ agreement: object }>("/api/agreements/draft", {
          partner: "wfp",
          ...TERMS,
        });
        const tight = await signBoth(iom.client, wfp.client, {
          ...drafted,
          ceilings: { ...ceilings, [ceiling]: persons + 5 },
        });
        const more = withMore(6);
        const lie: Lie = (body) =>
          body.kind === "snapshot" ? { ...body, persons: body.persons + 6 } : more(body);
        await refused(iom, lie, { code: `exchange.batch_refused.${rule}`, under: tight });
      }
    });

    test("a batch larger than the protocol's", () =>
      refused(iom, withMore(501), {
        code: "exchange.message_malformed",
        halt: "exchange.message_malformed",
      }));

    test("statements on persons who are not linked", async () => {
      const persons = inBatch("linked", ({ persons: sent = [] }) => ({
        persons: sent.map((person, index) => (index === 0 ? { ...person, ref: "p-guessed" } : person)),
      }));
      await refused(iom, persons, {
        code: "exchange.person_not_linked",
        but: ["pair_result", "exchange_record", "link", "adjudication"],
      });
    });
  });

  describe("about whom it found", () => {
    test("everybody, so as to be given everybody's linked tier", () =>
      refused(
        wfp,
        inBatch("links", ({ links = [] }) => ({ links: claiming(links, 200) })),
        { code: "exchange.too_many_links" },
      ));

    test("one person twice", () =>
      refused(
        wfp,
        inBatch("links", ({ links = [] }) => ({
          links: [...links, { ...links.find(({ verdict }) => verdict === "linked")!, matcherRef: "p-other" }],
        })),
        { code: "exchange.links_not_one_to_one" },
      ));

    test("a person whom the exchange did not disclose: guessed, or restricted since an earlier one", async () => {
      const [link] = await findLinks(iom.serving.node.store, { agreement, partner: "wfp" });
      const person = link!.person;
      const refs = await refsOfPersons(iom.serving.node.store, { exchange: honest, persons: [person] });
      await iom.client.post(`/api/persons/${person}/restrict`, { ground: "accuracyContested" });
      for (const supplierRef of [refs.get(person)!, "p-guessed"]) {
        const lie = inBatch("links", ({ links = [] }) => ({
          links: [
            ...links.slice(1),
            { ...links[0]!, supplierRef, matcherRef: "p-any", verdict: "linked" as const },
          ],
        }));
        await refused(wfp, lie, { code: "exchange.link_not_disclosed" });
      }
      await iom.client.post(`/api/persons/${person}/lift-restriction`);
    });

    test("fewer than the agreement tells, by guessing: nobody is named to it, and the node waits for a human", async () => {
      const before = await digestOfStore(wfp, ["pair_result", "exchange_record"]);
      const from = plaintext.length;
      const guesses = inBatch("match", ({ match = [] }) => ({ match: match.slice(0, 4) }));
      const probe: Lie = (body) => (body.kind === "halt" ? undefined : guesses(body));
      const { exchange, victim } = await exchangeWith(iom, wfp, agreement, probe);
      expect(victim.standing).toMatchObject({ kind: "held", code: "exchange.overlap_too_small" });
      expect(await digestOfStore(wfp, ["pair_result", "exchange_record"])).toEqual(before);
      const back = plaintext
        .slice(from)
        .filter(({ to }) => to === "iom")
        .map(({ bytes }) => bytes.toString());
      expect(back.filter((text) => text.includes('"links"') || text.includes("%"))).toEqual([]);
      expect(await entriesOf(wfp)).toContainEqual(
        expect.objectContaining({ kind: "exchange", exchange, code: "exchange.overlap_too_small" }),
      );
      await wfp.client.post(`/api/exchanges/${exchange}/stop`, { reason: "a probe" });
      await follow(iom.client, exchange, () => undefined);
    });
  });

  describe("about what both did", () => {
    test("a forged checkpoint of its ledger", async () => {
      for (const liar of [iom, wfp]) {
        const forged: Lie = (body) =>
          body.kind === "receipt" ? { ...body, checkpoint: otherRoot(body.checkpoint) } : body;
        const victim = liar === iom ? wfp : iom;
        const told = await exchangeWith(liar, victim, agreement, forged);
        expect(told.victim.standing).toMatchObject({ kind: "halted", code: "exchange.checkpoint_invalid" });
        const kinds = (await entriesOf(victim)).filter(({ exchange }) => exchange === told.exchange);
        expect(kinds).toContainEqual(expect.objectContaining({ kind: "refusal", partner: liar.id }));
        expect(await entriesOf(liar)).toContainEqual(
          expect.objectContaining({
            exchange: told.exchange,
            event: "halted",
            code: "exchange.checkpoint_invalid",
          }),
        );
      }
    });

    test("a receipt for a batch that it was not sent", () =>
      refused(wfp, (body) => (body.kind === "received" ? { ...body, commitment: "0".repeat(64) } : body), {
        code: "exchange.acknowledgement_mismatch",
      }));

    test("a deletion certificate that nobody signed", () =>
      refused(
        wfp,
        (body) => (body.kind === "purged" ? { ...body, certificate: `${body.certificate}A` } : body),
        { code: "exchange.certificate_invalid" },
      ));
  });

  describe("in single messages", () => {
    test("the same bytes again, and the same message again in new bytes", async () => {
      const { keys } = iom.serving.node;
      const letter = await letterTo(
        wfp,
        keys,
        toWfp(randomUUID(), 0, { kind: "welcome", suite: "any", alongside: [] }),
      );
      await posted(letter, { status: 403, code: "exchange.unknown", logged: "exchange.unknown" });
      await posted(letter, { status: 409, code: "transport.replayed", logged: "transport.replayed" });
      // A number that was taken before is acknowledged as a retry would be, and nothing of it is read.
      const again = toWfp(honest, 1, { kind: "halt", code: "exchange.fault", reason: "sent again" });
      await answered(again, { status: 200 });
      expect(await wfp.client.get(`/api/exchanges/${honest}`)).toMatchObject({
        standing: { kind: "running" },
      });
    });

    test("one out of order", () =>
      answered(toWfp(honest, 900, { kind: "notice", code: "a.b", reason: "early" }), {
        status: 409,
        logged: "exchange.out_of_order",
      }));

    test("one without its signature, or whose answer it would have unsigned", async () => {
      const plain = toWfp(randomUUID(), 0, { kind: "welcome", suite: SUITE_IDS[0]!, alongside: [] });
      for (const without of ["signature", "signature-input"])
        await answered(
          plain,
          { status: 401, code: "transport.signature_invalid", logged: "transport.signature_invalid" },
          { without },
        );
    });

    test("a wider agreement than both signed: unknown here, or signed by itself alone", async () => {
      const opening = (digest: string) => hello({ from: "iom", to: "wfp" }, digest);
      await answered(opening("f".repeat(64)), {
        status: 403,
        code: "exchange.agreement_unknown",
        logged: "exchange.agreement_unknown",
      });
      const { agreement: wider } = await iom.client.post<{ agreement: { scope: object } }>(
        "/api/agreements/draft",
        { partner: "wfp", ...TERMS, title: "Everything" },
      );
      const half = await iom.client.post<{ standing: { digest: string } }>("/api/agreements/sign", {
        document: { ...wider, scope: { ...wider.scope, places: ["SS"] } },
      });
      await expect
        .poll(async () => {
          const opened = await letterTo(wfp, iom.serving.node.keys, opening(half.standing.digest));
          return (await post(wfp, opened, iom.serving.node.keys)).code;
        })
        .toBe("agreement.signature_missing");
      expect(await entriesOf(wfp)).toContainEqual(
        expect.objectContaining({ kind: "refusal", code: "agreement.signature_missing", partner: "iom" }),
      );
    });

    test("another protocol", async () => {
      const { exchange, victim } = await exchangeWith(iom, wfp, agreement, (body) =>
        body.kind === "hello" ? { ...body, protocol: `${PROTOCOL}9` } : body,
      );
      expect(victim.standing).toMatchObject({ code: "exchange.protocol_unknown" });
      expect(await entriesOf(iom)).toContainEqual(
        expect.objectContaining({ exchange, event: "halted", code: "exchange.protocol_unknown" }),
      );
    });
  });
});

/** Repeats the last record under other references. */
function withMore(records: number): Lie {
  return inBatch("match", ({ match = [] }) => {
    const extra = Array.from({ length: records }, (_, index) => ({
      ...match.at(-1)!,
      ref: `p-more-${index}`,
    }));
    return { match: [...match, ...extra] };
  });
}

function claiming(links: readonly LinkDecision[], more: number): LinkDecision[] {
  const first = links[0]!;
  const claimed = Array.from({ length: more }, (_, index) => ({
    ...first,
    matcherRef: `p-a-${index}`,
    supplierRef: `p-b-${index}`,
    verdict: "linked" as const,
  }));
  return [...links, ...claimed];
}

/** A checkpoint whose root hash is another: its first line is the origin, then size, then the root in base64. */
function otherRoot(request: string): string {
  return request.replace(
    /(\/[^\n]*\n\d+\n)([A-Za-z0-9+/]{43}=)(\n)/,
    (_all, head: string, root: string, end: string) => {
      const bytes = Buffer.from(root, "base64");
      bytes[0] = (bytes[0] ?? 0) ^ 1;
      return `${head}${bytes.toString("base64")}${end}`;
    },
  );
}
