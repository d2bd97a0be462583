import { signatureState } from "@accord/agreement";
import { type AgreementDocument, listAgreements } from "@accord/registry";
import type { AccordNode } from "../node.ts";
import { partnerCard } from "../partner/partners.ts";
import { partnerIn } from "./keep-agreement.ts";

/**
 * Tells partners of revoked agreements until their node has taken it. What was told is remembered while the node runs;
 * telling it once more after a start changes nothing there. Nothing hangs on it: a revoked agreement grants nothing
 * here from the first moment.
 */
export class RevocationTeller {
  readonly #node: Pick<AccordNode, "store" | "client" | "judge">;
  readonly #told = new Set<string>();

  constructor(node: Pick<AccordNode, "store" | "client" | "judge">) {
    this.#node = node;
  }

  async tell(): Promise<void> {
    for (const document of await listAgreements(this.#node.store)) {
      for (const revocation of document.revocations) {
        if (!this.#told.has(revocation) && (await this.#send(document, revocation)))
          this.#told.add(revocation);
      }
    }
  }

  async #send(document: AgreementDocument, revocation: string): Promise<boolean> {
    const { store, client, judge } = this.#node;
    const card = await partnerCard(store, partnerIn(signatureState(JSON.parse(document.text)), judge.self));
    if (card === undefined) return true;
    return (await client.send(card, "/revocations", { agreement: document.digest, revocation })).taken;
  }
}
