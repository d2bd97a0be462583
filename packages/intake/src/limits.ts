/** Bounds on what is read from outside. A file beyond one of them is refused, with the bound in the message. */
export const LIMITS = {
  /** Bytes of a CSV or XLSX file as it lies on the disk. */
  maximumFileBytes: 2 * 1024 ** 3,
  /** Bytes of a mapping document. */
  maximumMappingBytes: 1024 ** 2,
  maximumRows: 6_000_000,
  maximumColumns: 512,
  /** Characters of one cell. */
  maximumCellCharacters: 4_000,
  /** Characters of one CSV row, so that an unclosed quote does not swallow the file into memory. */
  maximumRowCharacters: 256_000,
  /** Bytes of an XLSX file; its parts are unpacked in memory. */
  maximumXlsxBytes: 256 * 1024 ** 2,
  /** Bytes that one part of an XLSX file may unpack to. */
  maximumXlsxPartBytes: 1024 ** 3,
  /** Distinct texts of a workbook. */
  maximumXlsxStrings: 10_000_000,
  /** Files in an archive or a folder of fingerprints. */
  maximumFingerprintFiles: 20_000_000,
  /** Bytes of one file of fingerprints: a card of fourteen pictures at 500 dots an inch has about 12 MB uncompressed. */
  maximumFingerprintBytes: 32 * 1024 ** 2,
  /** Pixels of one picture: two inches by two at 1,000 dots an inch, four times over. */
  maximumFingerprintPixels: 16_000_000,
  /** How many times its packed size an archive's entry may unpack to, above one mebibyte. */
  maximumUnpackingRatio: 200,
  /** Rows that are looked at to suggest a mapping. */
  sampleRows: 500,
} as const;
