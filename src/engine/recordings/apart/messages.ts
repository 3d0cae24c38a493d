import type { OpenOptions } from '../../../common/traces/recipe';
import type { Verdict } from '../../files/hdf5/first-look';
import type { Recording } from '../recording';

/*
 * Requests to the thread that reads recordings. `recording` is a number that the asker chose when it opened one.
 */

export interface OpenRequest {
  recording: number;
  options: OpenOptions;
  /** Result of the first look at an HDF5 file. */
  looked: Verdict | undefined;
}

export interface ReadRequest {
  recording: number;
  channel: number;
  sweep: number;
  from: number;
  to: number;
  /** For extremes: the samples of each bucket. */
  bucket: number | undefined;
  /** Shared memory for the values. */
  into: Float64Array<SharedArrayBuffer>;
}

export interface CloseRequest {
  recording: number;
}

/** A recording without its functions. */
export type RecordingFacts = Omit<Recording, 'read' | 'close'> & { hasExtremes: boolean };
