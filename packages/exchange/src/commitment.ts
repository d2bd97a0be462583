import { commitTo } from "@accord/ledger";
import canonicalize from "canonicalize";

/**
 * The commitment to a batch's content, in hexadecimal. Both ledgers hold it, so that each side can show later that the
 * other received exactly this. The content is made canonical (RFC 8785), so that the order of fields, which a parser
 * may change, does not matter. Without the salt, which travels with the batch, it tells nothing.
 *
 * @param salt 32 bytes in base64url
 */
export function commitmentOf(content: unknown, salt: string): string {
  return commitTo(Buffer.from(canonicalize(content) ?? ""), Buffer.from(salt, "base64url"));
}
