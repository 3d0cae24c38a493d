import type { OpenOptions, Recording } from './recording';

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

/** Names a trace: a channel of a recording, one sweep or all of them joined. */
export interface TraceRef {
  path: string;
  open: OpenOptions;
  channel: number;
  /** undefined: all sweeps, joined in order. */
  sweep?: number;
}

/** Where a sample of a joined trace lies in its recording. */
export interface Origin {
  sweep: number;
  sample: number;
}

/** A trace that knows which recording, channel and sweeps it is made of. */
export interface RecordedTrace extends Trace {
  readonly recording: Recording;
  readonly channel: number;
  /** The chosen sweep, undefined for all. */
  readonly sweep: number | undefined;
  origin(sample: number): Origin;
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
