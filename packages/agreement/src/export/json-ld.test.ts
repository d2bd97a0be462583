import { ATTRIBUTE_NAMES } from "@accord/vocabulary";
import odrl from "@digitalbazaar/odrl-context";
import jsonld from "jsonld";
import { beforeAll, describe, expect, it } from "vitest";
import { clause, draft } from "../../test/fixtures.ts";
import { agreementDigest } from "../canonical.ts";
import { LEGAL_BASES, PURPOSES } from "../schema/terms.ts";
import { agreementJsonLd, ODRL_CONTEXT } from "./json-ld.ts";
import { DPV_TERMS } from "./terms.ts";

const ODRL = "http://www.w3.org/ns/odrl/2/";
const DPV = "https://w3id.org/dpv#";
const RULES = { permission: "Permission", prohibition: "Prohibition", obligation: "Duty" } as const;
type Expanded = Record<string, unknown> & { "@id"?: string; "@type"?: string[] };

/** An agreement that uses every purpose, basis, transformation and attribute. */
const whole = draft({
  purposes: [...PURPOSES],
  scope: {
    places: ["SS07"],
    programmes: ["GFD"],
    registeredFrom: "2025-01-01",
    registeredUntil: "2025-12-31",
    statuses: ["active"],
  },
  supersedes: { digest: "a".repeat(64), dataShared: "deleted" },
  clauses: ATTRIBUTE_NAMES.flatMap((attribute, index) =>
    (["match", "linked", "roster"] as const).map((tier, at) => {
      const legalBasis = LEGAL_BASES[(index + at) % LEGAL_BASES.length] ?? "consent";
      return clause({
        id: `${tier}${index}`,
        attribute,
        tier,
        purposes: [...PURPOSES],
        basis:
          legalBasis === "consent"
            ? { kind: "consent" }
            : { kind: "other", legalBasis, reference: "Decision 4" },
      });
    }),
  ),
});

/** ODRL's context as its W3C page serves it, from a package; nothing is fetched. */
const documentLoader = async (url: string) => {
  if (url !== ODRL_CONTEXT) throw new Error(`${url} is not to be fetched`);
  return { contextUrl: undefined, documentUrl: url, document: odrl.contexts.get(odrl.CONTEXT_URL_V1) };
};

let nodes: Expanded[];
let policy: Expanded;
beforeAll(async () => {
  // Safe mode refuses whatever a processor would otherwise drop in silence: a term or type that no context knows.
  nodes = (await jsonld.expand(
    agreementJsonLd(whole) as object,
    {
      documentLoader,
      safe: true,
    } as object,
  )) as Expanded[];
  policy = nodes.find((node) => node["@type"]?.includes(`${ODRL}Agreement`)) as Expanded;
});

const all = (node: Expanded, term: string): Expanded[] => (node[ODRL + term] ?? []) as Expanded[];
const iris = (value: unknown): string[] =>
  Array.isArray(value)
    ? value.flatMap(iris)
    : typeof value === "object" && value !== null
      ? Object.entries(value).flatMap(([key, inner]) => [
          key,
          ...(key === "@id" || key === "@type" ? [inner as string].flat() : iris(inner)),
        ])
      : [];

describe("the agreement in ODRL and DPV", () => {
  it("is JSON-LD of which a processor drops nothing, and makes triples", async () => {
    const triples = String(
      await jsonld.toRDF(
        agreementJsonLd(whole) as object,
        {
          documentLoader,
          format: "application/n-quads",
          safe: true,
        } as object,
      ),
    );
    expect(triples).toContain(
      `<${whole.id}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <${ODRL}Agreement>`,
    );
    expect(triples).toContain(`"sha256:${agreementDigest(whole)}"`);
    expect(triples.split("\n").length).toBeGreaterThan(whole.clauses.length * 20);
  });

  it("uses no term of ODRL that its context does not define, and none of DPV beyond the list that was checked", () => {
    const context = (odrl.contexts.get(odrl.CONTEXT_URL_V1) as { "@context": Record<string, unknown> })[
      "@context"
    ];
    const known = new Set(
      Object.values(context)
        .map((term) => (typeof term === "string" ? term : (term as { "@id"?: string })["@id"]))
        .filter((iri): iri is string => typeof iri === "string")
        .map((iri) => iri.replace(/^odrl:/, ODRL)),
    );
    const used = new Set(iris(nodes));
    const ofOdrl = [...used].filter((iri) => iri.startsWith(ODRL));
    expect(ofOdrl.length).toBeGreaterThan(25);
    expect(ofOdrl.filter((iri) => !known.has(iri))).toEqual([]);
    const ofDpv = [...used].filter((iri) => iri.startsWith(DPV)).map((iri) => iri.slice(DPV.length));
    expect(new Set(ofDpv)).toEqual(
      new Set(ofDpv.filter((term) => (DPV_TERMS as readonly string[]).includes(term))),
    );
    expect(ofDpv.length).toBeGreaterThan(15);
    expect([...used].filter((iri) => /^(dpv|odrl|pd|accord|dct|skos|xsd):/.test(iri))).toEqual([]);
  });

  it("has the shape that ODRL's information model asks for (sections 2.1 to 2.6)", () => {
    expect(policy["@id"]).toBe(whole.id);
    expect(all(policy, "profile")).toHaveLength(1);
    for (const [property, type] of Object.entries(RULES)) {
      const rules = all(policy, property);
      expect(rules.length).toBeGreaterThan(0);
      for (const rule of rules) {
        expect(rule["@type"]).toContain(ODRL + type);
        expect(all(rule, "assigner")).toHaveLength(1);
        expect(all(rule, "assignee")).toHaveLength(1);
        expect(all(rule, "action")).toHaveLength(1);
        if (type !== "Duty") expect(all(rule, "target")).toHaveLength(1);
        const constraints = [rule, ...all(rule, "duty")].flatMap((each) => all(each, "constraint"));
        const refinements = all(rule, "action").flatMap((action) => all(action, "refinement"));
        for (const each of [...constraints, ...refinements]) {
          expect(all(each, "leftOperand")).toHaveLength(1);
          expect(all(each, "operator")).toHaveLength(1);
          expect(all(each, "rightOperand").length).toBeGreaterThan(0);
        }
      }
    }
  });

  it("has one permission for each clause, between the clause's parties, with its retention as a duty to delete", () => {
    const permissions = all(policy, "permission");
    expect(permissions.map((each) => each["@id"])).toEqual(
      whole.clauses.map(({ id }) => `${whole.id}#${id}`),
    );
    for (const [index, each] of permissions.entries()) {
      const [duty] = all(each, "duty");
      expect(JSON.stringify(duty)).toContain(`P${whole.clauses[index]?.retentionDays}D`);
    }
  });

  it("forbids onward transfer to both parties", () => {
    const forbidden = all(policy, "prohibition").filter((rule) =>
      JSON.stringify(all(rule, "action")).includes(`${DPV}Transfer`),
    );
    expect(forbidden.map((rule) => all(rule, "assignee")[0]?.["@id"]).sort()).toEqual([
      "https://accord.example/ns#party/iom",
      "https://accord.example/ns#party/wfp",
    ]);
  });
});
