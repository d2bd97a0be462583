import type { Recipient } from "@accord/agreement";
import {
  addDemand,
  type Demand,
  decideDemand,
  listDemands,
  listStaffAccounts,
  type Session,
} from "@accord/registry";
import { AccordError } from "@accord/vocabulary";
import { accountOf, type Staff } from "../access/staff.ts";
import { sha256 } from "../ledger/node-ledger.ts";
import { recordEntry } from "../ledger/record.ts";
import type { AccordNode } from "../node.ts";
import { requireNotDenied } from "./deny-list.ts";

type Keeper = Pick<AccordNode, "store" | "ledger" | "context">;

/** Records a demand as it came. Nothing follows from it by itself: the software has no way to answer one. */
export async function recordDemand(
  node: Keeper,
  by: Staff,
  given: Pick<Demand, "authority" | "legalBasis" | "askedFor" | "receivedOn"> & {
    readonly country?: string | undefined;
    readonly words?: string | undefined;
  },
): Promise<Demand> {
  const { words, country, ...demand } = given;
  const id = node.context.newId();
  const at = node.context.now();
  // The id is random, so that short words cannot be guessed from their digest.
  const commitment = sha256(`${id}\n${words ?? ""}`);
  await node.store.transaction(async (transaction) => {
    await addDemand(
      transaction,
      { ...demand, country, id, commitment, recordedAt: at, recordedBy: by.id },
      words,
    );
    await recordEntry(node.ledger, transaction, {
      kind: "demand",
      event: "recorded",
      authority: given.authority,
      legalBasis: given.legalBasis,
      commitment,
      reference: id,
      at,
      ...staffIn(by),
    });
  });
  return demandOf(node.store, id);
}

/**
 * Records what was decided, by another than who recorded the demand. `persons` are those of whom people gave data, by
 * their own hands and outside the software; of a refused demand none.
 * @throws AccordError `demand.unknown`, `demand.own`, `demand.decided`, `demand.refused_gives_nothing`, `recipient.denied` where it would be answered
 */
export async function decideOnDemand(
  node: Keeper,
  by: Staff,
  decision: {
    readonly id: string;
    readonly outcome: "refused" | "answered";
    readonly ground: NonNullable<Demand["ground"]>;
    readonly persons: number;
  },
): Promise<Demand> {
  const { id, outcome, ground, persons } = decision;
  const demand = await demandOf(node.store, id);
  if (demand.recordedBy === by.id && (await listStaffAccounts(node.store)).length > 0) {
    throw new AccordError("demand.own", "a demand is decided by another than who recorded it", {
      where: "id",
      remedy: "Ask a protection officer.",
    });
  }
  if (outcome === "refused" && persons > 0) {
    throw new AccordError("demand.refused_gives_nothing", "a refused demand gives nobody's data", {
      where: "persons",
      remedy: "Record it as answered if data of persons was given.",
    });
  }
  if (outcome === "answered") await requireNotDenied(node, recipientOf(demand), by);
  const at = node.context.now();
  await node.store.transaction(async (transaction) => {
    if (!(await decideDemand(transaction, { id, outcome, ground, persons, at, by: by.id }))) {
      throw new AccordError("demand.decided", "the demand was decided before", { where: "id" });
    }
    await recordEntry(node.ledger, transaction, {
      kind: "demand",
      event: outcome,
      code: ground,
      persons,
      commitment: demand.commitment,
      reference: id,
      at,
      ...staffIn(by),
    });
  });
  return demandOf(node.store, id);
}

const LAW_ENFORCEMENT: readonly Demand["authority"][] = ["police", "security", "immigration"];

/** An authority as the deny list knows recipients. */
function recipientOf({ authority, country }: Pick<Demand, "authority" | "country">): Recipient {
  const kind = LAW_ENFORCEMENT.includes(authority) ? "lawEnforcement" : "government";
  return { kind, ...(country === undefined ? {} : { country }) };
}

async function demandOf(session: Session, id: string): Promise<Demand> {
  const [demand] = await listDemands(session, id);
  if (demand !== undefined) return demand;
  throw new AccordError("demand.unknown", "there is no such demand", {
    where: "id",
    remedy: "See `accord demand list`.",
  });
}

const staffIn = (by: Staff) => {
  const staff = accountOf(by);
  return staff === undefined ? {} : { staff };
};
