/**
 * A one-dimensional signal: a channel of a recording, in one sweep or in all sweeps joined in order. Input of
 * detection, extraction and the editors.
 */
export interface Trace {
  readonly rateHz: number;
  readonly unit: string;
  readonly samples: number;
  readonly read: ReadSamples;
}

/** Samples `from` ≤ i < `to`. @throws RangeError outside the trace. */
export interface ReadSamples {
  (from: number, to: number): Float64Array;
  /**
   * Minimum and maximum, alternating, of each `bucket` successive samples, as {@link bucketExtremes} finds them, where a
   * file has a faster way than reading the samples. It is a property of the function so that a trace with another `read`
   * does not inherit it.
   */
  extremes?(from: number, to: number, bucket: number): Float64Array;
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
