import { AccordError } from "@accord/vocabulary";
import { type Archive, openArchive } from "../../archive/archive.ts";
import { bytesInMemory } from "../../archive/byte-source.ts";
import { LIMITS } from "../../limits.ts";
import { isDateFormat } from "./number-format.ts";
import { parseWhole } from "./parse-part.ts";

/** What is needed of a workbook to read one of its sheets (ECMA-376 part 1, chapter 18). */
export interface Workbook {
  readonly sheet: Uint8Array;
  readonly sheetName: string;
  readonly strings: readonly string[];
  /** By cell style: true where the style shows a date. */
  readonly dateStyles: readonly boolean[];
  readonly since1904: boolean;
}

/**
 * Opens a workbook and finds a sheet by name, or the first.
 *
 * @throws AccordError `intake.xlsx`, `intake.sheet_missing`, `intake.archive`
 */
export async function openWorkbook(
  bytes: Uint8Array,
  sheetName: string | undefined,
  file: string,
): Promise<Workbook> {
  const archive = await openArchive(bytesInMemory(bytes), file);
  const main = (await relations(archive, "", file)).find(({ type }) => type.endsWith("/officeDocument"));
  if (main === undefined) throw notAWorkbook(file);
  const { sheets, since1904 } = sheetsOf(await part(archive, main.target, file), file);
  const sheet = sheetName === undefined ? sheets[0] : sheets.find(({ name }) => name === sheetName);
  if (sheet === undefined) {
    throw new AccordError("intake.sheet_missing", `${file} has no sheet ${sheetName ?? ""}`, {
      where: file,
      remedy: "Name the sheet in the mapping as the workbook does.",
    });
  }
  const parts = await relations(archive, main.target, file);
  const target = parts.find(({ id }) => id === sheet.relation)?.target;
  if (target === undefined) throw notAWorkbook(file);
  const strings = parts.find(({ type }) => type.endsWith("/sharedStrings"));
  const styles = parts.find(({ type }) => type.endsWith("/styles"));
  return {
    sheet: await part(archive, target, file),
    sheetName: sheet.name,
    strings: strings === undefined ? [] : stringsOf(await part(archive, strings.target, file), file),
    dateStyles: styles === undefined ? [] : dateStylesOf(await part(archive, styles.target, file), file),
    since1904,
  };
}

function notAWorkbook(file: string): AccordError {
  return new AccordError("intake.xlsx", `${file} is not an XLSX workbook`, {
    where: file,
    remedy: "Open the file in a spreadsheet program and save it as XLSX.",
  });
}

async function part(archive: Archive, name: string, file: string): Promise<Uint8Array> {
  const entry = archive.entries.find((candidate) => candidate.name === name);
  if (entry === undefined) throw notAWorkbook(file);
  return archive.unpack(entry, LIMITS.maximumXlsxPartBytes);
}

interface Relation {
  readonly id: string;
  readonly type: string;
  readonly target: string;
}

async function relations(archive: Archive, of: string, file: string): Promise<Relation[]> {
  const folder = of.slice(0, of.lastIndexOf("/") + 1);
  const found: Relation[] = [];
  parseWhole(
    await part(archive, `${folder}_rels/${of.slice(folder.length)}.rels`, file),
    {
      open(name, { Id: id = "", Type: type = "", Target: target = "", TargetMode: mode }) {
        if (name !== "Relationship" || mode === "External") return;
        const path = new URL(target, `file:///${folder}`).pathname.slice(1);
        found.push({ id, type, target: decodeURIComponent(path) });
      },
    },
    file,
  );
  return found;
}

function sheetsOf(
  bytes: Uint8Array,
  file: string,
): { sheets: { name: string; relation: string }[]; since1904: boolean } {
  const sheets: { name: string; relation: string }[] = [];
  let since1904 = false;
  parseWhole(
    bytes,
    {
      open(name, attributes) {
        if (name === "sheet") {
          // The prefix of the relationships' namespace is usually r, and need not be.
          const relation = Object.keys(attributes).find((attribute) => attribute.endsWith(":id"));
          sheets.push({ name: attributes.name ?? "", relation: attributes[relation ?? ""] ?? "" });
        }
        if (name === "workbookPr") since1904 = /^(1|true)$/.test(attributes.date1904 ?? "");
      },
    },
    file,
  );
  return { sheets, since1904 };
}

/** Texts of `si` elements: their `t` runs joined, phonetic readings (`rPh`) left out. */
function stringsOf(bytes: Uint8Array, file: string): string[] {
  const strings: string[] = [];
  let current = "";
  let inText = false;
  let inReading = false;
  parseWhole(
    bytes,
    {
      open(name) {
        if (name === "si") current = "";
        if (name === "rPh") inReading = true;
        if (name === "t") inText = !inReading;
      },
      text(text) {
        if (inText && current.length <= LIMITS.maximumCellCharacters) current += text;
      },
      close(name) {
        if (name === "t") inText = false;
        if (name === "rPh") inReading = false;
        if (name !== "si") return;
        strings.push(current);
        if (strings.length > LIMITS.maximumXlsxStrings) {
          throw new AccordError("intake.too_large", `${file} has too many texts`, {
            where: file,
            remedy: "Split the workbook, or save the sheet as CSV UTF-8.",
          });
        }
      },
    },
    file,
  );
  return strings;
}

function dateStylesOf(bytes: Uint8Array, file: string): boolean[] {
  const codes = new Map<number, string>();
  const styles: boolean[] = [];
  let inCellFormats = false;
  parseWhole(
    bytes,
    {
      open(name, attributes) {
        const id = Number(attributes.numFmtId ?? "0");
        if (name === "numFmt") codes.set(id, attributes.formatCode ?? "");
        if (name === "cellXfs") inCellFormats = true;
        if (name === "xf" && inCellFormats) styles.push(isDateFormat(id, codes.get(id)));
      },
      close(name) {
        if (name === "cellXfs") inCellFormats = false;
      },
    },
    file,
  );
  return styles;
}
