import { resolve } from 'node:path';
import { UserError } from '../../../common/errors';
import type { OpenOptions } from '../../../common/traces/recipe';
import { type ByteSource, openBytes } from '../../files/bytes';
import type { RecordingFormat } from '../format';
import { nameAndUnit, type Statement, statedRate, statedUnits } from '../hdf5/statements';
import { withOverrides } from '../overrides';
import { rateOf } from '../rate';
import { type Recording, requireInside } from '../recording';
import { chosenSeries } from '../series';
import { timeColumn } from '../text/time-column';
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
    return withOverrides(recordingOf(source, options.series), options);
  } catch (thrown) {
    source.close();
    throw thrown;
  }
}

/**
 * Each vector or matrix of numbers is a series, the largest first; the shorter side of a matrix are sweeps. The rate is
 * taken from a variable of times, or from one named as a rate.
 */
function recordingOf(source: ByteSource, wanted: OpenOptions['series']): Recording {
  const variables = readVariables(source);
  const long = variables
    .filter(({ kind, rows, columns }) => kind === 'numbers' && rows * columns > 2)
    .sort((a, b) => b.rows * b.columns - a.rows * a.columns);
  const times = long.filter((one) => Math.min(one.rows, one.columns) === 1 && timeIn(one) !== undefined);
  const series = times.length < long.length ? long.filter((one) => !times.includes(one)) : [];
  if (series.length === 0) throw new UserError(`${source.path} contains no recording: ${whyNone(variables)}`);
  const names = series.map(({ name }) => name);
  const chosen = series[chosenSeries(source.path, names, wanted)];
  const lines = linesOf(chosen);
  const time = lines.time ?? times.filter((one) => one.rows * one.columns === lines.samples).map(timeIn)[0];
  const statements: Statement[][] = [statementsIn(variables)];
  const rateHz = time ? rateOf(time.interval_s, 1e-6) : statedRate(statements);
  const sweeps = lines.starts.map((_, i) => ({
    samples: lines.samples,
    start_s: rateHz === undefined ? 0 : (i * lines.samples) / rateHz,
  }));
  const channels = [{ name: chosen.name, unit: statedUnits(statements)[0] ?? nameAndUnit(chosen.name).unit }];
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
    facts: [['Size', `${chosen.rows} × ${chosen.columns}`]],
    warnings: [],
    read(channel, sweep, from, to) {
      requireInside({ channels, sweeps }, channel, sweep, from, to);
      return lines.read(lines.starts[sweep], from, to);
    },
    close: () => source.close(),
  };
}

function whyNone(variables: readonly MatVariable[]): string {
  const other = variables.find(({ kind }) => kind !== 'numbers' && kind !== 'text');
  return other
    ? `its variable "${other.name}" is ${other.kind}. Save the trace as a separate variable, with its sampling rate.`
    : 'none of its variables is a series of numbers other than times.';
}

/** Rows and columns as lines of samples, without a first column or row of times. */
function linesOf(variable: MatVariable) {
  const { rows, columns } = variable;
  const down = rows >= columns;
  const [samples, count] = down ? [rows, columns] : [columns, rows];
  const read = (lineNumber: number, from: number, to: number): Float64Array => {
    if (down) return variable.values(lineNumber * rows + from, lineNumber * rows + to);
    const turns = variable.values(from * rows, to * rows);
    return rows === 1
      ? turns
      : Float64Array.from({ length: to - from }, (_, i) => turns[i * rows + lineNumber]);
  };
  const time =
    count > 1 ? timeColumn({ headings: ['time'], preamble: [], columns: [read(0, 0, samples)] }) : undefined;
  const starts = Array.from({ length: count }, (_, i) => i).slice(time ? 1 : 0);
  return { samples, starts, read, time };
}

const TIME_NAME = /^(t|time|times|timestamps?|x|zeit|temps)$/i;

/** Undefined for variables that are not named times, or do not rise evenly. */
function timeIn({ name: written, rows, columns, values }: MatVariable) {
  const { name, unit } = nameAndUnit(written);
  if (!TIME_NAME.test(name) || rows * columns > MOST_TIMES) return undefined;
  const heading = unit === '' ? name : `${name} (${unit})`;
  return timeColumn({ headings: [heading], preamble: [], columns: [values(0, rows * columns)] });
}

/** Maximum length to be checked for even times. */
const MOST_TIMES = 1e8;

/** Scalars and texts, as statements about the other variables. */
function statementsIn(variables: readonly MatVariable[]): Statement[] {
  return variables.flatMap(({ name, kind, rows, columns, values }): Statement[] => {
    if (rows * columns === 0 || rows * columns > 64) return [];
    if (kind === 'text') return [{ name, value: String.fromCharCode(...values(0, rows)) }];
    return kind === 'numbers' && rows * columns === 1 ? [{ name, value: values(0, 1)[0] }] : [];
  });
}
