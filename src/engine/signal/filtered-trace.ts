import { UserError } from '../errors';
import type { Parameters } from '../parameters/parameters';
import type { Trace } from '../recordings/trace';
import { butterworth } from './butterworth';
import { detrendedTrace } from './detrended-trace';
import { lineFreeTrace } from './line-free-trace';
import { hannFilteredTrace, highPassTrace, lowPassTrace, savgolTrace } from './local-filters';

type FilterParameters = Pick<
  Parameters,
  | 'detrend'
  | 'detrend_segments'
  | 'line_freq'
  | 'line_width'
  | 'highpass'
  | 'lowpass'
  | 'filter_order'
  | 'savgol'
  | 'hann'
>;

/**
 * The trace as the `filters` group of parameters wants it: detrended, freed of line noise, high-passed, then
 * smoothed by the first of low-pass, Savitzky–Golay and Hann that is asked for. Computed a block at a time when
 * it is read; the result is that of filtering the whole trace at once, within 1e-9 of its range (line noise in
 * recordings beyond 2²³ samples: see {@link lineFreeTrace}). Without filters it is the trace itself.
 *
 * What each does is what miniML's own filters do, which users know: the high-pass is causal and starts at rest,
 * so a holding current decays through the first moments; the low-pass has no delay; the Hann filter leaves the
 * first and last window as it finds them.
 *
 * @throws UserError naming the parameter that does not fit the trace
 */
export function filteredTrace(trace: Trace, p: FilterParameters): Trace {
  const nyquist = trace.rateHz / 2;
  let filtered = trace;
  if (p.detrend !== 'none') {
    if (p.detrend_segments > trace.samples)
      throw new UserError(
        `detrend_segments: ${p.detrend_segments} segments of ${trace.samples} samples; choose fewer.`,
      );
    filtered = detrendedTrace(filtered, p.detrend, p.detrend_segments);
  }
  if (p.line_freq !== null) {
    belowNyquist('line_freq', p.line_freq, nyquist);
    filtered = lineFreeTrace(filtered, p.line_freq, p.line_width);
  }
  if (p.highpass !== null) {
    belowNyquist('highpass', p.highpass, nyquist);
    filtered = highPassTrace(filtered, butterworth(p.filter_order, p.highpass / nyquist, 'high'));
  }
  if (p.lowpass !== null) {
    belowNyquist('lowpass', p.lowpass, nyquist);
    return lowPassTrace(filtered, butterworth(p.filter_order, p.lowpass / nyquist, 'low'));
  }
  if (p.savgol !== null)
    return savgolTrace(filtered, savgolWindow(p.savgol, p.filter_order, trace), p.filter_order);
  if (p.hann !== null) return hannFilteredTrace(filtered, p.hann);
  return filtered;
}

function belowNyquist(name: string, hz: number, nyquist: number): void {
  if (hz >= nyquist)
    throw new UserError(`${name}: ${hz} Hz is not below half the sampling rate, ${nyquist} Hz; choose less.`);
}

function savgolWindow(ms: number, order: number, trace: Trace): number {
  // A hair more than the product, so that 0.1 ms at 50 kHz is five samples however it rounds.
  const window = Math.floor((ms / 1000) * trace.rateHz + 1e-9);
  if (window <= order)
    throw new UserError(
      `savgol: ${ms} ms are ${window} samples, too few for a polynomial of order ${order} (filter_order); choose at least ${round((1000 * (order + 1)) / trace.rateHz)} ms.`,
    );
  if (window > trace.samples)
    throw new UserError(
      `savgol: ${ms} ms are ${window} samples and the trace has ${trace.samples}; choose less.`,
    );
  return window;
}

/** Up to four digits, rounded up so that the value suffices. */
function round(x: number): number {
  return Math.ceil(x * 1e4) / 1e4;
}
