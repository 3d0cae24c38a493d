/**
 * One line of samples to work on: a channel of a recording, one sweep of it or all sweeps joined in order.
 * This is what detection, extraction and the editors read from.
 */
export interface Trace {
  readonly rateHz: number;
  readonly unit: string;
  readonly samples: number;
  /** Samples `from` ≤ i < `to`. @throws RangeError outside the trace. */
  read(from: number, to: number): Float64Array;
}

/** A trace over samples that are in memory already. */
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
