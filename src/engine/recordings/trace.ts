import type { Trace } from '../signal/trace';
import type { Recording } from './recording';

/** Position of a joined trace's sample in its recording. */
export interface Origin {
  sweep: number;
  sample: number;
}

/** A trace with its recording, channel and sweeps. */
export interface RecordedTrace extends Trace {
  readonly recording: Recording;
  readonly channel: number;
  /** The chosen sweep, undefined for all. */
  readonly sweep: number | undefined;
  origin(sample: number): Origin;
}
