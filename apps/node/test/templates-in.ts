import { readFingerprintFiles } from "@accord/intake";
import { FINGERPRINT_PATTERN } from "../src/demo/population-files.ts";

/** The templates of an archive that the demo wrote, with the agency's number of each person. */
export async function templatesIn(
  archive: string,
): Promise<readonly { readonly identifier: string; readonly template: Uint8Array }[]> {
  const found: { identifier: string; template: Uint8Array }[] = [];
  for await (const outcome of readFingerprintFiles(archive, FINGERPRINT_PATTERN)) {
    if (outcome.kind === "template") found.push(outcome.template);
  }
  return found;
}
