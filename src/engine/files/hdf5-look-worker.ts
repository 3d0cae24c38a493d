import { parentPort, workerData } from 'node:worker_threads';
import { createLooker, type Look } from './hdf5-look';

/** A thread that looks into HDF5 files which were never opened well; see `hdf5-first-look.ts`. */
async function start(): Promise<void> {
  // The library prints its opinion of a file. Output that nobody reads would keep the process alive.
  console.log = console.warn = console.error = () => {};
  const h5wasm = await import('h5wasm/node');
  const signs = workerData as Int32Array;
  const look = createLooker(h5wasm, await h5wasm.ready, () => void Atomics.add(signs, 0, 1));
  parentPort?.on('message', (request: Look) => parentPort?.postMessage(look(request)));
  parentPort?.postMessage('ready');
}

void start();
