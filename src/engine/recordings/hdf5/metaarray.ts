import { UserError } from '../../../common/errors';
import type { Hdf5Dataset, Hdf5File, Hdf5Group } from '../../files/hdf5/hdf5';
import { holdsNumbers, requirePlausible } from '../../files/hdf5/numbers';
import { attributeOf, datasetAt, groupAt, plainDatasetValue } from '../../files/hdf5/values';
import { cleanUnit } from '../../files/text';
import { stimuliLast } from '../channels';
import { rateOf } from '../rate';
import { equalSweeps, type Hdf5Layout, type Hdf5Series, line } from './series';
import { secondsIn } from './statements';
import { evenlyRising, rateOfTimes } from './times';

/**
 * MetaArray, the format of ACQ4 (`.ma`, https://github.com/acq4/acq4, acq4/filetypes): `data` with a description of
 * each of its axes in `info/0`, `info/1`, …, and of the whole in the one after these. Attributes are Python literals:
 * `"'A'"`. Undefined if the file has another layout.
 *
 * @throws UserError when none of the axes is time
 */
export function metaarrayLayout(file: string, fileBytes: number, open: Hdf5File): Hdf5Layout | undefined {
  const data = datasetAt(open, 'data');
  const version = attributeOf(open, 'MetaArray');
  if (version === undefined || !data || !holdsNumbers(data) || !groupAt(open, 'info')) return undefined;
  return {
    format: 'HDF5',
    version: '',
    names: [''],
    series: () => seriesOf(file, fileBytes, open, data),
    start: undefined,
    tags: [],
    facts: [['layout', `MetaArray (ACQ4) ${version}`]],
  };
}

interface Axis {
  name: string;
  unit: string;
  group: Hdf5Group | undefined;
}

function seriesOf(file: string, fileBytes: number, open: Hdf5File, data: Hdf5Dataset): Hdf5Series {
  requirePlausible(file, fileBytes, data);
  const shape = data.shape!;
  const axes = shape.map((_, i): Axis => {
    const group = groupAt(open, `info/${i}`);
    return { name: textOf(group, 'name'), unit: textOf(group, 'units'), group };
  });
  const time = axes.findIndex(({ name, unit }) => /^time$/i.test(name) || secondsIn(unit) !== undefined);
  if (time < 0 || shape.length > MOST_AXES)
    throw new UserError(`${file} contains no recording: none of the axes of its MetaArray is time.`);
  const channelAxis = axes.findIndex(({ name }, i) => i !== time && /^channels?$/i.test(name));
  const sweepAxes = [...shape.keys()].filter((i) => i !== time && i !== channelAxis);
  const samples = shape[time];
  const rateHz = rateIn(axes[time], samples, groupAt(open, `info/${shape.length}`));
  const whole = groupAt(open, `info/${shape.length}`);
  const channels = stimuliLast(
    channelAxis < 0
      ? [{ name: 'data', unit: textOf(whole, 'units'), index: 0 }]
      : columnsOf(axes[channelAxis], shape[channelAxis]),
  );
  const count = sweepAxes.reduce((product, axis) => product * shape[axis], 1);
  return {
    rateHz,
    channels: channels.map(({ name, unit }) => ({ name, unit: cleanUnit(unit) })),
    sweeps: equalSweeps(count, samples, rateHz),
    protocol: textOf(whole, 'protocol'),
    facts: modeOf(whole),
    source: (channel, sweep) => {
      const place = shape.map(() => 0);
      if (channelAxis >= 0) place[channelAxis] = channels[channel].index;
      let rest = sweep;
      for (const axis of sweepAxes.toReversed()) {
        place[axis] = rest % shape[axis];
        rest = Math.floor(rest / shape[axis]);
      }
      return line(data, time, place);
    },
  };
}

const MOST_AXES = 4;

function columnsOf({ group }: Axis, count: number): { name: string; unit: string; index: number }[] {
  return Array.from({ length: count }, (_, index) => {
    const column = group && groupAt(group, `cols/${index}`);
    return { name: textOf(column, 'name') || `channel ${index}`, unit: textOf(column, 'units'), index };
  });
}

/** Sampling rate from the times of the samples, else from the settings of the board. */
function rateIn({ group, unit }: Axis, samples: number, whole: Hdf5Group | undefined): number | undefined {
  const times = group && datasetAt(group, 'values');
  const even =
    times && times.shape?.length === 1 && times.shape[0] === samples
      ? evenlyRising(line(times), samples)
      : undefined;
  if (even) return rateOfTimes(even, secondsIn(unit) ?? 1);
  const daq = whole && groupAt(whole, 'DAQ');
  for (const name of daq?.keys() ?? []) {
    const rate = statedIn(groupAt(daq!, name), 'rate');
    if (typeof rate === 'number' && rate > 0) return rateOf(1 / rate, 1e-9);
  }
  return undefined;
}

function modeOf(whole: Hdf5Group | undefined): (readonly [string, string])[] {
  const mode = textOf(whole && groupAt(whole, 'ClampState'), 'mode');
  return mode === ''
    ? []
    : [['Recorded as', { VC: 'voltage clamp', IC: 'current clamp' }[mode.toUpperCase()] ?? mode]];
}

/** Value of an attribute or dataset of this name. */
function statedIn(group: Hdf5Group | undefined, name: string): unknown {
  if (!group) return undefined;
  const dataset = Object.hasOwn(group.attrs, name) ? undefined : datasetAt(group, name);
  return dataset ? plainDatasetValue(dataset) : attributeOf(group, name);
}

/** Text without Python's quotes. */
function textOf(group: Hdf5Group | undefined, name: string): string {
  const value = statedIn(group, name);
  return typeof value === 'string' ? value.replace(/^[ub]?(['"])(.*)\1$/su, '$2') : '';
}
