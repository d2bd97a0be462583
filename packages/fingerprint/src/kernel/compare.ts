import { BEND_WEIGHT } from "../match/bend-weight.ts";
import { COSINE, SINE } from "../match/direction.ts";
import { EVIDENCE } from "../match/evidence.ts";
import { EVIDENCE_WEIGHTS } from "../match/weights.ts";
import { BEND_TABLE, COMPARE_BYTES, COSINE_TABLE, SINE_TABLE, WEIGHT_TABLE } from "./compare-layout.ts";
import { WASM } from "./compare-wasm.ts";
import { kernelMemory, loadKernel } from "./module.ts";

/** Of an impression whose arrays lie in the memory: how many there is room for, minutiae, edges, the hull. */
type Laid = [capacity: number, count: number, edges: number, sides: number, inner: number];

/** The comparison as a kernel; what it is given, and gives, is what Matcher's own steps are given and give. */
export interface CompareKernel {
  setProbe(capacity: number, count: number, sides: number, inner: number): void;
  compare(...reference: Laid): number;
  survey(...reference: Laid): number;
  layStaged(capacity: number, count: number, scale: number): void;
}

/** The memory of one comparison after another, and the kernel that works in it; without kernel where the engine has no SIMD. */
export function compareMemory(): { memory: ArrayBuffer; kernel: CompareKernel | undefined } {
  if (!("WebAssembly" in globalThis)) return { memory: new ArrayBuffer(COMPARE_BYTES), kernel: undefined };
  const memory = kernelMemory(COMPARE_BYTES);
  new Float32Array(memory.buffer, COSINE_TABLE).set(COSINE);
  new Float32Array(memory.buffer, SINE_TABLE).set(SINE);
  new Float32Array(memory.buffer, BEND_TABLE).set(BEND_WEIGHT);
  const weights = [...EVIDENCE.map((name) => EVIDENCE_WEIGHTS[name]), EVIDENCE_WEIGHTS.base];
  new Float64Array(memory.buffer, WEIGHT_TABLE).set(weights);
  return { memory: memory.buffer, kernel: loadKernel<CompareKernel>(WASM, memory) };
}
