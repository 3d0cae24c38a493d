import type { Trace } from '../signal/trace';
import type { Recording } from './recording';

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
