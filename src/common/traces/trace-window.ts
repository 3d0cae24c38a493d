import type { SampleRange } from './sample-ranges';

/** Request for a picture of samples `from` ≤ i < `to` of a trace in `columns` pixels. */
export interface WindowOfTrace {
  from: number;
  to: number;
  columns: number;
  /** The part that is on the screen, which is read first where reading takes time. */
  visible?: SampleRange;
}

/**
 * Points to draw, left to right. `x` in samples of the trace, fractional at the middle of a column. If samples
 * outnumber columns, points come in pairs: the minimum and maximum of a column.
 */
export interface TraceWindow {
  x: Float64Array;
  y: Float32Array;
  /** Samples, or minima and maxima of columns. */
  kind: 'samples' | 'extremes';
  /** False while the pyramid of a long recording is incomplete. */
  exact: boolean;
  /** Where extremes are those of a few samples only, sorted and non-overlapping; absent if `exact`. */
  unread?: SampleRange[];
}
