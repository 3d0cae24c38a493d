import type { Channel, Tag } from '../../common/traces/channel';
import type { Warning } from '../../common/warning';

/**
 * A recording, opened: facts from its header, samples on request.
 *
 * Samples are read a range at a time, so a recording of any size opens at once and in constant memory.
 * Every reader of a file format returns this; nothing beyond `recordings/` knows formats.
 */
export interface Recording {
  /** Absolute path of the file. */
  readonly path: string;
  /** "ABF", "HDF5", "NWB", "HEKA". */
  readonly format: string;
  /** As the format counts its versions: "1.83", "2.6". Empty if it does not. */
  readonly version: string;
  /** Which of the file's series this is; formats with a single one have `['']`. */
  readonly series: string;
  /** Names of all series in the file (HEKA series, NWB time series, HDF5 datasets), in file order. */
  readonly allSeries: readonly string[];
  /** Samples per second and channel; undefined where neither the file nor the caller says it. */
  readonly rateHz: number | undefined;
  readonly channels: readonly Channel[];
  readonly sweeps: readonly SweepInfo[];
  readonly tags: readonly Tag[];
  readonly protocol: string;
  /** Start of the recording, ISO 8601 in local time of the rig, undefined where unknown or impossible. */
  readonly start: string | undefined;
  /** More facts to show, in the order to show them. */
  readonly facts: readonly (readonly [name: string, value: string])[];
  /** What is missing, doubtful or cut short. */
  readonly warnings: readonly Warning[];
  /**
   * Samples `from` ≤ i < `to` of one channel in one sweep, in the channel's unit.
   *
   * @throws UserError when the file ends early or cannot be read
   * @throws RangeError when the range does not lie in the sweep
   */
  read(channel: number, sweep: number, from: number, to: number): Float64Array;
  close(): void;
}

export interface SweepInfo {
  /** Samples per channel. */
  samples: number;
  /** Start in seconds from the start of the recording. */
  start_s: number;
}
