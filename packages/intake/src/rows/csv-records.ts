/** One record of a CSV text. `line` is the line on which it begins, from 1. */
export interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
  /**
   * `stray`: a quote stands where none may, so that the cells cannot be told apart for sure. `unclosed`: the text ends
   * within quotes; `line` is that of the quote. `tooLong`: the record does not end within the characters allowed.
   */
  readonly fault?: "stray" | "unclosed" | "tooLong";
}

const QUOTE = 0x22;
const CARRIAGE_RETURN = 0x0d;
const LINE_FEED = 0x0a;
const SPACE = 0x20;

/**
 * Cuts CSV text (RFC 4180; line ends CRLF, LF or CR; spaces around cells are not part of them) into records, those of a
 * piece of text at a time. A record that has not ended when a piece does is looked at again with the next. After an
 * `unclosed` or `tooLong` record there is none.
 */
export async function* csvRecords(
  pieces: AsyncIterable<string>,
  delimiter: string,
  maximumCharacters: number,
): AsyncGenerator<readonly CsvRecord[]> {
  let rest = "";
  let line = 1;
  for await (const piece of pieces) {
    const cut = cutRecords(rest + piece, line, delimiter.charCodeAt(0), false);
    rest = cut.rest;
    line = cut.line;
    yield cut.records;
    if (rest.length > maximumCharacters) {
      yield [{ line, cells: [], fault: "tooLong" }];
      return;
    }
  }
  yield cutRecords(rest, line, delimiter.charCodeAt(0), true).records;
}

interface Cut {
  readonly records: CsvRecord[];
  readonly rest: string;
  readonly line: number;
}

/** Cuts what is complete; `isLast` says that no text follows, so that the end of the text ends the record. */
function cutRecords(text: string, firstLine: number, delimiter: number, isLast: boolean): Cut {
  const records: CsvRecord[] = [];
  let line = firstLine;
  let at = 0;
  while (at < text.length) {
    const record = recordAt(text, at, line, delimiter, isLast);
    if (record === undefined) break;
    records.push(record.record);
    at = record.end;
    line = record.nextLine;
  }
  return { records, rest: text.slice(at), line };
}

interface Found {
  readonly record: CsvRecord;
  readonly end: number;
  readonly nextLine: number;
}

/** The record that begins at `start`; undefined where the text ends before it does. */
function recordAt(
  text: string,
  start: number,
  firstLine: number,
  delimiter: number,
  isLast: boolean,
): Found | undefined {
  const cells: string[] = [];
  let line = firstLine;
  let stray = false;
  let at = start;
  for (;;) {
    while (isBlank(text.charCodeAt(at), delimiter)) at += 1;
    if (text.charCodeAt(at) === QUOTE) {
      const quoted = quotedCellAt(text, at);
      if (quoted === undefined) {
        if (!isLast) return undefined;
        return { record: { line, cells, fault: "unclosed" }, end: text.length, nextLine: line };
      }
      cells.push(quoted.cell);
      line += lineEndsIn(quoted.cell);
      at = quoted.end;
      while (isBlank(text.charCodeAt(at), delimiter)) at += 1;
      const after = endOfCell(text, at, delimiter);
      stray ||= after.end > at;
      at = after.end;
    } else {
      const cell = endOfCell(text, at, delimiter);
      stray ||= cell.hasQuote;
      cells.push(text.slice(at, cell.end).trimEnd());
      at = cell.end;
    }
    if (at >= text.length) {
      if (!isLast) return undefined;
      break;
    }
    const ending = text.charCodeAt(at);
    at += 1;
    if (ending === delimiter) continue;
    line += 1;
    if (ending === LINE_FEED) break;
    // A carriage return at the end of a piece may be half of a line end.
    if (at >= text.length && !isLast) return undefined;
    if (text.charCodeAt(at) === LINE_FEED) at += 1;
    break;
  }
  const record: CsvRecord = stray ? { line: firstLine, cells, fault: "stray" } : { line: firstLine, cells };
  return { record, end: at, nextLine: line };
}

function isBlank(code: number, delimiter: number): boolean {
  return (code === SPACE || code === 0x09 || code === 0xa0) && code !== delimiter;
}

/** The quoted cell that opens at `start`; undefined where its closing quote is not in the text. */
function quotedCellAt(text: string, start: number): { cell: string; end: number } | undefined {
  let cell = "";
  let from = start + 1;
  for (;;) {
    const quote = text.indexOf('"', from);
    if (quote === -1) return undefined;
    cell += text.slice(from, quote);
    if (text.charCodeAt(quote + 1) !== QUOTE) return { cell, end: quote + 1 };
    cell += '"';
    from = quote + 2;
  }
}

function endOfCell(text: string, start: number, delimiter: number): { end: number; hasQuote: boolean } {
  let hasQuote = false;
  let at = start;
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === delimiter || code === LINE_FEED || code === CARRIAGE_RETURN) break;
    if (code === QUOTE) hasQuote = true;
  }
  return { end: at, hasQuote };
}

function lineEndsIn(cell: string): number {
  return cell.includes("\n") || cell.includes("\r") ? (cell.match(/\r\n|\r|\n/g)?.length ?? 0) : 0;
}
