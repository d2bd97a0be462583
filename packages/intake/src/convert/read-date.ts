import { latinDigits } from "./cell.ts";
import { dateReader, type WrittenDate } from "./date.ts";

/**
 * A reader of any of some formats, the first that fits. Cells of a workbook that hold a date come as ISO 8601 whatever
 * the sheet shows, so for a workbook that is read as well.
 */
export function anyDateReader(
  formats: readonly string[],
  fromWorkbook: boolean,
): (text: string) => WrittenDate | undefined {
  const readers = [...formats, ...(fromWorkbook ? ["iso"] : [])].map(dateReader);
  return (text) => {
    const digits = latinDigits(text);
    for (const read of readers) {
      const date = read(digits);
      if (date !== undefined) return date;
    }
    return undefined;
  };
}
