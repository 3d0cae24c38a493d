import { resolve } from 'node:path';
import { UserError } from '../../../common/errors';
import type { OpenOptions } from '../../../common/traces/recipe';
import type { Warning } from '../../../common/warning';
import { openBytes } from '../../files/bytes';
import { fieldNumber } from '../../files/csv';
import { cleanUnit } from '../../files/text';
import { repetition } from '../channels';
import { type FileStart, fileStart, type RecordingFormat } from '../format';
import { type Statement, statedRate, statedUnits } from '../hdf5/statements';
import { withOverrides } from '../overrides';
import { rateOf } from '../rate';
import { type Recording, requireInside } from '../recording';
import { formatOf } from './number-format';
import { type NumberTable, openNumberTable } from './table';
import { nameAndUnit, type TimeColumn, timeColumn } from './time-column';

const ATF = /^ATF[\t ,;]\d/;

/** Axon Text Files, and tables of numbers from any program: columns are channels, or sweeps if they repeat. */
export const textFormat: RecordingFormat = {
  description: 'text (ATF, csv, columns of numbers)',
  recognises: (file) => ATF.test(file.text) || isTable(file),
  open: openText,
};

const TELLING_LINES = 50;

/** Whether the first lines of a text end in a few lines of numbers. */
function isTable({ text }: FileStart): boolean {
  const plain = text.startsWith('\xff\xfe')
    ? text.slice(2).replace(/\0/g, '')
    : text.replace(/^\xef\xbb\xbf/, '');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: binary files have them
  if (/[\x00-\x08\x0e-\x1f]/.test(plain)) return false;
  const lines = plain.split(/\r\n|\n|\r/).slice(0, -1);
  const above = lines.slice(-TELLING_LINES).findLastIndex((line) => formatOf([line]) === undefined);
  const numbers = lines.slice(-TELLING_LINES).slice(above + 1);
  if (numbers.length < 3) return false;
  const format = formatOf(numbers) ?? formatOf([numbers[0]]);
  // A single rising column is a list of times, not a signal.
  const values = numbers.map((line) => fieldNumber(line.trim()));
  return format?.fields !== 1 || values.some((value, i) => i > 0 && value <= values[i - 1]);
}

function openText(path: string, options: OpenOptions): Recording {
  const table = openNumberTable(path, linesAbove(path), options.glance ?? false);
  try {
    return withOverrides(recordingOf(path, table), options);
  } catch (thrown) {
    table.close();
    throw thrown;
  }
}

function recordingOf(path: string, table: NumberTable): Recording {
  const time = timeColumn(table);
  const columns = Array.from({ length: table.columns }, (_, i) => i).filter(
    (i) => !time?.indexes.includes(i),
  );
  if (columns.length === 0) throw new UserError(`${path} has a column of times but no signal.`);
  const headings = columns.map((at) => nameAndUnit(table.headings[at] ?? ''));
  const names = signalNames(table.preamble, columns.length) ?? headings.map(({ name }) => stem(name));
  const stated = statementsIn(table.preamble);
  const [unit = ''] = statedUnits([stated]);
  const period = repetition(names.map((name, i) => ({ name, unit: headings[i].unit })));
  const channels = headings.slice(0, period).map((heading, i) => ({
    name: (period === columns.length ? heading.name : names[i]) || `column ${i + 1}`,
    unit: cleanUnit(heading.unit) || unit,
  }));
  const samples = time?.rows ?? table.rows;
  const sweeps = Array.from({ length: columns.length / period }, (_, sweep) => ({
    samples,
    start_s: time === undefined ? 0 : time.start_s + sweep * samples * (time.interval_s ?? 0),
  }));
  const timed = time?.interval_s === undefined ? undefined : rateOf(time.interval_s, 1e-6);
  const statedHz = statedRate([stated]);
  return {
    path: resolve(path),
    format: table.preamble.some((line) => ATF.test(line)) ? 'ATF' : 'text',
    version: '',
    series: '',
    allSeries: [''],
    rateHz: timed ?? statedHz,
    channels,
    sweeps,
    ...(table.last !== undefined && time?.rows === undefined && { isEstimated: true }),
    tags: [],
    protocol: '',
    start: undefined,
    facts: [['Columns', String(table.columns)]],
    warnings: warningsOf(table, time, timed, statedHz),
    read(channel, sweep, from, to) {
      requireInside({ channels, sweeps }, channel, sweep, from, to);
      return table.read(columns[sweep * period + channel], from, to);
    },
    close: () => table.close(),
  };
}

