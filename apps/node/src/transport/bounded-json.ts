import { AccordError } from "@accord/vocabulary";
import { TRANSPORT_LIMITS } from "./limits.ts";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;

/**
 * Parses JSON whose nesting and number of containers are bounded; both are counted in the bytes before any object is made.
 * @throws AccordError `transport.json_too_deep`, `transport.json_too_large`, `exchange.message_malformed`
 */
export function parseBounded(bytes: Uint8Array): unknown {
  requireBounds(bytes);
  try {
    return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8"));
  } catch {
    throw new AccordError("exchange.message_malformed", "the message is not JSON", {
      where: "the message",
      remedy: "Bring both nodes to the same version.",
    });
  }
}

function requireBounds(bytes: Uint8Array): void {
  let depth = 0;
  let containers = 0;
  let inText = false;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (inText) {
      if (byte === BACKSLASH) at++;
      else if (byte === QUOTE) inText = false;
    } else if (byte === QUOTE) {
      inText = true;
    } else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
      depth++;
      containers++;
      if (depth > TRANSPORT_LIMITS.jsonDepth) throw tooDeep();
      if (containers > TRANSPORT_LIMITS.jsonContainers) throw tooLarge();
    } else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
      depth--;
    }
  }
}

function tooDeep(): AccordError {
  return new AccordError("transport.json_too_deep", "the message's JSON is nested too deep", {
    where: `more than ${TRANSPORT_LIMITS.jsonDepth} levels`,
    remedy: "Send what the protocol describes.",
  });
}

function tooLarge(): AccordError {
  return new AccordError("transport.json_too_large", "the message's JSON has too many objects and arrays", {
    where: `more than ${TRANSPORT_LIMITS.jsonContainers}`,
    remedy: "Send smaller batches.",
  });
}
