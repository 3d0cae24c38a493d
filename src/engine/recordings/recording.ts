import type { TakenAxes } from '../../common/parameters/axes';
import type { Channel, Tag } from '../../common/traces/channel';
import type { Warning } from '../../common/warning';
import { requireRange } from '../signal/statistics';

/**
 * An open recording: facts from its header, samples on demand. Samples are read range by range, so a recording of any
 * size opens at once and in constant memory. All formats return this interface; only `recordings/` depends on formats.
 */
export interface Recording {
  /** Absolute path of the file. */
  readonly path: string;
  /** "ABF", "HDF5", "NWB", "HEKA". */
  readonly format: string;
  /** Version of the format: "1.83", "2.6". Empty if it has none. */
  readonly version: string;
  /** Name of the opened series; formats with a single one have `['']`. */
  readonly series: string;
  /** Names of all series in the file (HEKA series, NWB time series, HDF5 datasets), in file order. */
  readonly allSeries: readonly string[];
  /** Samples per second and channel; undefined if unknown. */
  readonly rateHz: number | undefined;
  readonly channels: readonly Channel[];
  readonly sweeps: readonly SweepInfo[];
  /** Whether the numbers of samples are estimates: only at a glance, never of what is read or computed. */
  readonly isEstimated?: boolean;
  readonly tags: readonly Tag[];
  readonly protocol: string;
  /** Start of the recording, ISO 8601 in local time of the rig, undefined where unknown or impossible. */
  readonly start: string | undefined;
  /** Further facts to show, in this order. */
  readonly facts: readonly (readonly [name: string, value: string])[];
  /** Of an array of two or three axes, whose meaning the user may give; undefined for all else. */
  readonly axes?: TakenAxes | undefined;
  /** Missing, doubtful or truncated parts. */
  readonly warnings: readonly Warning[];
  readonly read: ReadChannel;
  close(): void;
}

/**
 * Samples `from` ≤ i < `to` of one channel in one sweep, in the channel's unit.
 *
 * @throws UserError when the file ends early or cannot be read
 * @throws RangeError when the range exceeds the sweep
 */
export interface ReadChannel {
  (channel: number, sweep: number, from: number, to: number): Float64Array;
  /** As {@link import('../signal/trace').ReadSamples.extremes}. */
  extremes?(channel: number, sweep: number, from: number, to: number, bucket: number): Float64Array;
}

export interface SweepInfo {
  /** Samples per channel. */
  samples: number;
  /** Start in seconds from the start of the recording. */
  start_s: number;
}

/**
 * Guards a read of one channel in one sweep.
 *
 * @throws RangeError when the recording lacks the channel, the sweep or the samples
 */
export function requireInside(
  { channels, sweeps }: Pick<Recording, 'channels' | 'sweeps'>,
  channel: number,
  sweep: number,
  from: number,
  to: number,
): void {
  if (!(channel in channels)) throw new RangeError(`channel ${channel} of ${channels.length}`);
  if (!(sweep in sweeps)) throw new RangeError(`sweep ${sweep} of ${sweeps.length}`);
  requireRange(from, to, sweeps[sweep].samples);
}
