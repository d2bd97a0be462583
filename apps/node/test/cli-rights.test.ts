import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { addFingerprints, type Registration, registerBatch } from "@accord/registry";
import { known } from "@accord/vocabulary";
import { PDFDocument } from "pdf-lib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { accord, type Run } from "./accord-command.ts";
import { type Agency, agency } from "./agencies.ts";
import { syntheticTemplates } from "./synthetic-templates.ts";

const TO_WFP = ["--to", "wfp", "--for", "deduplicationOfPersons"] as const;
const CARD = "CARD-0042";

let root: string;
let iom: Agency;
let person: string;
let withoutPrints: string;
let prints: { enrolled: Uint8Array; again: Uint8Array; other: Uint8Array };

const rights = (args: readonly string[], input = ""): Promise<Run> =>
  accord(["person", "rights", ...args, "--node", iom.folder], input);
const json = async <T>(args: readonly string[], input = ""): Promise<T> => {
  const run = await rights([...args, "--json"], input);
  expect(run.err, args.join(" ")).toBe("");
  return JSON.parse(run.out) as T;
};

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "accord-rights-"));
  iom = await agency(root, "iom", {});
  prints = syntheticTemplates();
  const { store, context } = iom.serving.node;
  const outcomes = await registerBatch(store, context, [registration("A"), registration("B")]);
  [person, withoutPrints] = outcomes.map((each) => (each.kind === "rejected" ? "" : each.person)) as [
    string,
    string,
  ];
  await addFingerprints(store, context, [
    {
      identifier: { value: "A" },
      position: 1,
      quality: 80,
      capturedAt: "2026-01-02T00:00:00Z",
      template: prints.enrolled,
    },
  ]);
});
afterAll(async () => {
  await iom?.serving.close();
  await rm(root, { recursive: true, force: true });
});

const registration = (key: string): Registration => ({
  externalKey: key,
  identifiers: [{ issuer: "iom", kind: "brave", value: key }],
  states: {
    "person.name": known({
      parts: ["نياكيم", "قتويج"],
      script: "Arab",
      transliteration: ["Nyakim", "Gatwech"],
    }),
    "person.birthDate": known({ precision: "year", date: "1988" }),
    "person.phone": known("+211912345678"),
    ...(key === "A" ? { "person.cardNumber": known(CARD) } : {}),
  },
  method: "declared",
  assertedAt: "2026-01-02T00:00:00Z",
  registeredAt: "2026-01-02",
  protectLocation: false,
  consents: [],
  rowDigest: key,
});

