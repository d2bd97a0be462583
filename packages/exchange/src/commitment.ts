import { commitTo } from "@accord/ledger";

/**
 * The commitment to a batch's content, in hexadecimal. Both ledgers hold it, so that each side can show later that the
 * other received exactly this. Without the salt, which travels with the batch, it tells nothing.
 *
 * @param salt 32 bytes in base64url
 */
export function commitmentOf(content: unknown, salt: string): string {
  return commitTo(Buffer.from(JSON.stringify(content)), Buffer.from(salt, "base64url"));
}
