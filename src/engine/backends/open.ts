import { availableParallelism } from 'node:os';
import { UserError } from '../../common/errors';
import type { Backend, BackendOptions } from './backend';
import { findGpu } from './onnx/gpu';
import { OnnxBackend } from './onnx/onnx-backend';
import { openTensorFlow } from './tensorflow/load';

/**
 * Opens the backend that the user chose; `auto` takes the GPU if it computes correctly and faster than the CPU. Refused
 * devices and their reasons go to `log`.
 *
 * @throws UserError when the chosen backend is not available
 */
export async function openBackend({ choice, threads, log }: BackendOptions): Promise<Backend> {
  if (choice === 'tensorflow') return openTensorFlow();
  if (choice === 'cpu') return cpuBackend(threads);
  const found = await findGpu();
  for (const line of found.refused) log(line);
  if (found.gpu && (choice === 'gpu' || found.gpu.fasterThanCpu)) {
    const { provider, name } = found.gpu;
    return new OnnxBackend({ provider, threads: 1, workers: 1, description: `GPU, ${name}` });
  }
  if (choice === 'gpu')
    throw new UserError(`No GPU can be used (${found.refused.join(' ')}). Choose the backend auto or cpu.`);
  const backend = cpuBackend(threads);
  log(`Computing on the ${backend.description}.`);
  return backend;
}

/**
 * Opens the backend that the user chose, or the CPU if that is not available or does not load; `refused` and `log` have
 * the reason. For the editor, where work should continue; on the command line a missing backend is an error.
 *
 * @throws UserError for an impossible number of threads
 */
export async function openBackendOrCpu(options: BackendOptions): Promise<Backend> {
  try {
    return await openBackend(options);
  } catch (thrown) {
    if (!(thrown instanceof UserError) || options.choice === 'cpu' || options.choice === 'auto') throw thrown;
    options.log(thrown.message);
    return cpuBackend(options.threads, thrown.message);
  }
}

/** One worker per core with one thread each computes more windows per second than threads inside operators. */
function cpuBackend(threads: number | undefined, refused?: string): Backend {
  const cores = availableParallelism();
  if (threads !== undefined && (!Number.isInteger(threads) || threads < 1))
    throw new UserError(`The number of threads must be a whole number from 1, not ${threads}.`);
  const workers = Math.min(threads ?? cores, cores);
  const description = `CPU, ${workers} ${workers === 1 ? 'thread' : 'threads'}`;
  return new OnnxBackend({ provider: 'cpu', threads: 1, workers, description, refused });
}
