import type { Hdf5Dataset, Hdf5File, Hdf5Group } from '../../files/hdf5/hdf5';
import { dealtWith } from '../../files/hdf5/library';
import { isNumeric } from '../../files/hdf5/numbers';
import {
  attributeOf,
  datasetAt,
  groupAt,
  isText,
  numberAttribute,
  numbersOf,
  pathsBelow,
  textAttribute,
  textsOf,
} from '../../files/hdf5/values';
import { line, type SampleSource } from './series';
import { valuesOf } from './times';

/** A TimeSeries of NWB with numbers in it. https://nwb-schema.readthedocs.io, "TimeSeries" */
export interface NwbTimeSeries {
  /** Path below /acquisition; for processed data the whole path. */
  name: string;
  /** Absolute path in the file. */
  path: string;
  /** "VoltageClampSeries". */
  type: string;
  data: Hdf5Dataset;
  /** Index of its first sample in the data: several sweeps may share a dataset. */
  first: number;
  /** Numbers of samples and of channels. */
  samples: number;
  columns: number;
  /** True if channels are rows: against the schema, but some writers do it. */
  transposed: boolean;
  /** Values in the unit: stored × conversion × factor of the column + offset. */
  unit: string;
  conversion: number;
  offset: number;
  factors: Float64Array | undefined;
  /** undefined if the samples are not evenly spaced, or no rate is known. */
  rateHz: number | undefined;
  start_s: number;
  evenlySpaced: boolean;
  /** Identity of the electrode, and its name. */
  electrode: { id: string; name: string } | undefined;
  /** Description of the stimulus and of the series, '' if the file has none. */
  protocol: string;
}

/** Every numeric TimeSeries in a file's acquisition, then in its processed data, in the order of their names. */
export function nwbTimeSeries(open: Hdf5File): NwbTimeSeries[] {
  return ['acquisition', 'processing'].flatMap((folder) => {
    const inside = groupAt(open, folder);
    const paths = inside ? pathsBelow(inside) : [];
    // Only what has data is opened: every opening looks its path up anew.
    const names = paths
      .filter((path) => path.endsWith('/data'))
      .map((path) => path.slice(0, -'/data'.length));
    return names.flatMap((name) => {
      const group = groupAt(open, `${folder}/${name}`);
      const data = group && datasetAt(group, 'data');
      if (!group || !data || !isNumeric(data)) return [];
      return [timeSeriesOf(folder === 'acquisition' ? name : `${folder}/${name}`, group, data)];
    });
  });
}

/** A part of a TimeSeries as a separate one: a sweep of several in one dataset. */
export function partOfTimeSeries(
  open: Hdf5File,
  whole: NwbTimeSeries,
  first: number,
  samples: number,
): NwbTimeSeries | undefined {
  if (!(first >= 0 && samples > 0 && first + samples <= whole.samples)) return undefined;
  if (first === 0 && samples === whole.samples) return whole;
  const group = groupAt(open, whole.path);
  const { rateHz, start_s, evenlySpaced } = group ? timing(group, samples, first) : whole;
  return { ...whole, first, samples, rateHz, start_s, evenlySpaced };
}

function timeSeriesOf(name: string, group: Hdf5Group, data: Hdf5Dataset): NwbTimeSeries {
  const [rows, columns] = data.shape as [number, number | undefined];
  const transposed = columns !== undefined && columns > rows;
  const samples = transposed ? columns : rows;
  const factors = datasetAt(group, 'channel_conversion');
  return {
    name,
    path: group.path,
    type: typeOf(group),
    data,
    first: 0,
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

/** Version 1 lists the types that a TimeSeries descends from, the most specific last. */
function typeOf(group: Hdf5Group): string {
  const ancestry = attributeOf(group, 'ancestry');
  const last = Array.isArray(ancestry) ? ancestry.at(-1) : undefined;
  return typeof last === 'string' ? last : (textAttribute(group, 'neurodata_type') ?? 'TimeSeries');
}

type Timing = Pick<NwbTimeSeries, 'rateHz' | 'start_s' | 'evenlySpaced'>;

/** Timing from sample `first` on: the schema has either a starting time with a rate, or a time per sample. */
function timing(group: Hdf5Group, samples: number, first = 0): Timing {
  const starting = datasetAt(group, 'starting_time');
  const timestamps = datasetAt(group, 'timestamps');
  if (starting) {
    const rate = numberAttribute(starting, 'rate');
    const usable = rate !== undefined && rate > 0 && rate < Number.POSITIVE_INFINITY;
    const start_s = finite(numbersOf(starting, starting.path)[0]);
    return {
      rateHz: usable ? rate : undefined,
      start_s: usable ? start_s + first / rate : start_s,
      evenlySpaced: true,
    };
  }
  const times = timestamps && timesLine(timestamps, first + samples);
  return times ? spacing(times, samples, first) : { rateHz: undefined, start_s: 0, evenlySpaced: true };
}

/** Times of samples. Some writers add a row or a column; the first one then contains the times. */
function timesLine(timestamps: Hdf5Dataset, samples: number): SampleSource | undefined {
  if (!isNumeric(timestamps)) return undefined;
  const shape = timestamps.shape!;
  const axis = shape.length === 2 && shape[1] > shape[0] ? 1 : 0;
  return shape[axis] >= samples
    ? line(
        timestamps,
        axis,
        shape.map(() => 0),
      )
    : undefined;
}

const PROBES = 64;

/**
 * The rate is that between the first and the last time. Only 64 of the times are checked: a pause in the recording
 * shifts all later times, so it shows at any later place.
 */
function spacing(times: SampleSource, samples: number, first: number): Timing {
  const at = (i: number) => valuesOf(times, first + i, first + i + 1)[0];
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
  // Version 1 stores its name.
  const named = electrode ? undefined : datasetAt(group, 'electrode_name');
  if (named && isText(named)) {
    const name = textsOf(named, named.path)[0];
    return name ? { id: name, name } : undefined;
  }
  if (!electrode) return undefined;
  const path = `${group.path}/electrode`;
  // A soft link names its electrode; for writers of hard links, electrodes are compared by identity.
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
