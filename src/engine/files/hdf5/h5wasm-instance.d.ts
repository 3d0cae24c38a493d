/** Factory of h5wasm's WebAssembly module; the package does not export it. */
declare module '*/h5wasm/dist/node/hdf5_util.js' {
  import type { H5Module } from 'h5wasm/src/hdf5_util_helpers';
  // biome-ignore lint/style/noDefaultExport: that is how the package exports it
  export default function start(options: {
    noInitialRun: boolean;
    /** Starts an instance instead of the library; calls `receive` with it. */
    instantiateWasm?(
      imports: Record<string, Record<string, unknown>>,
      receive: (instance: unknown, module: object) => void,
    ): object;
  }): Promise<H5Module>;
}
