import { UserError } from '../../common/errors';
import type { Task } from '../../common/task';
import type { Backend } from '../backends/backend';
import { isOutOfMemory, machineMemory } from '../backends/memory';
import { requireClassifier } from '../network/classifier';
import { inferenceGraph, PROBABILITIES, WINDOWS } from '../network/inference-graph';
import type { Network } from '../network/layers';
import { windowMemory, windowsAtOnce } from '../network/memory';
import { float32 } from '../network/tensor';
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

/** Fraction of the machine's memory for all batches that are computed at the same time. */
const MOST_OF_MEMORY = 0.5;

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
  const { prediction: windowBytes } = windowMemory(network);
  const memory = MOST_OF_MEMORY * machineMemory();
  if (windowBytes > memory)
    throw new UserError(
      `${file} needs ${Math.round(windowBytes / 1e9)} GB for one window, more than this machine can give. Choose a model with narrower layers.`,
    );
  const program = await backend.compile(inferenceGraph(network));

  /** Halves a batch that does not fit into the device's memory, again and again. */
  const predictBatch = async (windows: Float32Array): Promise<Float32Array> => {
    const count = windows.length / inputLength;
    try {
      // The backend takes the memory that it gets.
      const input = float32(count > 1 ? windows.slice() : windows, [count, inputLength, 1]);
      const { [PROBABILITIES]: answer } = await program.run({ [WINDOWS]: input });
      return answer.data as Float32Array;
    } catch (thrown) {
      if (count === 1 || !isOutOfMemory(thrown)) throw thrown;
      const half = Math.ceil(count / 2) * inputLength;
      const first = await predictBatch(windows.slice(0, half));
      const second = await predictBatch(windows.slice(half));
      return Float32Array.of(...first, ...second);
    }
  };

  return {
    inputLength,
    device: backend.description,
    dispose: () => program.dispose(),
    async predict(count, fill, task, batchSize) {
      const probabilities = new Float32Array(count);
      // Each worker has one batch in progress and one queued, so that it never waits for windows.
      const wantedRuns = 2 * backend.concurrency;
      const wanted = backend.device === 'gpu' ? batchSize : cpuBatch(count, wantedRuns, batchSize);
      const batch = Math.max(
        1,
        windowsAtOnce(network, Math.min(wanted, Math.floor(BATCH_SAMPLES / inputLength))),
      );
      const most = Math.max(1, Math.min(wantedRuns, Math.floor(memory / (batch * windowBytes))));
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
