import { UserError } from '../../../common/errors';
import type { Hdf5Dataset, Hdf5File } from '../../files/hdf5/hdf5';
import { isNumeric, requirePlausible } from '../../files/hdf5/numbers';
import { datasetAt, groupAt, isText, numbersOf, textsOf } from '../../files/hdf5/values';
import { cleanUnit } from '../../files/text';
import { byName, type Hdf5Layout, type Hdf5Series, line } from './series';

/** The oldest files call sweeps trials. */
const SWEEP = /^(sweep|trial)_\d+$/;

/**
 * WaveSurfer, all versions (https://wavesurfer.janelia.org; scaling as in PyWaveSurfer): a group `header`, and for each
 * sweep `analogScans`, raw counts of all active inputs. Volts are a polynomial of the counts, and values are volts
 * divided by the scale of the channel. Undefined if the file has another layout.
 *
 * @throws UserError when the header lacks the scaling
 */
export function wavesurferLayout(file: string, fileBytes: number, open: Hdf5File): Hdf5Layout | undefined {
  const sweeps = open.keys().filter((name) => SWEEP.test(name) && scansIn(open, name));
  if (sweeps.length === 0 || !groupAt(open, 'header')) return undefined;
  return {
    format: 'HDF5',
    version: '',
    names: [''],
    series: () => seriesOf(file, fileBytes, open, sweeps.sort(byName)),
    start: startOf(open),
    tags: [],
    facts: [['layout', `WaveSurfer ${textIn(open, ['header/VersionString']) ?? ''}`.trim()]],
  };
}

/** In the oldest files the sweep's name refers to the table itself. */
function scansIn(open: Hdf5File, name: string): Hdf5Dataset | undefined {
  return datasetAt(open, `${name}/analogScans`) ?? datasetAt(open, name);
}

function seriesOf(file: string, fileBytes: number, open: Hdf5File, names: readonly string[]): Hdf5Series {
  const rateHz = rateOf(open);
  const channels = channelsOf(file, open);
  const sweeps = names.map((name) => {
    const data = scansIn(open, name)!;
    if (!isNumeric(data) || data.shape!.length !== 2 || data.shape![0] !== channels.length)
      throw new UserError(
        `${file} is damaged: ${name} must hold ${channels.length} active channels, but is ${data.shape!.join(' × ')}.`,
      );
    requirePlausible(file, fileBytes, data);
    const timestamp = datasetAt(open, `${name}/timestamp`);
    return { data, start_s: timestamp ? numbersOf(timestamp, timestamp.path)[0] : Number.NaN };
  });
  const timed = sweeps.every(({ start_s }, i) => start_s >= (sweeps[i - 1]?.start_s ?? 0));
  return {
    rateHz,
    channels: channels.map(({ name, unit }) => ({ name, unit })),
    sweeps: sweeps.map(({ data, start_s }, i) => ({
      samples: data.shape![1],
      start_s: timed
        ? start_s - sweeps[0].start_s
        : i * (data.shape![1] / (rateHz ?? Number.POSITIVE_INFINITY)),
    })),
    protocol: protocolOf(open),
    facts: [],
    warnings: channels.some(({ polynomial }) => !polynomial) ? [UNCALIBRATED] : [],
    source: (channel, sweep) => ({
      ...line(sweeps[sweep].data, 1, [channel, 0]),
      polynomial: channels[channel].polynomial,
      scale: 1 / channels[channel].voltsPerUnit,
    }),
  };
}

/** Before version 0.92 the calibration of the board was not saved; linear scaling is off by 5 to 10 %. */
const UNCALIBRATED = {
  code: 'counts',
  message:
    'This version of WaveSurfer did not save the calibration of the A/D converter. The values are raw counts. Give their scale and unit with the parameters scaling and unit.',
};

interface Input {
  name: string;
  unit: string;
  voltsPerUnit: number;
  /** Volts = Σ polynomial[k] × counts^k. */
  polynomial: number[] | undefined;
}

