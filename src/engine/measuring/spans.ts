import { roundHalfEven } from '../../common/numbers/round';
import type { Parameters } from '../../common/parameters/parameters';

/** Lengths, in samples, used by the measures of an event. */
export interface Spans {
  /** win_size. */
  window: number;
  /** Samples of the event's snippet before and after the location of its steepest rise. */
  before: number;
  after: number;
  /** Length of the baseline, without a close earlier event. */
  baseline: number;
  /** The peak value is the mean of this many samples before the peak, and as many from it on. */
  peakHalf: number;
  rateHz: number;
}

/** Source: miniML 1.1.0, `add_points` and `peak_spacer`. */
export function spansOf(p: Pick<Parameters, 'win_size' | 'bsl_win'>, rateHz: number): Spans {
  const window = p.win_size;
  const before = Math.trunc(window / (roundHalfEven((1 / p.bsl_win) * 10) / 10));
  return {
    window,
    before,
    after: window + before,
    baseline: Math.max(1, Math.trunc(window * 0.1)),
    peakHalf: Math.max(1, Math.trunc(window / 300)),
    rateHz,
  };
}

/**
 * A smoothed segment of the trace around an event, inverted if necessary so that events point upwards. Indices of the
 * measures refer to `data`.
 */
export interface Snippet {
  data: Float64Array;
  /** Index of the steepest rise; {@link Spans.before} unless the trace starts later. */
  location: number;
  /** Sample number of `data[0]` in the trace. */
  start: number;
  /** Samples from this event's location to the next one's; Infinity for the last. */
  toNext: number;
}
