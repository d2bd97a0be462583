import { type ApiClient, connect } from "../src/api-client.ts";
import { addKnownAccount, type KnownAccount, type NewKnownAccount, tokenOf } from "../src/demo/demo-staff.ts";
import type { Agency } from "./agencies.ts";

export interface SignedIn extends KnownAccount {
  readonly token: string;
  /** Speaks to the node under the account. */
  readonly client: ApiClient;
}

/** A member of staff with an account, signed in. `nowMilliseconds` is the node's own time. */
export async function signedIn(
  node: Pick<Agency, "client" | "folder">,
  account: NewKnownAccount,
  nowMilliseconds = Date.now(),
): Promise<SignedIn> {
  const known = await addKnownAccount(node.client, account, nowMilliseconds);
  const token = await tokenOf(node.client, known, nowMilliseconds);
  return { ...known, token, client: await connect(node.folder, token) };
}
