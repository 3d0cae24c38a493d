import type { Trace } from '../recordings/trace';
import type { Task } from '../task';
import type { Predictor } from './predict';
import { scaleWindow } from './scale';

export interface TracePrediction {
  /** Samples of the trace from one window to the next. */
  step: number;
  /** The most windows computed together. */
  batchSize: number;
}

/** Windows of `length` samples, one every `step`, that lie in a trace of `samples`. */
export function windowCount(samples: number, length: number, step: number): number {
  return samples < length ? 0 : Math.floor((samples - length) / step) + 1;
}

/**
 * The probability of an event in every window of a trace: window i holds the samples i · step … i · step +
 * inputLength. The trace is read a batch of windows at a time.
 *
 * @throws CancelledError, or what reading the trace throws, or the backend's reason
 */
export function predictTrace(
  predictor: Predictor,
  trace: Trace,
  { step, batchSize }: TracePrediction,
  task: Task,
): Promise<Float32Array> {
  const { inputLength } = predictor;
  const count = windowCount(trace.samples, inputLength, step);
  const fill = (from: number, to: number, into: Float32Array) =>
    fillWindows(trace, (i) => i * step, inputLength, from, to, into);
  return predictor.predict(count, fill, task, batchSize);
}

/** Reads and scales the windows that start at `startOf(from)` … `startOf(to − 1)`, which ascend. */
function fillWindows(
  trace: Trace,
  startOf: (window: number) => number,
  length: number,
  from: number,
  to: number,
  into: Float32Array,
): void {
  for (let window = from; window < to; ) {
    // Windows that overlap or touch are read together.
    let end = window + 1;
    while (end < to && startOf(end) - startOf(end - 1) <= length) end++;
    const first = startOf(window);
    const samples = trace.read(first, startOf(end - 1) + length);
    for (; window < end; window++)
      scaleWindow(samples, startOf(window) - first, length, into, (window - from) * length);
  }
}
