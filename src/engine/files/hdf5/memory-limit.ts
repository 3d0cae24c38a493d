/*
 * HDF5 allocates what a damaged file claims. The memory object of its instances is not accessible, but all memory of
 * WebAssembly in a thread grows by one function, and HDF5 is all the WebAssembly that we use.
 */

const PAGE_BYTES = 65_536;

/** A chunk is unpacked as a whole, and exists in up to three forms at a time. */
const LEAST_BYTES = 256 * 1024 ** 2;
const MOST_TIMES = 48;

/** Sizes of the files that are open for reading; infinite for those that are written. */
const openBytes = new Map<object, number>();
/** A lower limit for a while. */
let lowered = Number.POSITIVE_INFINITY;
let exceeded = false;
let installed = false;

/** Must be called before the library is started in this thread. */
export function limitMemory(): void {
  if (installed) return;
  installed = true;
  const memory = Reflect.get(Reflect.get(globalThis, 'WebAssembly'), 'Memory').prototype;
  const grow = memory.grow as (this: { buffer: ArrayBuffer }, pages: number) => number;
  memory.grow = function (this: { buffer: ArrayBuffer }, pages: number): number {
    const bytes = this.buffer.byteLength + pages * PAGE_BYTES;
    const most = LEAST_BYTES + MOST_TIMES * Math.max(0, ...openBytes.values());
    if (bytes <= most && bytes <= lowered) return grow.call(this, pages);
    exceeded = true;
    throw new RangeError('more memory than the file accounts for');
  };
}

export function countOpenFile(file: object, bytes: number): void {
  openBytes.set(file, bytes);
}

export function discountOpenFile(file: object): void {
  openBytes.delete(file);
}

/** Sets a lower limit; infinity takes it back. */
export function lowerLimit(bytes: number): void {
  lowered = bytes;
}

/** Whether a limit was exceeded since the last call. */
export function takeExceeded(): boolean {
  const was = exceeded;
  exceeded = false;
  return was;
}
