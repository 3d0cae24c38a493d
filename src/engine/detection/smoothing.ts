import { UserError } from '../../common/errors';
import type { Parameters } from '../../common/parameters/parameters';
import type { Task } from '../../common/task';
import type { SampleRange } from '../../common/traces/sample-ranges';
import { breathe } from '../scheduling/breathe';
import { localTrace } from '../signal/block-trace';
import { butterworth } from '../signal/butterworth';
import { gradient } from '../signal/gradient';
import { hannSmooth } from '../signal/hann';
import { hannFilteredTrace, lowPassTrace } from '../signal/local-filters';
import { addMoments, noMoments } from '../signal/statistics';
import type { Trace } from '../signal/trace';

type Smoothing = Pick<Parameters, 'convolve_win' | 'filter_factor'>;

/** The trace for measuring events: smoothed by a Hann window, or by a low-pass without delay. */
export function measuringTrace(trace: Trace, { convolve_win, filter_factor }: Smoothing): Trace {
  return smoothed(trace, convolve_win, filter_factor);
}

/** The trace for locating events by its gradient: a wider Hann window, but a higher low-pass. */
export function locatingTrace(trace: Trace, { convolve_win, filter_factor }: Smoothing): Trace {
  return smoothed(trace, 2 * convolve_win, 1.5 * filter_factor);
}

/** @param fraction reciprocal of the low-pass cut-off as a fraction of the sampling rate */
function smoothed(trace: Trace, hann: number, fraction: number): Trace {
  if (hann > 0) return hannFilteredTrace(trace, hann);
  if (!(fraction > 2))
    throw new UserError(
      `filter_factor puts the low-pass at ${1 / fraction} of the sampling rate, but it must be below one half. Choose a value above 2.`,
    );
  return lowPassTrace(trace, butterworth(4, 2 / fraction, 'low'));
}

/**
 * Step 5: the gradient of a smoothed trace in unit / s, inverted if necessary so that events rise, and smoothed by a
 * Hann window; 0 in the first and last `window` samples. Computed when read, with the values of the whole trace.
 *
 * Source: miniML 1.1.0, `_make_smth_gradient`.
 */
export function smoothedGradient(trace: Trace, direction: 1 | -1, window: number): Trace {
  const { samples, rateHz, unit } = trace;
  return localTrace({ samples, rateHz, unit: `${unit}/s` }, window + 1, (from, to) => {
    const start = Math.max(0, from - window - 1);
    const upwards = trace.read(start, Math.min(samples, to + window + 1));
    for (let i = 0; i < upwards.length; i++) upwards[i] *= direction;
    const out = hannSmooth(gradient(upwards, 1 / rateHz), window).slice(from - start, to - start);
    out.fill(0, 0, Math.max(0, window - from));
    out.fill(0, Math.max(0, samples - window - from));
    return out;
  });
}

const BLOCK = 1 << 18;

/** Gradient threshold in standard deviations of the event-free gradient. */
const STANDARD_DEVIATIONS = 4;

/** From here on, truncating the fraction changes the threshold by less than 1 %. */
const CUT_FROM = 100;

/**
 * Step 6, first half: the gradient threshold, from the event-free gradient; 0 without any event-free samples.
 *
 * The reference truncates it to an integer. So do we, to agree with it, but only if that is a small change: in amperes
 * or volts it would become 0, and any fluctuation a rise.
 */
export async function gradientThreshold(
  gradient: Trace,
  eventFree: readonly SampleRange[],
  task: Task,
): Promise<number> {
  const moments = noMoments();
  const total = eventFree.reduce((sum, { from, to }) => sum + to - from, 0);
  for (const { from, to } of eventFree)
    for (let at = from; at < to; at += BLOCK) {
      addMoments(moments, gradient.read(at, Math.min(to, at + BLOCK)));
      task.report({ phase: 'locating', done: moments.count, total, unit: 'samples' });
      await breathe(task);
    }
  const threshold =
    moments.count === 0 ? 0 : STANDARD_DEVIATIONS * Math.sqrt(moments.squares / moments.count);
  return threshold >= CUT_FROM ? Math.trunc(threshold) : threshold;
}
