import { parentPort, workerData } from 'node:worker_threads';
import { createLooker, type Look } from './look';

/** Thread that inspects HDF5 files before their first opening; see `hdf5-first-look.ts`. */
async function start(): Promise<void> {
  // Discards the library's messages; unread output would keep the process alive.
  console.log = console.warn = console.error = () => {};
  const h5wasm = await import('h5wasm/node');
  const signs = workerData as Int32Array;
  const look = createLooker(h5wasm, await h5wasm.ready, () => void Atomics.add(signs, 0, 1));
  parentPort?.on('message', (request: Look) => parentPort?.postMessage(look(request)));
  parentPort?.postMessage('ready');
}

void start();
