/**
 * Loads kernels: small WebAssembly modules with SIMD, compiled from `assembly/` by scripts/kernels.mjs and kept as text.
 *
 * A kernel works in a memory that it is given, and keeps nothing. Beside each stands the same in TypeScript, for engines
 * without SIMD and to test against.
 */

/** What of the engine's WebAssembly is used; its types belong to browsers' libraries, which this package does without. */
export interface KernelMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

interface KernelInstance {
  readonly exports: Readonly<Record<string, unknown>>;
}

interface WebAssemblyApi {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => KernelInstance;
  readonly Memory: new (limits: { initial: number; maximum?: number }) => KernelMemory;
  readonly compile: (bytes: Uint8Array) => Promise<object>;
}

/** Bytes of a page, by which a memory grows. */
const PAGE = 65536;

const modules = new Map<string, object>();

/** A memory of at least so many bytes, all zero. */
export function kernelMemory(byteLength: number): KernelMemory {
  return new (webAssembly().Memory)({ initial: Math.ceil(byteLength / PAGE) });
}

/**
 * Instantiates a kernel at once. Where a browser forbids that on its main thread for modules of more than 4 KB, call
 * {@link prepareKernel} before.
 *
 * @param wasm the module as base64, the constant of a generated file
 * @returns the kernel's functions; undefined where the engine has no WebAssembly with SIMD
 */
export function loadKernel<Functions>(wasm: string, memory: KernelMemory): Functions | undefined {
  try {
    let module = modules.get(wasm);
    if (module === undefined) {
      module = new (webAssembly().Module)(bytesOf(wasm));
      modules.set(wasm, module);
    }
    return new (webAssembly().Instance)(module, { env: { memory } }).exports as Functions;
  } catch {
    // The engine cannot run it, or a page's policy forbids it: the caller has the same in TypeScript.
    return undefined;
  }
}

/** Compiles a kernel without blocking, so that a later {@link loadKernel} finds it compiled. */
export async function prepareKernel(wasm: string): Promise<void> {
  if (!modules.has(wasm)) modules.set(wasm, await webAssembly().compile(bytesOf(wasm)));
}

function webAssembly(): WebAssemblyApi {
  return (globalThis as unknown as { WebAssembly: WebAssemblyApi }).WebAssembly;
}

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
