import type { Hdf5Dataset, Hdf5File, Hdf5Group } from '../../files/hdf5';
import { dealtWith } from '../../files/hdf5-library';
import { isNumeric } from '../../files/hdf5-numbers';
import { datasetAt, groupAt, numberAttribute, numbersOf, textAttribute } from '../../files/hdf5-values';

/** A TimeSeries of NWB with numbers in it. https://nwb-schema.readthedocs.io, "TimeSeries" */
export interface NwbTimeSeries {
  /** Path below /acquisition. */
  name: string;
  /** "VoltageClampSeries". */
  type: string;
  data: Hdf5Dataset;
  /** Samples, and channels side by side. */
  samples: number;
  columns: number;
  /** True where the channels are the rows: against the schema, but some writers do it. */
  transposed: boolean;
  /** Values in the unit: stored × conversion × factor of the column + offset. */
  unit: string;
  conversion: number;
  offset: number;
  factors: Float64Array | undefined;
  /** undefined where the samples are not evenly spaced, or nothing is said about it. */
  rateHz: number | undefined;
  start_s: number;
  evenlySpaced: boolean;
  /** What identifies the electrode, and its name. */
  electrode: { id: string; name: string } | undefined;
  /** What was done: the description of the stimulus and of the series, '' where the file says nothing. */
  protocol: string;
}

/** Every TimeSeries of numbers in a file's acquisition, in the order of their names. */
export function nwbTimeSeries(open: Hdf5File): NwbTimeSeries[] {
  const acquisition = groupAt(open, 'acquisition');
  return (acquisition?.paths() ?? []).flatMap((name) => {
    const group = groupAt(open, `acquisition/${name}`);
    const data = group && datasetAt(group, 'data');
    return group && data && isNumeric(data) ? [timeSeriesOf(name, group, data)] : [];
  });
}

function timeSeriesOf(name: string, group: Hdf5Group, data: Hdf5Dataset): NwbTimeSeries {
  const [rows, columns] = data.shape as [number, number | undefined];
  const transposed = columns !== undefined && columns > rows;
  const samples = transposed ? columns : rows;
  const factors = datasetAt(group, 'channel_conversion');
  return {
    name,
    type: textAttribute(group, 'neurodata_type') ?? 'TimeSeries',
    data,
    samples,
    columns: transposed ? rows : (columns ?? 1),
    transposed,
    unit: textAttribute(data, 'unit') ?? '',
    conversion: numberAttribute(data, 'conversion') ?? 1,
    offset: numberAttribute(data, 'offset') ?? 0,
    factors: factors && numbersOf(factors, factors.path),
    ...timing(group, samples),
    electrode: electrodeOf(group),
    protocol: protocolOf(group),
  };
}

/** The schema has either a starting time with a rate, or a time for each sample. */
function timing(
  group: Hdf5Group,
  samples: number,
): Pick<NwbTimeSeries, 'rateHz' | 'start_s' | 'evenlySpaced'> {
  const starting = datasetAt(group, 'starting_time');
  const timestamps = datasetAt(group, 'timestamps');
  if (starting) {
    const rate = numberAttribute(starting, 'rate');
    const usable = rate !== undefined && rate > 0 && rate < Number.POSITIVE_INFINITY;
    return {
      rateHz: usable ? rate : undefined,
      start_s: finite(numbersOf(starting, starting.path)[0]),
      evenlySpaced: true,
    };
  }
  if (timestamps && isNumeric(timestamps) && timestamps.shape!.length === 1)
    return { ...spacing(timestamps, Math.min(samples, timestamps.shape![0])) };
  return { rateHz: undefined, start_s: 0, evenlySpaced: true };
}

const PROBES = 64;

/**
 * The rate is that between the first and the last time. Times are looked at in 64 places, not all read: a
 * pause in the recording shifts everything after it, so it shows wherever one looks.
 */
function spacing(
  times: Hdf5Dataset,
  samples: number,
): Pick<NwbTimeSeries, 'rateHz' | 'start_s' | 'evenlySpaced'> {
  const at = (i: number) => Number((times.slice([[i, i + 1]]) as ArrayLike<number | bigint>)[0]);
  if (samples < 2) return { rateHz: undefined, start_s: samples ? finite(at(0)) : 0, evenlySpaced: true };
  const start = at(0);
  const rate = (samples - 1) / (at(samples - 1) - start);
  const places = Array.from({ length: PROBES }, (_, k) => Math.round(((samples - 1) * k) / PROBES));
  const evenlySpaced = places.every((i) => Math.abs((at(i) - start) * rate - i) < 0.5);
  const usable = evenlySpaced && rate > 0 && rate < Number.POSITIVE_INFINITY;
  return {
    rateHz: usable ? Number(rate.toPrecision(9)) : undefined,
    start_s: finite(start),
    evenlySpaced: usable,
  };
}

function finite(value: number | undefined): number {
  return value !== undefined && Number.isFinite(value) ? value : 0;
}

function electrodeOf(group: Hdf5Group): NwbTimeSeries['electrode'] {
  const electrode = groupAt(group, 'electrode');
  if (!electrode) return undefined;
  const path = `${group.path}/electrode`;
  // A soft link says which electrode it leads to; writers that use hard links give electrodes identities.
  const target = linkTarget(group, path);
  const id = target ?? textAttribute(electrode, 'object_id');
  return id === undefined ? undefined : { id, name: target?.split('/').at(-1) ?? 'electrode' };
}

function linkTarget(group: Hdf5Group, path: string): string | undefined {
  try {
    return group.get_link(path) || undefined;
  } catch (thrown) {
    dealtWith(thrown);
    return undefined;
  }
}

function protocolOf(group: Hdf5Group): string {
  const texts = ['stimulus_description', 'description'].map((name) => textAttribute(group, name)?.trim());
  return texts.find((text) => text && !/^(n\/?a|none|no description|no comments)$/i.test(text)) ?? '';
}
