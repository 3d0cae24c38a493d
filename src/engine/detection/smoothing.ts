import { UserError } from '../../common/errors';
import type { Parameters } from '../../common/parameters/parameters';
import { butterworth } from '../signal/butterworth';
import { hannFilteredTrace, lowPassTrace } from '../signal/local-filters';
import type { Trace } from '../signal/trace';

type Smoothing = Pick<Parameters, 'convolve_win' | 'filter_factor'>;

/** The trace in which events are measured: a Hann window, or a low-pass without delay. */
export function measuringTrace(trace: Trace, { convolve_win, filter_factor }: Smoothing): Trace {
  return smoothed(trace, convolve_win, filter_factor);
}

/** The trace whose gradient shows where events rise: a wider Hann window, but a higher low-pass. */
export function locatingTrace(trace: Trace, { convolve_win, filter_factor }: Smoothing): Trace {
  return smoothed(trace, 2 * convolve_win, 1.5 * filter_factor);
}

/** @param fraction of the sampling rate that a low-pass cuts off at: its reciprocal */
function smoothed(trace: Trace, hann: number, fraction: number): Trace {
  if (hann > 0) return hannFilteredTrace(trace, hann);
  if (!(fraction > 2))
    throw new UserError(
      `filter_factor puts the low-pass at ${1 / fraction} of the sampling rate, which is not below its half: choose more than 2.`,
    );
  return lowPassTrace(trace, butterworth(4, 2 / fraction, 'low'));
}
