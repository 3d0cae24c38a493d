import type { Channel, Tag } from '../../../common/traces/channel';
import type { Hdf5Dataset } from '../../files/hdf5';
import type { SweepInfo } from '../recording';

/** One series of an HDF5 file as its layout describes it, before what the caller knows is added. */
export interface Hdf5Series {
  rateHz: number | undefined;
  channels: readonly Channel[];
  sweeps: readonly SweepInfo[];
  protocol: string;
  facts: readonly (readonly [name: string, value: string])[];
  /** Where the samples of a channel in a sweep lie. */
  source(channel: number, sweep: number): SampleSource;
}

/** A line of samples in a dataset: all of a 1-D one, a row or a column of a 2-D one. */
export interface SampleSource {
  dataset: Hdf5Dataset;
  row?: number;
  column?: number;
  /** Value = stored × scale + shift. */
  scale: number;
  shift: number;
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
}

/** Compares names so that "sweep 10" comes after "sweep 9". */
export const byName = new Intl.Collator('en', { numeric: true }).compare;
