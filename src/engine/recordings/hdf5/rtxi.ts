import { UserError } from '../../../common/errors';
import type { Hdf5Dataset, Hdf5File } from '../../files/hdf5/hdf5';
import { isNumeric, requirePlausible } from '../../files/hdf5/numbers';
import { datasetAt, groupAt, numbersOf, plainDatasetValue } from '../../files/hdf5/values';
import { stimuliLast } from '../channels';
import { rateOf } from '../rate';
import { byName, type Hdf5Layout, type Hdf5Series, line, type SampleSource } from './series';
import { nameAndUnit } from './statements';

const TRIAL = /^Trial ?\d+$/;
const FLOAT = 1;

/**
 * RTXI's data recorder (http://rtxi.org): a group for each trial with its period in ns, and all channels in one table,
 * or as an array in each of its rows. Trials with the channels and the rate of the first are sweeps. Undefined if the
 * file has another layout.
 *
 * @throws UserError when a trial has no period
 */
export function rtxiLayout(file: string, fileBytes: number, open: Hdf5File): Hdf5Layout | undefined {
  const trials = open.keys().filter((name) => TRIAL.test(name) && dataIn(open, name));
  if (trials.length === 0) return undefined;
  return {
    format: 'HDF5',
    version: '',
    names: [''],
    series: () => seriesOf(file, fileBytes, open, trials.sort(byName)),
    start: undefined,
    tags: [],
    facts: [['layout', 'RTXI']],
  };
}

interface Trial {
  samples: number;
  rateHz: number;
  channels: { name: string; unit: string; source: SampleSource }[];
}

function dataIn(open: Hdf5File, trial: string): Hdf5Dataset | undefined {
  return datasetAt(open, `${trial}/Synchronous Data/Channel Data`);
}

function seriesOf(file: string, fileBytes: number, open: Hdf5File, names: readonly string[]): Hdf5Series {
  const trials = names.map((name) => trialAt(file, fileBytes, open, name));
  const [first] = trials;
  const same = trials.filter(
    ({ rateHz, channels }) => rateHz === first.rateHz && channels.length === first.channels.length,
  );
  const order = stimuliLast(first.channels.map((channel, index) => ({ ...channel, index })));
  let start_s = 0;
  return {
    rateHz: first.rateHz,
    channels: order.map(({ name, unit }) => ({ name, unit })),
    sweeps: same.map(({ samples, rateHz }) => {
      const sweep = { samples, start_s };
      start_s += samples / rateHz;
      return sweep;
    }),
    protocol: '',
    facts: [],
    warnings:
      same.length < trials.length
        ? [
            {
              code: 'left-out',
              message: `${trials.length - same.length} of ${trials.length} trials have another rate or other channels than the first. They are not shown.`,
            },
          ]
        : [],
    source: (channel, sweep) => same[sweep].channels[order[channel].index].source,
  };
}

function trialAt(file: string, fileBytes: number, open: Hdf5File, name: string): Trial {
  const data = dataIn(open, name)!;
  requirePlausible(file, fileBytes, data);
  const [period, downsampling] = ['Period (ns)', 'Downsampling Rate'].map((part) => {
    const dataset = datasetAt(open, `${name}/${part}`);
    return dataset ? numbersOf(dataset, dataset.path)[0] : Number.NaN;
  });
  const rateHz = rateOf(period * 1e-9 * (downsampling >= 1 ? downsampling : 1), 1e-9);
  if (rateHz === undefined) throw new UserError(`${file} is damaged: ${name} has no sampling period.`);
  const names = channelNames(open, name);
  const { array_type, shape } = data.metadata;
  const base = array_type as { type: number; size: number; total_size: number } | undefined;
  const count = base ? base.total_size : (shape?.[1] ?? 1);
  const readable = base ? base.type === FLOAT && (base.size === 8 || base.size === 4) : isNumeric(data);
  if (!readable || !shape || shape.length === 0 || !(count >= 1 && count <= MOST_CHANNELS))
    throw new UserError(`${file} is damaged: the data of ${name} are not a table of numbers.`);
  return {
    samples: shape[0],
    rateHz,
    channels: Array.from({ length: count }, (_, i) => ({
      ...nameAndUnit(names[i] ?? `channel ${i + 1}`),
      source: base
        ? {
            ...line(data),
            member: {
              offset: i * base.size,
              format: base.size === 8 ? ('float64' as const) : ('float32' as const),
            },
          }
        : line(data, 0, [0, i]),
    })),
  };
}

const MOST_CHANNELS = 256;

function channelNames(open: Hdf5File, trial: string): string[] {
  const group = groupAt(open, `${trial}/Synchronous Data`);
  return (group?.keys() ?? [])
    .filter((key) => /^Channel \d+ Name$/.test(key))
    .sort(byName)
    .map((key) => {
      const dataset = datasetAt(group!, key);
      const value = dataset && plainDatasetValue(dataset);
      return typeof value === 'string' ? value : '';
    });
}
