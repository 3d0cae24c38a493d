import { UserError } from '../../../common/errors';
import type { Tag } from '../../../common/traces/channel';
import { analysedUnit } from '../../../common/traces/units';
import type { Hdf5File } from '../../files/hdf5/hdf5';
import { requirePlausible } from '../../files/hdf5/numbers';
import { datasetAt, groupAt, isText, numbersOf, textAttribute, textsOf } from '../../files/hdf5/values';
import { cleanUnit } from '../../files/text';
import { type NwbRun, nwbRuns } from './nwb-runs';
import { runsInTables } from './nwb-tables';
import { nwbTimeSeries } from './nwb-time-series';
import { type Hdf5Layout, type Hdf5Series, line } from './series';

/**
 * Neurodata Without Borders 1 and 2 (https://nwb-schema.readthedocs.io). A run of sweeps from one or several electrodes
 * is one series with sweeps and channels; after these, each TimeSeries of a run can be chosen by itself. Undefined if
 * the file is not NWB. The schema stores volts and amperes; values are converted to mV and pA, which the parameters'
 * defaults assume.
 *
 * @throws UserError when there is no acquisition
 */
export function nwbLayout(file: string, fileBytes: number, open: Hdf5File): Hdf5Layout | undefined {
  // Version 1 stores it as a dataset: "NWB-1.0.5".
  const version = textAttribute(open, 'nwb_version') ?? textOf(open, 'nwb_version')?.replace(/^NWB-/, '');
  if (version === undefined && textAttribute(open, 'neurodata_type') !== 'NWBFile') return undefined;
  const all = nwbTimeSeries(open);
  if (all.length === 0)
    throw new UserError(
      `${file} contains no recording: its group "acquisition" has no time series of numbers.`,
    );
  const tabled = runsInTables(open, all);
  const inTables = new Set(tabled.flatMap(({ sweeps }) => sweeps.flat().map(({ path }) => path)));
  const others = nwbRuns(all.filter(({ path }) => !inTables.has(path)));
  const taken = new Set(tabled.map(({ name }) => name));
  const runs = [
    ...tabled,
    ...others.map((run) => (taken.has(run.name) ? { ...run, name: `${run.name} (others)` } : run)),
  ];
  const parts = runs.filter((run) => run.sweeps.length > 1 || run.sweeps[0].length > 1);
  const inParts = new Set(parts.flatMap((run) => run.sweeps.flat().map(({ path }) => path)));
  const single = all
    .filter(({ path }) => inParts.has(path))
    .map((one): NwbRun => ({ name: one.name, protocol: one.protocol, sweeps: [[one]] }));
  const series = [...runs, ...single];
  return {
    format: 'NWB',
    version: version ?? '',
    names: series.map(({ name }) => name),
    series: (index) => seriesOf(file, fileBytes, series[index]),
    start: textOf(open, 'session_start_time')?.match(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?/)?.[0],
    tags: annotations(open),
    facts: FACTS.flatMap((name) => {
      const text = textOf(open, name);
      return text ? [[name.split('/').at(-1)!.replaceAll('_', ' '), text] as const] : [];
    }),
  };
}

const FACTS = ['session_description', 'identifier', 'general/institution', 'general/lab'];

function seriesOf(file: string, fileBytes: number, run: NwbRun): Hdf5Series {
  const first = run.sweeps[0];
  for (const one of run.sweeps.flat()) requirePlausible(file, fileBytes, one.data);
  // A TimeSeries with several columns is a run of its own; each column is a channel.
  const places = first.flatMap((one, i) =>
    Array.from({ length: one.columns }, (_, column) => ({ i, column })),
  );
  return {
    rateHz: first[0].rateHz,
    channels: places.map(({ i, column }) => {
      const { electrode, name, unit, columns } = first[i];
      const base = electrode?.name ?? name;
      return { name: columns > 1 ? `${base} ${column}` : base, unit: familiar(unit).unit };
    }),
    sweeps: run.sweeps.map((sweep) => ({
      samples: Math.min(...sweep.map((one) => one.samples)),
      start_s: sweep[0].start_s,
    })),
    protocol: run.protocol,
    facts: [
      ['type', first[0].type],
      ...(first[0].evenlySpaced
        ? []
        : [['timestamps', 'not evenly spaced. Give the sampling rate with the parameter sampling'] as const]),
    ],
    source: (channel, sweep) => {
      const { i, column } = places[channel];
      const one = run.sweeps[sweep][i];
      const { factor } = familiar(one.unit);
      return {
        ...line(one.data, one.transposed ? 1 : 0, one.transposed ? [column, 0] : [0, column]),
        first: one.first,
        scale: one.conversion * (one.factors?.[column] ?? 1) * factor,
        shift: one.offset * factor,
      };
    },
  };
}

/** Units of the schema and of older writers, and their usual spelling in electrophysiology. */
function familiar(unit: string): { unit: string; factor: number } {
  const { unit: analysed, scaling } = analysedUnit(cleanUnit(unit), null);
  return { unit: analysed, factor: scaling };
}

/** AnnotationSeries: texts with times. */
function annotations(open: Hdf5File): Tag[] {
  const acquisition = groupAt(open, 'acquisition');
  return (acquisition?.keys() ?? []).flatMap((name) => {
    const group = groupAt(acquisition!, name);
    const [data, times] = [group && datasetAt(group, 'data'), group && datasetAt(group, 'timestamps')];
    if (!data || !times || textAttribute(group!, 'neurodata_type') !== 'AnnotationSeries') return [];
    const seconds = numbersOf(times, times.path);
    return textsOf(data, data.path)
      .slice(0, seconds.length)
      .map((comment, i) => ({ time_s: seconds[i], comment }));
  });
}

function textOf(open: Hdf5File, path: string): string | undefined {
  const dataset = datasetAt(open, path);
  return dataset && isText(dataset) ? textsOf(dataset, path)[0] : undefined;
}
