import type { Trace } from '../signal/trace';
import type { OpenOptions, Recording } from './recording';

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