/** The active inputs, which are the only ones in the data. */
function channelsOf(file: string, open: Hdf5File): Input[] {
  const numbers = (...paths: string[]) =>
    numbersIn(
      open,
      paths.flatMap((path) => [`header/${path}`, `header/Acquisition/${path}`]),
    );
  const scales = numbers('AIChannelScales', 'AnalogChannelScales', 'ChannelScales');
  const coefficients = coefficientsIn(open);
  if (!scales)
    throw new UserError(
      `${file} is a WaveSurfer file without the scales of its channels. Its values cannot be computed.`,
    );
  const active = numbers('IsAIChannelActive', 'IsAnalogChannelActive', 'IsChannelActive');
  const names = textsIn(open, ['AIChannelNames', 'AnalogChannelNames', 'ChannelNames']);
  const units = textsIn(open, ['AIChannelUnits', 'AnalogChannelUnits', 'ChannelUnits']);
  const used = [...scales.keys()].filter((i) => active?.[i] !== 0);
  return used.map((i, k) => {
    // One row per active channel; files with a row per channel include inactive ones too.
    const polynomial = coefficients?.[coefficients.length === scales.length ? i : k];
    if ((coefficients && !polynomial) || !(Math.abs(scales[i]) > 0))
      throw new UserError(`${file} is damaged: its channel ${i} has no scale.`);
    const name = names[i] || `AI${i}`;
    return polynomial
      ? { name, unit: cleanUnit(units[i] ?? ''), voltsPerUnit: scales[i], polynomial }
      : { name, unit: '', voltsPerUnit: 1, polynomial };
  });
}

/** Coefficients by channel. MATLAB writes its tables column by column, so channels are the first axis in HDF5. */
function coefficientsIn(open: Hdf5File): number[][] | undefined {
  const found = first(open, ['header/AIScalingCoefficients', 'header/Acquisition/AnalogScalingCoefficients']);
  if (found?.shape?.length !== 2) return undefined;
  const [channels, count] = found.shape;
  const all = numbersOf(found, found.path);
  return Array.from({ length: channels }, (_, c) => [...all.subarray(c * count, (c + 1) * count)]);
}

/** Ticks per second of the board's clock: a requested interval is rounded down to a whole number of them. */
const TIMEBASE_HZ = 100e6;

function rateOf(open: Hdf5File): number | undefined {
  const rate = numbersIn(open, ['header/AcquisitionSampleRate', 'header/Acquisition/SampleRate'])?.[0];
  if (!(rate !== undefined && rate > 0 && Number.isFinite(rate))) return undefined;
  // Up to version 0.912 the header had the requested rate, not the actual one of the board.
  const version = Number(textIn(open, ['header/VersionString']) ?? 0);
  const asked = version < 0.9125 && rate <= TIMEBASE_HZ;
  return asked ? TIMEBASE_HZ / Math.floor(TIMEBASE_HZ / rate) : rate;
}

function startOf(open: Hdf5File): string | undefined {
  const clock = numbersIn(open, ['header/ClockAtRunStart', 'header/ClockAtExperimentStart']);
  if (clock?.length !== 6) return undefined;
  const [year, month, day, hour, minute, second] = clock;
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, 0) + second * 1000);
  return year >= 1990 && !Number.isNaN(date.getTime()) ? date.toISOString().slice(0, -1) : undefined;
}

function protocolOf(open: Hdf5File): string {
  const file = textIn(open, ['header/AbsoluteProtocolFileName', 'header/AbsoluteUserSettingsFileName']) ?? '';
  return file.split(/[\\/]/).at(-1) ?? '';
}

function first(open: Hdf5File, paths: readonly string[]): Hdf5Dataset | undefined {
  return paths.map((path) => datasetAt(open, path)).find((dataset) => dataset !== undefined);
}

function numbersIn(open: Hdf5File, paths: readonly string[]): Float64Array | undefined {
  const dataset = first(open, paths);
  return dataset && !isText(dataset) ? numbersOf(dataset, dataset.path) : undefined;
}

function textsIn(open: Hdf5File, names: readonly string[]): string[] {
  const dataset = first(
    open,
    names.flatMap((name) => [`header/${name}`, `header/Acquisition/${name}`]),
  );
  return dataset && isText(dataset) ? textsOf(dataset, dataset.path) : [];
}

function textIn(open: Hdf5File, paths: readonly string[]): string | undefined {
  const dataset = first(open, paths);
  return dataset && isText(dataset) ? textsOf(dataset, dataset.path)[0] : undefined;
}
