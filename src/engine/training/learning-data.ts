import type { Task } from '../../common/task';
import type { Backend } from '../backends/backend';
import { inferenceGraph, PROBABILITIES, WINDOWS } from '../network/inference-graph';
import type { Network } from '../network/layers';
import { windowsAtOnce } from '../network/memory';
import { outputShapes } from '../network/shapes';
import { type FloatTensor, float32, sizeOf, type Tensor } from '../network/tensor';
import { breathe } from '../scheduling/breathe';
import type { PreparedWindows } from './prepare-windows';

/** Inputs and labels of the trained layers. */
export interface LearningData {
  /** 1 for an event. */
  labels: Uint8Array;
  /** Inputs of some windows, concatenated. */
  inputs(windows: Int32Array): Promise<Float32Array>;
  dispose(): Promise<void>;
}

/** Maximum size of cached features; larger ones are recomputed for each batch. */
const MOST_FEATURE_BYTES = 2 * 1024 ** 3;
const WINDOWS_AT_ONCE = 64;

/** The windows themselves. */
export function windowData({
  values,
  labels,
  length,
}: Pick<PreparedWindows, 'values' | 'labels' | 'length'>): LearningData {
  return { labels, inputs: async (windows) => gathered(values, length, windows), dispose: async () => {} };
}

/**
 * Outputs of the frozen layers, computed once and cached if they fit.
 *
 * @throws CancelledError
 */
export async function featureData(
  frozen: Network,
  prepared: PreparedWindows,
  backend: Backend,
  task: Task,
): Promise<LearningData> {
  const program = await backend.compile(inferenceGraph(frozen));
  const atOnce = windowsAtOnce(frozen, WINDOWS_AT_ONCE);
  const { values, length, count, labels } = prepared;
  const compute = async (windows: Int32Array): Promise<Float32Array> => {
    const input = float32(gathered(values, length, windows), [windows.length, length, 1]);
    const { [PROBABILITIES]: features } = await program.run({ [WINDOWS]: input });
    return features!.data as Float32Array;
  };
  const width = sizeOf(outputShapes(frozen).at(-1)!);
  if (4 * width * count > MOST_FEATURE_BYTES)
    return { labels, inputs: compute, dispose: () => program.dispose() };

  const features = new Float32Array(count * width);
  try {
    await inFlight(
      Math.ceil(count / atOnce),
      2 * backend.concurrency,
      async (block) => {
        const from = block * atOnce;
        const windows = Int32Array.from({ length: Math.min(atOnce, count - from) }, (_, i) => from + i);
        features.set(await compute(windows), from * width);
        task.report({
          phase: 'computing frozen layers',
          done: from + windows.length,
          total: count,
          unit: 'windows',
        });
      },
      task,
    );
  } finally {
    await program.dispose();
  }
  return { labels, inputs: async (windows) => gathered(features, width, windows), dispose: async () => {} };
}

function gathered(rows: Float32Array, width: number, wanted: Int32Array): Float32Array {
  const found = new Float32Array(wanted.length * width);
  wanted.forEach((row, i) => {
    found.set(rows.subarray(row * width, (row + 1) * width), i * width);
  });
  return found;
}

/** Copies values into a tensor, since a backend may transfer its inputs. */
export function vector(values: Float32Array): FloatTensor {
  return float32(values.slice(), [values.length]);
}

export function scalar(value: number): FloatTensor {
  return float32(Float32Array.of(value), []);
}

/** Inputs of the trained layers for some windows. */
export async function inputTensor(
  { inputLength, inputChannels }: Network,
  data: LearningData,
  windows: Int32Array,
): Promise<FloatTensor> {
  return float32(await data.inputs(windows), [windows.length, inputLength, inputChannels]);
}

/** The values of an output that must exist. */
export function numbers(outputs: Readonly<Record<string, Tensor>>, name: string): Float32Array {
  return outputs[name].data as Float32Array;
}

/**
 * Runs `count` jobs in order, at most `most` concurrently; `begin` is called once per job and may take its time to
 * prepare inputs, since other jobs are in progress.
 *
 * @throws CancelledError, or the error of a job, when the jobs in progress have ended
 */
export async function inFlight(
  count: number,
  most: number,
  begin: (job: number) => Promise<void>,
  task: Task,
): Promise<void> {
  const running = new Set<Promise<void>>();
  try {
    for (let job = 0; job < count; job++) {
      if (running.size >= most) await Promise.race(running);
      const run: Promise<void> = begin(job).finally(() => running.delete(run));
      // Awaited later; until then a rejection must not be reported as unhandled.
      run.catch(() => {});
      running.add(run);
      await breathe(task);
    }
    await Promise.all(running);
  } finally {
    await Promise.allSettled(running);
  }
}
