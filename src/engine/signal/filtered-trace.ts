import { UserError } from '../../common/errors';
import { butterworth } from './butterworth';
import { detrendedTrace } from './detrended-trace';
import { lineFreeTrace } from './line-free-trace';
import { hannFilteredTrace, highPassTrace, lowPassTrace, savgolTrace } from './local-filters';
import type { Trace } from './trace';

/** Settings of the filters, named like the parameters. */
export interface FilterSettings {
  detrend: 'none' | 'linear' | 'constant';
  detrend_segments: number;
  line_freq: number | null;
  line_width: number;
  highpass: number | null;
  lowpass: number | null;
  filter_order: number;
  savgol: number | null;
  hann: number | null;
}

/** One of the filters, in the order in which they are applied. */
export interface FilterStage {
  /** The parameters that it depends on. */
  names: readonly (keyof FilterSettings)[];
  /** @throws UserError naming the parameter that does not fit the trace */
  apply(trace: Trace, p: FilterSettings): Trace;
}

export const FILTER_STAGES: readonly FilterStage[] = [
  {
    names: ['detrend', 'detrend_segments'],
    apply(trace, p) {
      if (p.detrend === 'none') return trace;
      if (p.detrend_segments > trace.samples)
        throw new UserError(
          `detrend_segments is ${p.detrend_segments}, too many for ${trace.samples} samples. Choose fewer.`,
        );
      return detrendedTrace(trace, p.detrend, p.detrend_segments);
    },
  },
  {
    names: ['line_freq', 'line_width'],
    apply(trace, p) {
      if (p.line_freq === null) return trace;
      belowNyquist('line_freq', p.line_freq, trace);
      return lineFreeTrace(trace, p.line_freq, p.line_width);
    },
  },
  {
    names: ['highpass', 'filter_order'],
    apply(trace, p) {
      if (p.highpass === null) return trace;
      return highPassTrace(
        trace,
        butterworth(p.filter_order, belowNyquist('highpass', p.highpass, trace), 'high'),
      );
    },
  },
  {
    names: ['lowpass', 'filter_order', 'savgol', 'hann'],
    apply(trace, p) {
      if (p.lowpass !== null)
        return lowPassTrace(
          trace,
          butterworth(p.filter_order, belowNyquist('lowpass', p.lowpass, trace), 'low'),
        );
      if (p.savgol !== null)
        return savgolTrace(trace, savgolWindow(p.savgol, p.filter_order, trace), p.filter_order);
      return p.hann === null ? trace : hannFilteredTrace(trace, p.hann);
    },
  },
];

/**
 * Applies the `filters` group of parameters to a trace: detrending, removal of line noise, high-pass, then smoothing by
 * the first of low-pass, Savitzky–Golay and Hann that is set. Computed block by block when it is read; the result is
 * that of filtering the whole trace at once, within 1e-9 of its range (line noise in recordings beyond 2²³ samples: see
 * {@link lineFreeTrace}). Without filters it is the trace itself.
 *
 * Each filter equals miniML's own: the high-pass is causal and starts at rest, so a holding current decays at the
 * beginning; the low-pass has no delay; the Hann filter leaves the first and last window unchanged.
 *
 * @throws UserError naming the parameter that does not fit the trace
 */
export function filteredTrace(trace: Trace, p: FilterSettings): Trace {
  return FILTER_STAGES.reduce((filtered, stage) => stage.apply(filtered, p), trace);
}

/** Cut-off as a fraction of the Nyquist frequency. */
function belowNyquist(name: string, hz: number, { rateHz }: Trace): number {
  const nyquist = rateHz / 2;
  if (hz >= nyquist)
    throw new UserError(
      `${name} is ${hz} Hz but must be below half the sampling rate, ${nyquist} Hz. Choose a lower frequency.`,
    );
  return hz / nyquist;
}

function savgolWindow(ms: number, order: number, trace: Trace): number {
  // Slightly more than the product, so that 0.1 ms at 50 kHz is five samples despite rounding.
  const window = Math.floor((ms / 1000) * trace.rateHz + 1e-9);
  if (window <= order)
    throw new UserError(
      `savgol is ${ms} ms, which is ${window} samples and too few for a polynomial of order ${order} (filter_order). Choose at least ${round((1000 * (order + 1)) / trace.rateHz)} ms.`,
    );
  if (window > trace.samples)
    throw new UserError(
      `savgol is ${ms} ms, which is ${window} samples, but the trace has only ${trace.samples}. Choose a shorter window.`,
    );
  return window;
}

/** Rounds up to four digits, so that the value suffices. */
function round(x: number): number {
  return Math.ceil(x * 1e4) / 1e4;
}
