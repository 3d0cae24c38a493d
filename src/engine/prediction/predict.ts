import { UserError } from '../../common/errors';
import type { Task } from '../../common/task';
import type { Backend } from '../backends/backend';
import { requireClassifier } from '../network/classifier';
import { inferenceGraph, PROBABILITIES, WINDOWS } from '../network/inference-graph';
import type { Network } from '../network/layers';
import { outputShapes } from '../network/shapes';
import { float32, sizeOf } from '../network/tensor';
import { breathe } from '../scheduling/breathe';

/** A compiled network that predicts the probability of an event in windows of samples. */
export interface Predictor {
  /** Samples in one window. */
  readonly inputLength: number;
  /** Description of the backend, for people. */
  readonly device: string;
  /**
   * One probability for each of `count` windows, in their order. Only a few batches are in memory at a time.
   *
   * @param fill writes the scaled windows `from` ≤ i < `to` into a buffer of (to − from) × inputLength; it is called in
   * order, never concurrently @param batchSize maximum number of windows computed together; affects speed and memory,
   * never the result
   * @throws CancelledError, or errors of `fill` or of the backend
   */
  predict(count: number, fill: FillWindows, task: Task, batchSize: number): Promise<Float32Array>;
  dispose(): Promise<void>;
}

export type FillWindows = (from: number, to: number, into: Float32Array) => void | Promise<void>;

/** Maximum number of samples in a batch, whatever the network's input length: 64 MB. */
const BATCH_SAMPLES = 16_000_000;

/** Maximum output of the widest layer for a batch: 256 MB. */
const BATCH_VALUES = 64_000_000;

/** A single window that needs more than this does not fit into the memory of a usual machine: 8 GB. */
const WINDOW_VALUES = 2_000_000_000;

/** On a CPU larger batches exceed its caches and are slower; small ones have the overhead of a call each. */
const CPU_BATCH = 64;
const SMALLEST_BATCH = 16;

/**
 * Compiles a network for prediction. The caller disposes of the predictor, but not of the backend.
 *
 * @param file file of the network, for errors
 * @throws UserError when the network does not give one probability for one trace, or the device cannot compute it
 */
export async function openPredictor(
  network: Network,
  backend: Backend,
  file: string = network.name,
): Promise<Predictor> {
  requireClassifier(network, file);
  const { inputLength } = network;
  const widest = Math.max(...outputShapes(network).map(sizeOf));
  if (widest > WINDOW_VALUES)
    throw new UserError(
      `${file} needs ${Math.round((widest * 4) / 1e9)} GB for one window. Choose a model with narrower layers.`,
    );
  const program = await backend.compile(inferenceGraph(network));

  const predictBatch = async (windows: Float32Array): Promise<Float32Array> => {
    const input = float32(windows, [windows.length / inputLength, inputLength, 1]);
    const { [PROBABILITIES]: answer } = await program.run({ [WINDOWS]: input });
    return answer.data as Float32Array;
  };

  return {
    inputLength,
    device: backend.description,
    dispose: () => program.dispose(),
    async predict(count, fill, task, batchSize) {
      const probabilities = new Float32Array(count);
      // Each worker has one batch in progress and one queued, so that it never waits for windows.
      const most = 2 * backend.concurrency;
      const wanted = backend.device === 'gpu' ? batchSize : cpuBatch(count, most, batchSize);
      const batch = Math.max(
        1,
        Math.min(wanted, Math.floor(BATCH_SAMPLES / inputLength), Math.floor(BATCH_VALUES / widest)),
      );
      const running = new Set<Promise<void>>();
      let done = 0;
      try {
        for (let from = 0; from < count; from += batch) {
          const to = Math.min(count, from + batch);
          const windows = new Float32Array((to - from) * inputLength);
          await fill(from, to, windows);
          if (running.size >= most) await Promise.race(running);
          const run = predictBatch(windows).then((answer) => {
            probabilities.set(answer, from);
            done += to - from;
            running.delete(run);
            task.report({ phase: 'predicting', done, total: count, unit: 'windows' });
          });
          // Awaited later; until then a rejection must not be reported as unhandled.
          run.catch(() => {});
          running.add(run);
          await breathe(task);
        }
        await Promise.all(running);
        return probabilities;
      } finally {
        await Promise.allSettled(running);
      }
    },
  };
}

/** Distributes a small number of windows over all workers. */
function cpuBatch(count: number, runs: number, batchSize: number): number {
  const share = Math.max(SMALLEST_BATCH, Math.ceil(count / runs));
  return Math.min(share, CPU_BATCH, batchSize);
}