describe("accord person rights", () => {
  it("records a consent with how it was asked, and gives a receipt in the person's language", async () => {
    const texts = await json<{ digest: string; language: string }[]>(["texts"]);
    expect(texts.map((each) => each.language)).toEqual(["ar", "en", "fr"]);
    const bare = await rights(["consent", person, ...TO_WFP]);
    expect(bare.err).toContain("consent.incomplete");
    expect(bare.code).toBe(4);
    const arabic = texts.find((each) => each.language === "ar")!.digest.slice(0, 8);
    const said = await rights([
      ...["consent", person, ...TO_WFP, "--text", arabic],
      ...["--understanding", "repeatedInOwnWords", "--expression", "signature"],
    ]);
    expect(said).toMatchObject({ code: 0, err: "" });
    for (const language of ["ar", "fr"]) {
      const out = join(root, `${language}.pdf`);
      const receipt = await json<{ sms: string; language: string }>([
        ...["receipt", person, ...TO_WFP, "--language", language, "--out", out],
      ]);
      expect(receipt.language).toBe(language);
      expect(receipt.sms.length).toBeLessThan(320);
      expect((await stat(out)).mode & 0o077).toBe(0);
      const pdf = await PDFDocument.load(await readFile(out));
      expect(pdf.getPageCount()).toBeGreaterThan(0);
    }
  });

  it("takes a text in another language, kept by its digest", async () => {
    const file = join(root, "dinka.txt");
    await writeFile(file, "Thok e Jieng: a text that somebody has translated and reads out.");
    expect((await rights(["add-text", file, "--language", "din", "--text-version", "1"])).code).toBe(0);
    expect((await json<{ language: string }[]>(["texts"])).map((each) => each.language)).toContain("din");
  });

  it("takes a withdrawal at once", async () => {
    expect((await rights(["withdraw", person, ...TO_WFP, "--reason", "dataConcerns"])).code).toBe(0);
    expect(await json(["show", person])).toMatchObject({
      consents: [
        { event: "withdrawn", reason: "dataConcerns" },
        { event: "given", language: "ar" },
      ],
    });
  });

  it("hands over all that is held to who shows the card or the finger, and to nobody else", async () => {
    const access = (shown: readonly string[], input = "") =>
      rights(["access", person, "--language", "ar", "--out", root, ...shown, "--json"], input);
    const stranger = await access(["--card-stdin"], "CARD-9999\n");
    expect(stranger.code).toBe(4);
    expect(stranger.err).toContain("rights.not_identified");
    expect(stranger.err).not.toContain("9999");
    await writeFile(join(root, "other.iso"), prints.other);
    expect((await access(["--fingerprint", join(root, "other.iso")])).err).toContain("rights.not_identified");

    await writeFile(join(root, "again.iso"), prints.again);
    expect((await access(["--fingerprint", join(root, "again.iso")])).err).toBe("");
    const handed = JSON.parse((await access(["--card-stdin"], `${CARD}\n`)).out) as { digest: string };
    const text = await readFile(join(root, "access.json"), "utf8");
    const document = JSON.parse(text) as {
      identifiedBy: string;
      file: { current: Record<string, unknown>; encounters: unknown[] };
      ledger: { entry: { kind: string }; proof?: string }[];
    };
    expect(document.identifiedBy).toBe("card");
    expect(document.file.current["person.phone"]).toEqual(known("+211912345678"));
    expect(document.file.encounters).toHaveLength(1);
    expect(document.ledger.map((each) => each.entry.kind)).toContain("consent");
    expect(text).not.toContain(Buffer.from(prints.enrolled).toString("base64").slice(0, 40));
    const pdf = await PDFDocument.load(await readFile(join(root, "access.pdf")));
    expect(pdf.getPageCount()).toBeGreaterThan(0);
    expect(handed.digest).toMatch(/^[0-9a-f]{64}$/);
    for (const name of ["access.pdf", "access.json"]) {
      expect((await stat(join(root, name))).mode & 0o077).toBe(0);
    }
  });

  it("corrects, and keeps what was said before", async () => {
    const wrong = await rights(["correct", person], '{"person.phone": "no phone of anybody"}\n');
    expect(wrong.err).toContain("correction.bad_attribute");
    expect(wrong.err).not.toContain("anybody");
    expect((await rights(["correct", person], '{"person.phone": "+211987654321"}\n')).code).toBe(0);
    const shown = await accord(
      ["person", "show", person, "--purpose", "requestOfPerson", "--node", iom.folder],
      "",
    );
    expect(shown.out).toContain("+211987654321");
    expect(shown.out).toContain("+211912345678");
  });

  it("serves a person without fingerprints alike: found, consenting, identified, handed over, restricted", async () => {
    const found = await accord(
      ["person", "find", "--identifier-stdin", "--purpose", "registration", "--json", "--node", iom.folder],
      "B\n",
    );
    expect(JSON.parse(found.out)).toMatchObject([{ id: withoutPrints }]);
    expect((await rights(["refuse", withoutPrints, ...TO_WFP])).code).toBe(0);
    expect((await rights(["access", withoutPrints, "--known-to-staff", "--out", root])).code).toBe(0);
    expect((await rights(["restrict", withoutPrints, "--ground", "accuracyContested"])).code).toBe(0);
    expect((await rights(["lift", withoutPrints])).code).toBe(0);
    const objection = await json<{ objection: string }>(["object", withoutPrints, "--ground", "safety"]);
    expect((await rights(["end-objection", objection.objection])).code).toBe(0);
  });

  it("keeps a queue with deadlines, of which doctor reminds", async () => {
    const request = await json<{ id: string }>([
      "request",
      person,
      "--kind",
      "complaint",
      "--known-to-staff",
    ]);
    expect((await rights(["requests"])).out).toContain(request.id);
    const doctor = await accord(["doctor", "--json", "--node", iom.folder]);
    expect(doctor.out).toContain("1 of persons' requests wait");
    expect((await rights(["answer", request.id, "--refused", "manifestlyUnfounded"])).out).toContain(
      "refused",
    );
    expect((await rights(["requests"])).out).toBe("No request waits.\n");
  });

  it("erases only when asked back, and says until when the store's files remember", async () => {
    expect((await rights(["erase", person])).err).toContain("usage.confirmation_needed");
    expect((await rights(["erase", person, "--yes"])).out).toMatch(/^Erased\./);
    expect((await rights(["erasures"])).out).toContain("request");
    expect((await rights(["show", person])).out).toContain("Erased");
    expect((await rights(["scrub"])).out).toContain("1 erasures are whole");
    expect((await rights(["erasures"])).out).toMatch(/^None/);
    expect((await rights(["correct", person], "{}\n")).code).not.toBe(0);
    expect((await rights(["retention"])).out).toBe("Nothing is due.\n");
  });
});
