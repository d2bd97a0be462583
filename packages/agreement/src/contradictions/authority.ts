import { AttributeName } from "@accord/vocabulary";
import type { Agreement } from "../schema/agreement.ts";
import { type Contradiction, error, warning } from "./contradiction.ts";

/** Authority that nobody has, or that never takes effect. */
export function* authorityContradictions(agreement: Agreement): Generator<Contradiction> {
  const parties = agreement.parties.map((party) => party.id);
  const { default: standing, attributes } = agreement.authority;
  if (standing !== "latest" && !parties.includes(standing)) {
    yield nobody("authority.default", standing, parties);
  }
  for (const [attribute, holder] of Object.entries(attributes)) {
    const where = `authority.attributes.${attribute}`;
    if (holder === "latest") continue;
    if (!parties.includes(holder)) {
      yield nobody(where, holder, parties);
      continue;
    }
    const senders = agreement.clauses
      .filter((clause) => clause.tier !== "match" && clause.attribute === AttributeName.parse(attribute))
      .map((clause) => clause.from);
    if (senders.length === 0) {
      yield warning({
        code: "authority.nothing_exchanged",
        message: `${holder} has authority over ${attribute}, which no clause brings into the files.`,
        where,
        remedy: "Drop it, or grant the attribute at tier linked.",
      });
    } else if (!senders.includes(holder)) {
      yield error({
        code: "authority.never_sent",
        message: `${holder} has authority over ${attribute} but never sends it, so the registries would stay apart.`,
        where,
        remedy: `Grant ${attribute} from ${holder} at tier linked, or give authority to the party that sends it.`,
      });
    }
  }
}

function nobody(where: string, holder: string, parties: readonly string[]): Contradiction {
  return error({
    code: "authority.nobody",
    message: `Authority is given to ${holder}, who is not a party.`,
    where,
    remedy: `Name ${parties.join(", ")} or latest.`,
  });
}
