import type { TakenAxes } from '../../../common/parameters/axes';
import type { Channel, Tag } from '../../../common/traces/channel';
import type { Warning } from '../../../common/warning';
import type { Hdf5Dataset } from '../../files/hdf5/hdf5';
import type { SweepInfo } from '../recording';

/** One series of an HDF5 file as described by its layout, before the user's overrides. */
export interface Hdf5Series {
  rateHz: number | undefined;
  channels: readonly Channel[];
  sweeps: readonly SweepInfo[];
  protocol: string;
  facts: readonly (readonly [name: string, value: string])[];
  axes?: TakenAxes | undefined;
  warnings?: readonly Warning[];
  /** Source of the samples of a channel in a sweep. */
  source(channel: number, sweep: number): SampleSource;
}

/** A one-dimensional slice of a dataset: all of a 1-D one, a row or a column of a 2-D one, and so on. */
export interface SampleSource {
  dataset: Hdf5Dataset;
  /** Time axis of the dataset. */
  axis: number;
  /** Index in every axis of the dataset; the one of `axis` is ignored. */
  place: readonly number[];
  /** Index along `axis` of the first sample. */
  first: number;
  /** Index along `axis` after the last readable sample; the length of the axis by default. */
  end?: number;
  /** Value = stored × scale + shift. */
  scale: number;
  shift: number;
  /** Replaces the stored number by Σ polynomial[k] × stored^k. */
  polynomial?: readonly number[];
  /** The stored numbers are differences from one sample to the next; the first sample is `shift`. */
  differences?: boolean;
  /** The stored numbers are a member of compound records. */
  member?: RecordMember;
}

/** Position of a number in each record of a compound dataset, little-endian. */
export interface RecordMember {
  offset: number;
  format: 'float64' | 'float32' | 'int32' | 'int16';
}

/** A slice of the dataset along an axis, with unscaled numbers. */
export function line(dataset: Hdf5Dataset, axis = 0, place: readonly number[] = []): SampleSource {
  return { dataset, axis, place, first: 0, scale: 1, shift: 0 };
}

/** Layout of a file: its series by name, each opened on demand. */
export interface Hdf5Layout {
  format: 'HDF5' | 'NWB';
  version: string;
  /** At least one. */
  names: readonly string[];
  series(index: number): Hdf5Series;
  start: string | undefined;
  tags: readonly Tag[];
  facts: readonly (readonly [name: string, value: string])[];
  warnings?: readonly Warning[];
}

/** Sorts names numerically: "sweep 10" comes after "sweep 9". */
export const byName = new Intl.Collator('en', { numeric: true }).compare;

/** Sweeps of one length without start times, taken to follow each other. */
export function equalSweeps(count: number, samples: number, rateHz: number | undefined): SweepInfo[] {
  return Array.from({ length: count }, (_, i) => ({
    samples,
    start_s: rateHz === undefined ? 0 : (i * samples) / rateHz,
  }));
}
