import { randomFrom } from "./generate.ts";
import { mutated } from "./mutate.ts";

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

/**
 * Parses `inputs` mutations of the seeds.
 *
 * @throws the parser's error with the input in hex, where it is not typed; what `check` throws
 */
export function fuzz(target: FuzzTarget, inputs: number, seed: number): FuzzReport {
  const random = randomFrom(seed);
  let [parsed, refused, slowestMilliseconds, largestAllocationBytes] = [0, 0, 0, 0];
  for (let input = 0; input < inputs; input++) {
    const bytes = mutated(target.seeds[Math.floor(random() * target.seeds.length)]!, random);
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

function memoryBytes(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
