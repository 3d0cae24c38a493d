import { UserError } from '../../common/errors';
import { blockTrace, localTrace } from './block-trace';
import {
  poleRadius,
  restingState,
  type Section,
  sosFilter,
  steadyState,
  zeroPhaseFilter,
} from './butterworth';
import { hannSmooth } from './hann';
import { savgol } from './savgol';
import type { Trace } from './trace';

const BLOCK = 1 << 19;

/** Remaining start-up transient of a filter at the start of its block. */
const SETTLED = 1e-13;

/** Maximum settling time of a filter in samples, for traces too long to be filtered as a whole. */
const LONGEST_MARGIN = 1 << 23;

/** Closer to the unit circle, rounding moves the poles: the gain at rest is off by a thousandth and more. */
const SLOWEST_FADE = -1e-7;

/** Causal filter that starts at rest at the first sample. */
export function highPassTrace(trace: Trace, sections: readonly Section[]): Trace {
  const margin = settlingTime('highpass', trace, sections);
  return blockTrace(trace, Math.max(BLOCK, margin), (from, to) => {
    const start = Math.max(0, from - margin);
    const x = trace.read(start, to);
    const state = start === 0 ? restingState(sections) : steadyState(sections).map((z) => z * x[0]);
    return sosFilter(sections, x, state).slice(from - start);
  });
}

/** Filter without delay. */
export function lowPassTrace(trace: Trace, sections: readonly Section[]): Trace {
  const margin = settlingTime('lowpass', trace, sections);
  return blockTrace(trace, Math.max(BLOCK, margin), (from, to) => {
    const start = Math.max(0, from - margin);
    const x = trace.read(start, Math.min(trace.samples, to + margin));
    return zeroPhaseFilter(sections, x).slice(from - start, to - start);
  });
}

/** @throws RangeError unless order < window ≤ samples of the trace */
export function savgolTrace(trace: Trace, window: number, order: number): Trace {
  return blockTrace(trace, Math.max(BLOCK, 4 * window), (from, to) => {
    const start = Math.max(0, Math.min(from - window, trace.samples - 2 * window));
    const end = Math.min(trace.samples, Math.max(to + window, start + 2 * window));
    return savgol(trace.read(start, end), window, order).slice(from - start, to - start);
  });
}

/** As {@link hannSmooth}: zeros beyond the ends. */
export function hannSmoothedTrace(trace: Trace, size: number): Trace {
  if (size <= 2) return trace;
  return blockTrace(trace, Math.max(BLOCK, 4 * size), (from, to) => {
    const start = Math.max(0, from - size);
    return hannSmooth(trace.read(start, Math.min(trace.samples, to + size)), size).slice(
      from - start,
      to - start,
    );
  });
}

/** The first and last `size` samples stay as they are. */
export function hannFilteredTrace(trace: Trace, size: number): Trace {
  const { samples } = trace;
  return localTrace(trace, size, (from, to) => {
    const start = Math.max(0, from - size);
    const x = trace.read(start, Math.min(samples, to + size));
    if (samples <= 2 * size) return x.slice(from - start, to - start);
    const smooth = hannSmooth(x, size);
    const untouched = Math.max(0, size - start);
    smooth.set(x.subarray(0, untouched));
    const tail = Math.max(0, Math.min(x.length, samples - size - start));
    smooth.set(x.subarray(tail), tail);
    return smooth.slice(from - start, to - start);
  });
}

function settlingTime(parameter: string, trace: Trace, sections: readonly Section[]): number {
  const fade = Math.log(poleRadius(sections));
  if (!(fade < SLOWEST_FADE))
    throw new UserError(`${parameter} is too low to compute. Choose a higher cut-off.`);
  const margin = Math.ceil(Math.log(SETTLED) / fade);
  if (margin <= LONGEST_MARGIN) return margin;
  if (trace.samples <= 2 * LONGEST_MARGIN) return trace.samples;
  throw new UserError(
    `${parameter} is too low for a recording of ${trace.samples} samples. Choose a cut-off at least ${Math.ceil(margin / LONGEST_MARGIN)} times as high.`,
  );
}
