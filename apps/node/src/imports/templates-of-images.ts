import { EXTRACTOR_VERSION, writeTemplates } from "@accord/fingerprint";
import { extractMany } from "@accord/fingerprint/pool";
import type { ImageFile } from "@accord/intake";

/** Fewer match nothing. */
const LEAST_MINUTIAE = 4;

export type ImageTemplate =
  | { readonly kind: "template"; readonly template: Uint8Array; readonly quality: number }
  | { readonly kind: "refused"; readonly problem: string; readonly remedy: string };

/** Tells a picture, as it is extracted, from all others: read at another resolution or by a later extractor it is another. */
export const originOf = ({ digest }: ImageFile, dotsPerInch: number | undefined): string =>
  `${EXTRACTOR_VERSION}/${dotsPerInch ?? ""}/${digest}`;

/** Extracts an ISO/IEC 19794-2:2005 record from each picture, on all processors. */
export async function templatesOf(
  images: readonly ImageFile[],
  dotsPerInch: number | undefined,
): Promise<ImageTemplate[]> {
  const results = await extractMany(
    images.map(({ image, position }) => ({
      image,
      position,
      ...(dotsPerInch === undefined ? {} : { dotsPerInch }),
    })),
  );
  return results.map((result): ImageTemplate => {
    if (result.kind === "failed") return { kind: "refused", problem: result.message, remedy: result.remedy };
    const { template } = result.extraction;
    return template.count < LEAST_MINUTIAE
      ? {
          kind: "refused",
          problem: `the picture shows ${template.count} minutiae, too few to tell a finger by`,
          remedy: "Capture the finger again; or give the pictures' resolution where the files do not say it.",
        }
      : { kind: "template", template: writeTemplates([template]), quality: template.quality };
  });
}
