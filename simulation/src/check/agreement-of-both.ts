import { notCovered } from "./disclosure.ts";
import { type Document, type Mirror, type Scene, type States, Violation } from "./scene.ts";

const LINKS = "links are symmetric";
const CONVERGED = "both sides converge when the faults stop";

/** What may stand on one side alone: pairs that somebody judged different, or of a person whom the agreement no longer covers. */
function excused(mirror: Mirror, document: Document, ownRef: string, partnerRef: string): boolean {
  const person = mirror.tables.persons.get(ownRef.slice("ref-".length));
  return (
    mirror.tables.judgements.get(`${person?.id}/${partnerRef}`)?.verdict === "different" ||
    mirror.tables.barred.has(partnerRef) ||
    person === undefined ||
    notCovered(person, document) !== undefined
  );
}

/** After an undisturbed exchange both know the same links, and for each what the other may tell of the person. */
export function checkConverged(scene: Scene, document: Document): void {
  for (const mirror of Object.values(scene.mirrors)) {
    const partner = scene.partner(mirror.id);
    const theirs = new Map(partner.rows("links").map((link) => [`${link.partnerRef} ${link.ownRef}`, link]));
    for (const link of mirror.rows("links")) {
      const { ownRef, partnerRef } = link;
      const alone =
        excused(mirror, document, ownRef, partnerRef) || excused(partner, document, partnerRef, ownRef);
      if (!theirs.has(`${ownRef} ${partnerRef}`)) {
        if (alone) continue;
        throw new Violation(
          LINKS,
          `${mirror.id} links ${ownRef} with ${partnerRef}; ${partner.id} knows of no such link`,
        );
      }
      const person = partner.tables.persons.get(partnerRef.slice("ref-".length));
      if (person !== undefined && !alone)
        checkKnows(mirror, partner, document, partnerRef, person.statements);
    }
  }
}

function checkKnows(
  mirror: Mirror,
  partner: Mirror,
  document: Document,
  partnerRef: string,
  statements: readonly { readonly id: string; readonly states: object }[],
): void {
  const granted = new Set(
    document.clauses
      .filter(
        ({ from, tier, purposes }) =>
          from === partner.id && tier === "linked" && purposes.includes(document.purpose),
      )
      .map(({ attribute }) => attribute),
  );
  for (const statement of statements) {
    const wanted = Object.keys(statement.states).filter((attribute) => granted.has(attribute));
    if (wanted.length === 0) continue;
    const held = mirror.tables.received.get(`${partnerRef}/${statement.id}`);
    const states = (held?.statement.states ?? {}) as unknown as States;
    const missing = wanted.filter((attribute) => states[attribute] === undefined);
    if (missing.length > 0)
      throw new Violation(
        CONVERGED,
        `${mirror.id} does not know ${missing.join(", ")} of ${statement.id}, which ${partner.id} may tell of ${partnerRef}`,
      );
  }
}

/**
 * An exchange that both sides call done brought what it is for: of each link that it made and that still stands, each side
 * has something of the other's person where the agreement grants anything. A restored node has forgotten, and is excused.
 */
export function checkDelivered(scene: Scene): void {
  for (const mirror of Object.values(scene.mirrors)) {
    const partner = scene.partner(mirror.id);
    if (mirror.restorations + partner.restorations > 0) continue;
    for (const state of mirror.rows("exchanges")) {
      const document = scene.documents.get(state.agreement);
      const theirs = partner.tables.exchanges.get(state.exchange);
      const done = [state, theirs].every((each) => each?.step === "done" && each.standing.kind === "running");
      if (document === undefined || !done) continue;
      for (const pair of mirror.rows("pairs")) {
        if (pair.exchange !== state.exchange || pair.decision !== "linked" || pair.round > state.round)
          continue;
        const { ownRef, partnerRef } = pair;
        const alone =
          excused(mirror, document, ownRef, partnerRef) || excused(partner, document, partnerRef, ownRef);
        const stands = (side: Mirror, own: string, other: string) =>
          side.tables.links.has(`${own.slice("ref-".length)}/${other}`);
        if (alone || !stands(mirror, ownRef, partnerRef) || !stands(partner, partnerRef, ownRef)) continue;
        if (!mirror.rows("received").some((row) => row.partnerRef === partnerRef))
          throw new Violation(
            CONVERGED,
            `${mirror.id} has nothing of ${partnerRef}, whom an exchange that both call done linked with ${ownRef}`,
          );
      }
    }
  }
}
