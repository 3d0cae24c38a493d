import type { Computing } from '../../common/api/engine/computing';
import { silentTask, type Task } from '../../common/task';
import type { Backend } from '../backends/backend';
import { openBackend } from '../backends/open';
import type { DetectionModel } from '../detection/prediction';
import { fileKey } from '../files/file-stamp';
import { sha256Of } from '../files/hash';
import { readModel } from '../network/keras/read-model';
import { openPredictor } from '../prediction/predict';
import { type LeaseCache, leaseCache } from './lease-cache';
import { screenOf } from './screening-networks';

/** The open backend, and the models compiled for it. */
export interface Backends {
  use<T>(wanted: Computing, work: (backend: Backend) => T | Promise<T>): Promise<T>;
  useModel<T>(wanted: Computing, path: string, work: (model: DetectionModel) => T | Promise<T>): Promise<T>;
}

/** A backend holds threads and memory, so a new choice replaces it. */
const MOST_BACKENDS = 1;
const MOST_MODELS = 3;

interface Opened {
  backend: Backend;
  models: LeaseCache<DetectionModel>;
}

/** @param open opens a chosen backend */
export function openedBackends(log: (line: string) => void, open = openBackend): Backends {
  const opened = leaseCache<Opened>(MOST_BACKENDS, async ({ backend, models }) => {
    models.clear();
    await backend.dispose();
  });

  function use<T>(
    { backend: choice, threads }: Computing,
    work: (opened: Opened) => T | Promise<T>,
  ): Promise<T> {
    const make = async () => ({
      backend: await open({ choice, threads, log }),
      models: leaseCache<DetectionModel>(MOST_MODELS, ({ predictor }) => predictor.dispose()),
    });
    return opened.use(JSON.stringify([choice, threads]), make, work);
  }

  return {
    use: (wanted, work) => use(wanted, ({ backend }) => work(backend)),
    useModel: (wanted, path, work) =>
      use(wanted, async ({ backend, models }) =>
        // Others may wait for the same model, so loading it is not cancelled with one request.
        models.use(await fileKey(path), () => openDetectionModel(path, backend, silentTask()), work),
      ),
  };
}

/**
 * Reads a model and compiles it for a backend. The caller disposes of its predictor.
 *
 * @param path absolute
 * @throws UserError when the file is not a usable model, or the backend cannot compute it
 * @throws CancelledError
 */
export async function openDetectionModel(
  path: string,
  backend: Backend,
  task: Task,
): Promise<DetectionModel> {
  const { network } = await readModel(path);
  const sha256 = await sha256Of(path, task);
  const predictor = await openPredictor(network, backend, path);
  const { name, inputLength } = network;
  const facts = { path, name, sha256, input_length: inputLength };
  const screen = screenOf({ facts, predictor }, backend);
  return {
    facts,
    screen: screen.open,
    predictor: {
      ...predictor,
      async dispose() {
        await Promise.all([predictor.dispose(), screen.dispose()]);
      },
    },
  };
}
