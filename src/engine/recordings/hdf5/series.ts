import type { Channel, Tag } from '../../../common/traces/channel';
import type { Warning } from '../../../common/warning';
import type { Hdf5Dataset } from '../../files/hdf5';
import type { SweepInfo } from '../recording';

/** One series of an HDF5 file as its layout describes it, before what the caller knows is added. */
export interface Hdf5Series {
  rateHz: number | undefined;
  channels: readonly Channel[];
  sweeps: readonly SweepInfo[];
  protocol: string;
  facts: readonly (readonly [name: string, value: string])[];
  warnings?: readonly Warning[];
  /** Where the samples of a channel in a sweep lie. */
  source(channel: number, sweep: number): SampleSource;
}

/** A line of samples in a dataset: all of a 1-D one, a row or a column of a 2-D one, and so on. */
export interface SampleSource {
  dataset: Hdf5Dataset;
  /** The axis of the dataset along which time runs. */
  axis: number;
  /** Index in every axis of the dataset; the one of `axis` has no meaning. */
  place: readonly number[];
  /** Index along `axis` of the first sample. */
  first: number;
  /** Value = stored × scale + shift. */
  scale: number;
  shift: number;
  /** Takes the place of the stored number: Σ polynomial[k] × stored^k. */
  polynomial?: readonly number[];
  /** The stored numbers are differences from one sample to the next; the first sample is `shift`. */
  differences?: boolean;
  /** The stored numbers are a member of records. */
  member?: RecordMember;
}

/** Where a number lies in each record of a dataset of records (a compound type), little-endian. */
export interface RecordMember {
  offset: number;
  format: 'float64' | 'float32' | 'int32' | 'int16';
}

/** The line of a dataset along an axis, its numbers as they are stored. */
export function line(dataset: Hdf5Dataset, axis = 0, place: readonly number[] = []): SampleSource {
  return { dataset, axis, place, first: 0, scale: 1, shift: 0 };
}

/** A file whose layout is recognised: its series by name, each opened on demand. */
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

/** Compares names so that "sweep 10" comes after "sweep 9". */
export const byName = new Intl.Collator('en', { numeric: true }).compare;

/** Sweeps of one length whose times nobody noted: they are taken to follow each other. */
export function equalSweeps(count: number, samples: number, rateHz: number | undefined): SweepInfo[] {
  return Array.from({ length: count }, (_, i) => ({
    samples,
    start_s: rateHz === undefined ? 0 : (i * samples) / rateHz,
  }));
}
