import { AccordError } from "@accord/vocabulary";
import { SaxesParser } from "saxes";

const CHUNK_BYTES = 64 * 1024;

export interface PartEvents {
  /** Names come without their namespace's prefix. */
  open?(name: string, attributes: Readonly<Record<string, string>>): void;
  text?(text: string): void;
  close?(name: string): void;
}

/**
 * Parses one XML part of a workbook piece by piece, and yields after each piece so that what was found can be handed
 * on. Documents with a DOCTYPE are refused: a workbook has none, and it is where entity bombs live.
 *
 * @throws AccordError `intake.xlsx`
 */
export function* parsePart(bytes: Uint8Array, events: PartEvents, where: string): Generator<void> {
  const parser = new SaxesParser({ xmlns: false, position: false });
  const fail = (): never => {
    throw new AccordError("intake.xlsx", "a part of the workbook is damaged", {
      where,
      remedy: "Open the file in a spreadsheet program and save it as XLSX again.",
    });
  };
  parser.on("error", fail);
  parser.on("doctype", fail);
  parser.on("opentag", (tag) =>
    events.open?.(localName(tag.name), tag.attributes as Readonly<Record<string, string>>),
  );
  if (events.text !== undefined) {
    const onText = events.text.bind(events);
    parser.on("text", onText);
    parser.on("cdata", onText);
  }
  parser.on("closetag", (tag) => events.close?.(localName(tag.name)));
  const decoder = new TextDecoder("utf-8", { fatal: true });
  for (let start = 0; start < bytes.length; start += CHUNK_BYTES) {
    let text = "";
    try {
      text = decoder.decode(bytes.subarray(start, start + CHUNK_BYTES), { stream: true });
    } catch {
      // Bytes that are not UTF-8 are damage like any other.
      fail();
    }
    parser.write(text);
    yield;
  }
  parser.close();
  yield;
}

export function parseWhole(bytes: Uint8Array, events: PartEvents, where: string): void {
  for (const _ of parsePart(bytes, events, where));
}

function localName(name: string): string {
  const colon = name.indexOf(":");
  return colon === -1 ? name : name.slice(colon + 1);
}
