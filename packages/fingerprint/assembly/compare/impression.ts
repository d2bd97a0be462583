import { PROBE, REFERENCE } from "../../src/kernel/compare-layout";

/**
 * What is known of the two impressions beside their arrays, which lie packed at PROBE and REFERENCE; each array at a
 * multiple of its impression's capacity.
 */
export class Probe {
  static capacity: usize = 0;
  static count: i32 = 0;
  static sides: i32 = 0;
  static inner: f64 = 0;
}

export class Reference {
  static capacity: usize = 0;
  static count: i32 = 0;
  static edges: i32 = 0;
  static sides: i32 = 0;
  static inner: f64 = 0;
}

export function ofProbe(multiple: usize): usize {
  return <usize>PROBE + multiple * Probe.capacity;
}

export function ofReference(multiple: usize): usize {
  return <usize>REFERENCE + multiple * Reference.capacity;
}