const SAME_RATE = 0.01;

function warningsOf(
  { format, last }: NumberTable,
  time: TimeColumn | undefined,
  timed: number | undefined,
  stated: number | undefined,
): Warning[] {
  const warnings: Warning[] = [];
  if (format.ambiguous)
    warnings.push({
      code: 'columns',
      message:
        'Each line was read as one number with a decimal comma, but may be two columns of whole numbers. Save it with decimal points or with semicolons between the columns.',
    });
  if (timed !== undefined && stated !== undefined && Math.abs(timed / stated - 1) > SAME_RATE)
    warnings.push({
      code: 'rate',
      message: `The sampling rate is ${Number(timed.toPrecision(6))} Hz by its times, but its heading says ${stated} Hz. Give the right one with the parameter sampling.`,
    });
  if (time?.isUneven)
    warnings.push({
      code: 'times',
      message:
        'Its times do not rise evenly: there are pauses, or they were rounded when they were saved. They give no sampling rate.',
    });
  if (last && time?.rows === undefined)
    warnings.push({
      code: 'length',
      message:
        'The number of samples was estimated from the size of the file. The exact number is known once the recording is open.',
    });
  return warnings;
}

const LONGEST_NAME = 60;

/** "Sampling rate: 20 kHz", "# fs = 20000", "Interval=\t0.05 ms": what is stated above the columns. */
function statementsIn(preamble: readonly string[]): Statement[] {
  return preamble.flatMap((line): Statement[] => {
    const bare = line.replace(/^[\s#%"';]+/, '');
    const end = Math.max(0, bare.search(/[:=\t,;"]/));
    const name = bare.slice(0, end).trimEnd();
    const [separator] = /^"?\s*[:=\t,;]+\s*/.exec(bare.slice(end)) ?? [];
    if (name === '' || name.length > LONGEST_NAME || separator === undefined) return [];
    const value = bare.slice(end + separator.length).replace(/(?<![\s"])[\s"]+$/, '');
    if (value === '') return [];
    const plain = value.replace(/^"/, '').replace(/(?<![,;\t])[,;\t]+$/, '');
    // An interval with its unit is the one of the samples here.
    return [{ name: /^interval$/i.test(name) ? 'sampling interval' : name, value: plain.trim() }];
  });
}

/** Number of lines above the headings of an ATF file: its second line counts the header lines. */
function linesAbove(path: string): number {
  const source = openBytes(path);
  try {
    const [first, second = ''] = fileStart(source).text.split(/\r\n|\n|\r/);
    if (!ATF.test(first)) return 0;
    const count = Number(/^\d+/.exec(second.trim())?.[0] ?? Number.NaN);
    if (!Number.isInteger(count))
      throw new UserError(`${path} is damaged: its second line counts no header lines.`);
    return 2 + count;
  } finally {
    source.close();
  }
}

/** Signals of all columns except time, from an ATF header line `"Signals="`; undefined without one. */
function signalNames(preamble: readonly string[], columns: number): string[] | undefined {
  const line = preamble.find((one) => /^"?Signals=/.test(one));
  const names = line
    ?.split('\t')
    .slice(1)
    .map((name) => name.replace(/^"(.*)"$/, '$1').trim());
  return names?.length === columns ? names : undefined;
}

/** "Trace #3" → "Trace": the common part of the names of a signal's columns. */
function stem(name: string): string {
  const bare = name.replace(/(?<!\d)\d+$/, '');
  return bare === name ? name : bare.replace(/(?<![\s_#-])[\s_#-]+$/, '');
}
