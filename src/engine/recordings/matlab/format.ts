import { resolve } from 'node:path';
import { UserError } from '../../../common/errors';
import type { OpenOptions } from '../../../common/traces/recipe';
import { type ByteSource, openBytes } from '../../files/bytes';
import { axesWarning, takenAxes } from '../axes';
import type { RecordingFormat } from '../format';
import { nameAndUnit, type Statement, statedRate, statedUnits } from '../hdf5/statements';
import { withOverrides } from '../overrides';
import { rateOf } from '../rate';
import { type Recording, requireInside } from '../recording';
import { chosenSeries } from '../series';
import { intervalOfTimes } from '../text/time-column';
import { type MatVariable, readVariables } from './elements';

/** MATLAB files of version 5 to 7.2 (.mat). Those of version 7.3 are HDF5. */
export const matlabFormat: RecordingFormat = {
  description: 'MATLAB',
  recognises: ({ text }) => text.startsWith('MATLAB 5.0 MAT-file') && /^(IM|MI)/.test(text.slice(126, 128)),
  open: openMatlab,
};

function openMatlab(path: string, options: OpenOptions): Recording {
  const source = openBytes(path);
  try {
    return withOverrides(recordingOf(source, options), options);
  } catch (thrown) {
    source.close();
    throw thrown;
  }
}

/**
 * Each vector, matrix or array of three dimensions is a series, the largest first; the shorter side of a matrix are
 * sweeps. The rate is taken from a variable of times, or from one named as a rate: the nearest, for a series in a
 * structure first those beside it.
 */
function recordingOf(
  source: ByteSource,
  { series: wanted, axes: given, glance = false }: OpenOptions,
): Recording {
  const variables = readVariables(source);
  const long = variables
    .filter(({ kind, rows, columns }) => kind === 'numbers' && rows * columns > 2)
    .sort((a, b) => b.rows * b.columns - a.rows * a.columns);
  const times = long.filter(
    (one) => Math.min(one.rows, one.columns) === 1 && timeIn(one, glance) !== undefined,
  );
  const series = times.length < long.length ? long.filter((one) => !times.includes(one)) : [];
  if (series.length === 0) throw new UserError(`${source.path} contains no recording: ${whyNone(variables)}`);
  const names = series.map(({ name }) => name);
  const chosen = series[chosenSeries(source.path, names, wanted)];
  const lines = linesOf(source.path, chosen, given);
  const around = structuresAround(chosen.name);
  const interval_s =
    lines.interval_s ??
    around
      .flatMap((structure) => times.filter(({ name }) => structureOf(name) === structure))
      .filter((one) => one.rows * one.columns === lines.samples)
      .map((one) => timeIn(one, glance))[0];
  const statements = around.map((structure) =>
    statementsIn(variables.filter(({ name }) => structureOf(name) === structure)),
  );
  const rateHz = interval_s === undefined ? statedRate(statements) : rateOf(interval_s, 1e-6);
  const sweeps = lines.starts.map((_, i) => ({
    samples: lines.samples,
    start_s: rateHz === undefined ? 0 : (i * lines.samples) / rateHz,
  }));
  const unit = statedUnits(statements)[0] ?? nameAndUnit(fieldOf(chosen.name)).unit;
  const count = lines.starts[0].length;
  const channels = Array.from({ length: count }, (_, c) => ({
    name: count === 1 ? chosen.name : `${chosen.name} ${c}`,
    unit,
  }));
  return {
    path: resolve(source.path),
    format: 'MATLAB',
    version: '5',
    series: chosen.name,
    allSeries: names,
    rateHz,
    channels,
    sweeps,
    tags: [],
    protocol: '',
    start: undefined,
    facts: [['Size', chosen.shape.join(' × ')]],
    axes: lines.axes,
    warnings: lines.axes ? axesWarning(lines.axes) : [],
    read(channel, sweep, from, to) {
      requireInside({ channels, sweeps }, channel, sweep, from, to);
      return lines.read(lines.starts[sweep][channel], from, to);
    },
    close: () => source.close(),
  };
}

/** "rec" of "rec.data", '' for a variable of its own. */
function structureOf(name: string): string {
  return name.slice(0, Math.max(0, name.lastIndexOf('.')));
}

function fieldOf(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

/** The structures that a variable is in, the innermost first, and '' for what is in none. */
function structuresAround(name: string): string[] {
  const inside = structureOf(name);
  return inside === '' ? [''] : [inside, ...structuresAround(inside)];
}

function whyNone(variables: readonly MatVariable[]): string {
  const other = variables.find(({ kind }) => kind !== 'numbers' && kind !== 'text');
  return other
    ? `its variable "${other.name}" is ${other.kind}. Save the trace as a separate variable, with its sampling rate.`
    : 'none of its variables is a series of numbers other than times.';
}

/** A variable as lines of samples by sweep and channel, without a first one of times. */
function linesOf(path: string, variable: MatVariable, given: OpenOptions['axes']) {
  const { shape } = variable;
  const vector = shape.length === 2 && Math.min(...shape) === 1;
  const { numbers, taken } = takenAxes(shape, vector ? undefined : given, `${path}: its ${variable.name}`);
  const axis = (number: number | undefined) => ({
    length: number === undefined ? 1 : shape[number],
    // Columns lie one after the other, and so do pages.
    step: number === undefined ? 0 : shape.slice(0, number).reduce((a, b) => a * b, 1),
  });
  const [samples, sweeps, channels] = [axis(numbers.samples), axis(numbers.sweeps), axis(numbers.channels)];
  const read = (first: number, from: number, to: number): Float64Array => {
    if (from === to) return new Float64Array();
    const { step } = samples;
    const values = variable.values(first + from * step, first + (to - 1) * step + 1);
    return step === 1 ? values : Float64Array.from({ length: to - from }, (_, i) => values[i * step]);
  };
  const starts = Array.from({ length: sweeps.length }, (_, sweep) =>
    Array.from({ length: channels.length }, (__, channel) => sweep * sweeps.step + channel * channels.step),
  );
  const time =
    shape.length === 2 && starts.length * starts[0].length > 1
      ? intervalOfTimes(samples.length, (from, to) => read(0, from, to))
      : undefined;
  return {
    samples: samples.length,
    starts:
      time === undefined ? starts : starts.length > 1 ? starts.slice(1) : starts.map((line) => line.slice(1)),
    read,
    interval_s: time,
    axes: vector ? undefined : taken,
  };
}

const TIME_NAME = /^(t|time|times|timestamps?|x|zeit|temps)$/i;

/** At a glance, only the first times of a compressed variable are checked. */
const GLANCED_TIMES = 1024;

/** Undefined for variables that are not named times, or do not rise evenly. */
function timeIn({ name: written, rows, columns, packed, values }: MatVariable, glance: boolean) {
  const { name, unit } = nameAndUnit(fieldOf(written));
  const count = rows * columns;
  const checked = glance && packed ? Math.min(count, GLANCED_TIMES) : count;
  return TIME_NAME.test(name) ? intervalOfTimes(checked, values, unit) : undefined;
}

/** Scalars and texts, as statements about the other variables. */
function statementsIn(variables: readonly MatVariable[]): Statement[] {
  return variables.flatMap(({ name: written, kind, rows, columns, values }): Statement[] => {
    const name = fieldOf(written);
    if (rows * columns === 0 || rows * columns > 64) return [];
    if (kind === 'text') return [{ name, value: String.fromCharCode(...values(0, rows)) }];
    return kind === 'numbers' && rows * columns === 1 ? [{ name, value: values(0, 1)[0] }] : [];
  });
}
