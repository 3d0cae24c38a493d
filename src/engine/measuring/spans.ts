import { roundHalfEven } from '../../common/numbers/round';
import type { Parameters } from '../../common/parameters/parameters';

/** The lengths, in samples, that the measures of an event depend on. */
export interface Spans {
  /** win_size. */
  window: number;
  /** Samples of the event's snippet before and after the location of its steepest rise. */
  before: number;
  after: number;
  /** Samples of baseline, where no earlier event is near. */
  baseline: number;
  /** The peak's value is the mean of this many samples before it, and from it on. */
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
 * A smoothed stretch of trace around an event, turned so that events point upwards. Indices of the measures
 * count in `data`.
 */
export interface Snippet {
  data: Float64Array;
  /** Index of the steepest rise; {@link Spans.before} unless the trace begins later. */
  location: number;
  /** Sample of the trace that `data[0]` is. */
  start: number;
  /** Samples from this event's location to the next one's; Infinity for the last. */
  toNext: number;
}
