import { type Agreement, counterpartOf } from "../schema/agreement.ts";
import { isAuthority, type Party } from "../schema/party.ts";
import { type Contradiction, error, warning } from "./contradiction.ts";

/** Who the parties are to each other and to the persons, and how each signs. */
export function* partyContradictions(agreement: Agreement): Generator<Contradiction> {
  const [first, second] = agreement.parties;
  if (first.id === second.id) {
    yield error({
      code: "parties.same",
      message: "Both parties have the same id.",
      where: "parties",
      remedy: "Give each party an id of its own.",
    });
  }
  if (keysOf(first).some((key) => keysOf(second).includes(key))) {
    yield error({
      code: "parties.same_key",
      message: "Both parties sign with the same key, so one alone could sign for both.",
      where: "parties.signingKey",
      remedy: "Name each party's own keys.",
    });
  }
  yield* roleContradictions(agreement);
  for (const party of agreement.parties) {
    yield* signingContradictions(party);
    yield* deniedRecipient(agreement, party);
  }
}

function* roleContradictions(agreement: Agreement): Generator<Contradiction> {
  const { parties } = agreement;
  if (parties.every((party) => party.role === "processor")) {
    yield error({
      code: "parties.no_controller",
      message: "Both parties are processors, so nobody answers for the processing.",
      where: "parties.role",
      remedy: "Make one party a controller, or both joint controllers.",
    });
  }
  if (parties.filter((party) => party.role === "jointController").length === 1) {
    yield error({
      code: "parties.joint_alone",
      message: "One party is a joint controller and the other is not, so it is joint with nobody.",
      where: "parties.role",
      remedy: "Make both joint controllers, or name each one's own role.",
    });
  }
  for (const party of parties) {
    if (party.role === "processor" && party.instructions === undefined) {
      yield error({
        code: "parties.no_instructions",
        message: `${party.id} is a processor without instructions.`,
        where: `parties.${party.id}.instructions`,
        remedy: "Say what it does for the other party, on whose word, and what it may never do.",
      });
    }
    if (party.role !== "processor" && party.instructions !== undefined) {
      yield error({
        code: "parties.instructions_to_controller",
        message: `${party.id} has instructions and is no processor.`,
        where: `parties.${party.id}.instructions`,
        remedy: "Drop the instructions, or make it a processor.",
      });
    }
    const other = counterpartOf(agreement, party.id);
    if (
      party.role === "processor" &&
      agreement.clauses.some((clause) => clause.purposes.includes("targeting") && clause.to === party.id)
    ) {
      yield warning({
        code: "parties.processor_targets",
        message: `${party.id} processes for ${other?.id ?? "the other party"} and is given data for targeting, which decides on persons.`,
        where: `parties.${party.id}.role`,
        remedy: "Let the controller decide, or make the party a controller.",
      });
    }
  }
}

function* signingContradictions({ id, signing, signingKey }: Party): Generator<Contradiction> {
  const where = `parties.${id}.signing`;
  const kids = signing.signatories.map((signatory) => signatory.key.kid);
  if (signing.required > Math.max(1, kids.length)) {
    yield error({
      code: "signing.too_few_signatories",
      message: `${id} must sign ${signing.required} times and names ${kids.length} signatories.`,
      where,
      remedy: "Name as many signatories as must sign; a node's own key signs once.",
    });
  }
  if (
    new Set(kids).size < kids.length ||
    new Set(signing.signatories.map((each) => each.id)).size < kids.length
  ) {
    yield error({
      code: "signing.repeated",
      message: `Two signatories of ${id} have the same id or the same key.`,
      where,
      remedy: "Give each signatory an id and a key of their own: two signatures must be of two persons.",
    });
  }
  if (kids.includes(signingKey.kid)) {
    yield error({
      code: "signing.node_key",
      message: `A signatory of ${id} signs with the node's key, which signs without a human.`,
      where,
      remedy: "Give the signatory a key on a token or a passkey.",
    });
  }
}

function* deniedRecipient(agreement: Agreement, party: Party): Generator<Contradiction> {
  const { classes, named } = agreement.exclusions.recipients;
  const receives = agreement.clauses.some((clause) => clause.to === party.id);
  const where = "exclusions.recipients";
  const wanted = [party.id, party.name].map((name) => name.trim().toLowerCase());
  const denied =
    named.some((name) => wanted.includes(name.trim().toLowerCase())) ||
    classes.some((each) => each === party.kind);
  if (denied && receives) {
    yield error({
      code: "exclusions.party_denied",
      message: `${party.id} is among those whom nothing may reach, and clauses give it data.`,
      where,
      remedy: "Drop the clauses towards it, or do not agree: the deny list is not there to be bent.",
    });
  }
  if (isAuthority(party) && party.country === undefined) {
    yield error({
      code: "parties.no_country",
      message: `${party.id} is an authority, and its country is not said.`,
      where: `parties.${party.id}.country`,
      remedy: "Name the country: persons who come from there may have to be left out.",
    });
  }
}

const keysOf = ({ signingKey, signing }: Party): string[] => [
  signingKey.kid,
  ...signing.signatories.map((signatory) => signatory.key.kid),
];
