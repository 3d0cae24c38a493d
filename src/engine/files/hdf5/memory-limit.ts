/*
 * HDF5 allocates what a damaged file claims. The memory object of its instances is not accessible, but all memory of
 * WebAssembly in a thread grows by one function.
 */

const PAGE_BYTES = 65_536;

/** Limits the memory of HDF5 in this thread; it must have one, since it applies to all WebAssembly. */
export function limitGrowth(mayGrowTo: (bytes: number) => boolean, refused: () => void): void {
  const memory = Reflect.get(Reflect.get(globalThis, 'WebAssembly'), 'Memory').prototype;
  const grow = memory.grow as (this: { buffer: ArrayBuffer }, pages: number) => number;
  memory.grow = function (this: { buffer: ArrayBuffer }, pages: number): number {
    if (mayGrowTo(this.buffer.byteLength + pages * PAGE_BYTES)) return grow.call(this, pages);
    refused();
    throw new RangeError('more memory than the file accounts for');
  };
}
