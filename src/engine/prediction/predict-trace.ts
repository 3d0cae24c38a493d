import type { Task } from '../../common/task';
import { scaleWindow } from '../network/scale';
import type { Trace } from '../signal/trace';
import type { Predictor } from './predict';

export interface TracePrediction {
  /** Step between windows, in samples of the trace. */
  step: number;
  /** Maximum number of windows computed together. */
  batchSize: number;
  /** Skips windows without events; without it all windows are computed. */
  coarse?: CoarsePass;
}

/**
 * Coarse pass: computes one window in `every` first, and those between two of them only if one of the two exceeds
 * `silence`; otherwise they are interpolated linearly. An event lifts the prediction of many neighbouring windows, so
 * that a coarse pass does not miss it.
 */
export interface CoarsePass {
  every: number;
  silence: number;
}

/** Stores predicted probabilities, so that an interrupted prediction can be resumed. */
export interface PredictionMemory {
  /** Probabilities of `count` windows from `from` on, where exactly these were kept. */
  restore(from: number, count: number): Float32Array | undefined;
  keep(from: number, values: Float32Array): void;
  /** Windows restored so far. */
  readonly restored: number;
}

/** Windows `from` ≤ i ≤ `last` of a trace, predicted from one reading. */
export interface Chunk {
  from: number;
  last: number;
}

/** Number of samples read at a time, unless one batch needs more. */
export const CHUNK_SAMPLES = 2_000_000;

/** Number of chunks in progress at the same time, so that the workers are busy while one waits for its coarse pass. */
const LANES = 3;

/** Number of windows of `length` samples, one every `step`, in a trace of `samples`. */
export function windowCount(samples: number, length: number, step: number): number {
  return samples < length ? 0 : Math.floor((samples - length) / step) + 1;
}

/**
 * The probability of an event in every window of a trace: window i holds the samples i · step … i · step + inputLength.
 * The trace is read once, in order, a chunk of windows at a time; chunks that `memory` knows are not predicted again.
 *
 * @throws CancelledError, or errors of reading the trace or of the backend
 */
export async function predictTrace(
  predictor: Predictor,
  trace: Trace,
  how: TracePrediction,
  task: Task,
  memory?: PredictionMemory,
): Promise<Float32Array> {
  const count = windowCount(trace.samples, predictor.inputLength, how.step);
  const prediction = new Float32Array(count);
  const advance = windowsDone(count, task);
  await inLanes(chunksOf(count, how), async ({ from, last }) => {
    const known = memory?.restore(from, last - from + 1);
    if (known) {
      prediction.set(known, from);
      advance(known.length);
      return;
    }
    await predictChunk(predictor, trace, { from, last }, how, prediction, task.signal, advance);
    memory?.keep(from, prediction.slice(from, last + 1));
  });
  return prediction;
}

/** Reports windows as they are done, of `count`. */
export function windowsDone(count: number, task: Task): (windows: number) => void {
  let done = 0;
  return (windows) => {
    done = Math.min(count, done + windows);
    task.report({ phase: 'predicting', done, total: count, unit: 'windows' });
  };
}

/** Works on chunks in order, {@link LANES} at a time. */
export async function inLanes(
  chunks: Iterator<Chunk, void>,
  work: (chunk: Chunk) => Promise<void>,
): Promise<void> {
  let failed = false;
  const lane = async () => {
    try {
      for (let next = chunks.next(); !next.done && !failed; next = chunks.next()) await work(next.value);
    } catch (thrown) {
      failed = true;
      throw thrown;
    }
  };
  const lanes = await Promise.allSettled(Array.from({ length: LANES }, lane));
  for (const lane of lanes) if (lane.status === 'rejected') throw lane.reason;
}

/** Neighbouring chunks share a window, at the end of one and the start of the next. */
function* chunksOf(count: number, { step, batchSize, coarse }: TracePrediction): Generator<Chunk, void> {
  const every = coarse ? coarse.every : 1;
  const stretches = Math.max(
    1,
    Math.floor(Math.min(CHUNK_SAMPLES / step / every, 2 * Math.max(batchSize, 256))),
  );
  const windows = stretches * every;
  for (let from = 0; from < count; from += windows) {
    yield { from, last: Math.min(from + windows, count - 1) };
    if (from + windows === count - 1) return;
  }
}

async function predictChunk(
  predictor: Predictor,
  trace: Trace,
  { from, last }: Chunk,
  { step, batchSize, coarse }: TracePrediction,
  prediction: Float32Array,
  signal: AbortSignal,
  advance: (windows: number) => void,
): Promise<void> {
  const samples = trace.read(from * step, last * step + predictor.inputLength);
  const predict = (windows: readonly number[]) =>
    predictSome(
      predictor,
      { samples, first: from * step, step, batchSize },
      windows,
      prediction,
      signal,
      advance,
    );

  const looked = everyNth(from, last, coarse ? coarse.every : 1);
  await predict(looked);
  if (!coarse) return;
  const between: number[] = [];
  for (let i = 1; i < looked.length; i++) {
    const [left, right] = [looked[i - 1], looked[i]];
    if (Math.max(prediction[left], prediction[right]) > coarse.silence)
      for (let window = left + 1; window < right; window++) between.push(window);
    else advance(interpolate(prediction, left, right));
  }
  await predict(between);
}

/** Samples that windows are predicted from, the first of them sample `first` of the trace. */
export interface WindowSource {
  samples: Float64Array;
  first: number;
  step: number;
  batchSize: number;
}

/** Predicts some windows, which lie in the samples, into `prediction`. */
export async function predictSome(
  predictor: Predictor,
  { samples, first, step, batchSize }: WindowSource,
  windows: readonly number[],
  prediction: Float32Array,
  signal: AbortSignal,
  advance: (windows: number) => void,
): Promise<void> {
  const length = predictor.inputLength;
  let reported = 0;
  const report = ({ done }: { done: number }) => {
    advance(done - reported);
    reported = done;
  };
  const fill = (begin: number, end: number, into: Float32Array) => {
    for (let i = begin; i < end; i++)
      scaleWindow(samples, windows[i] * step - first, length, into, (i - begin) * length);
  };
  const found = await predictor.predict(windows.length, fill, { signal, report }, batchSize);
  for (let i = 0; i < windows.length; i++) prediction[windows[i]] = found[i];
}

/** from, from + n, … and `last`. */
function everyNth(from: number, last: number, n: number): number[] {
  const picked: number[] = [];
  for (let i = from; i < last; i += n) picked.push(i);
  picked.push(last);
  return picked;
}

/** Interpolates linearly between two windows; returns the number of windows in between. */
function interpolate(prediction: Float32Array, left: number, right: number): number {
  const slope = (prediction[right] - prediction[left]) / (right - left);
  for (let i = left + 1; i < right; i++) prediction[i] = prediction[left] + slope * (i - left);
  return right - left - 1;
}
