/**
 * A one-dimensional signal: a channel of a recording, in one sweep or in all sweeps joined in order. Input of
 * detection, extraction and the editors.
 */
export interface Trace {
  readonly rateHz: number;
  readonly unit: string;
  readonly samples: number;
  /** Samples `from` ≤ i < `to`. @throws RangeError outside the trace. */
  read(from: number, to: number): Float64Array;
}

/** A trace over samples in memory. */
export function traceOf(values: Float64Array, rateHz: number, unit: string): Trace {
  return {
    rateHz,
    unit,
    samples: values.length,
    read(from, to) {
      if (from < 0 || to > values.length || from > to)
        throw new RangeError(`samples ${from}…${to} of ${values.length}`);
      return values.slice(from, to);
    },
  };
}
