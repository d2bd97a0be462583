import { LIMITS } from "@accord/exchange";
import { ChunkedUpload, Lanes, type SendChunk } from "../chunks/chunked-upload.ts";
import { TRANSPORT_LIMITS } from "../limits.ts";
import { Connection } from "./connection.ts";
import { Line, type LineOptions } from "./line.ts";
import { VirtualClock } from "./virtual-clock.ts";

/** Bytes of a request besides its body: header fields with the signature, TLS's records. */
const REQUEST_BYTES = 1100;
/** Time that the partner's node takes to check, apply and commit a batch. */
const HANDLING_MILLISECONDS = 300;

export interface CarriedOptions extends LineOptions {
  readonly messages: number;
  readonly sealedBytes: number;
  /** Messages brought over ahead of the one whose turn it is. */
  readonly ahead: number;
  /** Connections at once. */
  readonly lanes: number;
}

export interface Carried {
  readonly seconds: number;
  /** Of the line's rate, what the sealed bytes of messages came to. */
  readonly share: number;
  /** Of the line's rate, what it carried: headers, chunks' requests and packets sent again included. */
  readonly busy: number;
}

/**
 * Carries messages over a modelled line with the parts that carry them over a real one: chunks in lanes, each message's
 * last word in its turn, some messages ahead. Time is virtual.
 */
export async function carried(options: CarriedOptions): Promise<Carried> {
  const clock = new VirtualClock();
  const line = new Line(clock, options);
  const lanes = new Lanes(options.lanes);
  const words = new Connection(clock, line);
  const idle = Array.from({ length: options.lanes }, () => new Connection(clock, line));
  const send: SendChunk = async (_of, _index, chunk) => {
    const connection = idle.pop();
    if (connection === undefined) throw new Error("a lane has no connection");
    await connection.request(chunk.length + REQUEST_BYTES);
    idle.push(connection);
    return { kind: "taken" };
  };
  const uploads = Array.from({ length: options.messages }, (_, index) => {
    return new ChunkedUpload(new Uint8Array(options.sealedBytes).fill(index));
  });
  const deliverAll = async (): Promise<void> => {
    for (const [index, upload] of uploads.entries()) {
      for (const next of uploads.slice(index + 1, index + 1 + options.ahead)) void next.bring(lanes, send);
      await upload.bring(lanes, send);
      await words.request(REQUEST_BYTES);
      await clock.sleep(HANDLING_MILLISECONDS);
    }
  };
  await clock.run(deliverAll());
  const seconds = clock.now / 1000;
  const bytesOfLine = (options.bitsASecond / 8) * seconds;
  return {
    seconds,
    share: (options.messages * options.sealedBytes) / bytesOfLine,
    busy: line.carriedBytes / bytesOfLine,
  };
}

/** The link of the target: 256 kbit/s, 800 ms there and back, one packet in twenty lost. */
export const SATELLITE = {
  bitsASecond: 256_000,
  roundTripMilliseconds: 800,
  loss: 0.05,
  queuePackets: 100,
} as const;

/** How a node carries messages, and how it would one at a time over one connection. */
export const WAYS = {
  asItDoes: { lanes: TRANSPORT_LIMITS.lanes, ahead: LIMITS.messagesAhead },
  oneByOne: { lanes: 1, ahead: 0 },
} as const;
