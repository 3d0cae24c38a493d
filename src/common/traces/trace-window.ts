/** A stretch of a trace to draw, samples `from` ≤ i < `to`, in `columns` pixels. */
export interface WindowOfTrace {
  from: number;
  to: number;
  columns: number;
}

/**
 * Points to draw, left to right. `x` in samples of the trace (fractions where a column's middle is one).
 * Where samples outnumber columns, points come in pairs: the minimum and maximum of a column.
 */
export interface TraceWindow {
  x: Float64Array;
  y: Float32Array;
  /** The samples themselves, or the extremes of columns. */
  kind: 'samples' | 'extremes';
  /** False while the overview of a long recording is still being made: extremes of a subset of the samples. */
  exact: boolean;
}
