import { type Random, randomFrom } from "./generate.ts";

/** A parser under fuzzing, and valid inputs from which broken ones are made. */
export interface FuzzTarget {
  readonly name: string;
  readonly seeds: readonly Uint8Array[];
  readonly parse: (bytes: Uint8Array) => unknown;
  /** Whether an error is one that the parser promises to throw. */
  readonly isTyped: (error: unknown) => boolean;
  /** Called with what was read from a broken input; throws where it is not as it must be. */
  readonly check?: (found: unknown, bytes: Uint8Array) => void;
}

export interface FuzzReport {
  readonly parsed: number;
  readonly refused: number;
  /** Of one input: the longest time, and the most memory that it asked for, garbage of its own included. */
  readonly slowestMilliseconds: number;
  readonly largestAllocationBytes: number;
}

const TELLING_BYTES = [0, 1, 0x20, 0x3f, 0x40, 0x7f, 0x80, 0xc0, 0xfe, 0xff];
const MUTATIONS_LIMIT = 4;

/**
 * Parses `inputs` mutations of the seeds: bytes and words replaced by telling values, bits turned, pieces cut out, doubled,
 * and taken from another seed, ends cut off.
 *
 * @throws the parser's error with the input in hex, where it is not typed; what `check` throws
 */
export function fuzz(target: FuzzTarget, inputs: number, seed: number): FuzzReport {
  const random = randomFrom(seed);
  let [parsed, refused, slowestMilliseconds, largestAllocationBytes] = [0, 0, 0, 0];
  for (let input = 0; input < inputs; input++) {
    const bytes = mutated(target.seeds, random);
    const before = memoryBytes();
    const began = performance.now();
    try {
      const found = target.parse(bytes);
      parsed++;
      slowestMilliseconds = Math.max(slowestMilliseconds, performance.now() - began);
      target.check?.(found, bytes);
    } catch (error) {
      slowestMilliseconds = Math.max(slowestMilliseconds, performance.now() - began);
      if (!target.isTyped(error)) {
        throw new Error(`${target.name} on ${Buffer.from(bytes).toString("hex")}`, { cause: error });
      }
      refused++;
    }
    const allocated = memoryBytes() - before;
    largestAllocationBytes = Math.max(largestAllocationBytes, allocated);
  }
  return { parsed, refused, slowestMilliseconds, largestAllocationBytes };
}

export function mutated(seeds: readonly Uint8Array[], random: Random): Uint8Array {
  const below = (limit: number) => Math.floor(random() * limit);
  const pick = () => seeds[below(seeds.length)]!;
  let bytes = new Uint8Array(pick());
  for (let left = 1 + below(MUTATIONS_LIMIT); left > 0; left--) {
    const at = below(bytes.length + 1);
    const length = below(Math.min(64, bytes.length + 1));
    switch (below(8)) {
      case 0:
        bytes[at] = below(256);
        break;
      case 1:
        bytes[at] = bytes[at]! ^ (1 << below(8));
        break;
      case 2:
        bytes[at] = TELLING_BYTES[below(TELLING_BYTES.length)]!;
        break;
      case 3:
        bytes.fill(random() < 0.5 ? 0 : 0xff, at, at + 1 + below(4));
        break;
      case 4:
        bytes = bytes.slice(0, at);
        break;
      case 5:
        bytes = joined(bytes.subarray(0, at), bytes.subarray(at + length));
        break;
      case 6:
        bytes = joined(bytes.subarray(0, at), bytes.subarray(at, at + length), bytes.subarray(at));
        break;
      default: {
        const other = pick();
        const from = below(other.length + 1);
        bytes = joined(
          bytes.subarray(0, at),
          other.subarray(from, from + length),
          bytes.subarray(at + length),
        );
      }
    }
  }
  return bytes;
}

function joined(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

function memoryBytes(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
