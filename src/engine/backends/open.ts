import { availableParallelism } from 'node:os';
import { UserError } from '../../common/errors';
import type { Backend, BackendOptions } from './backend';
import { findGpu } from './onnx/gpu';
import { OnnxBackend } from './onnx/onnx-backend';
import { openTensorFlow } from './tensorflow/load';

/**
 * The backend that the user chose; `auto` takes the GPU where one is that computes right and faster than the
 * CPU. What was refused and why goes to `log`.
 *
 * @throws UserError when the chosen one is not there
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
 * The backend that the user chose, or the CPU where that is not there or does not load; `refused` and `log` say
 * why. For an editor, where work should go on; a command line that names a backend means it.
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

/** One worker a core with one thread each computes more windows a second than threads inside operators do. */
function cpuBackend(threads: number | undefined, refused?: string): Backend {
  const cores = availableParallelism();
  if (threads !== undefined && (!Number.isInteger(threads) || threads < 1))
    throw new UserError(`The number of threads must be a whole number from 1, not ${threads}.`);
  const workers = Math.min(threads ?? cores, cores);
  const description = `CPU, ${workers} ${workers === 1 ? 'thread' : 'threads'}`;
  return new OnnxBackend({ provider: 'cpu', threads: 1, workers, description, refused });
}
