import { resolve } from 'node:path';
import { UserError } from '../../../common/errors';
import type { OpenOptions } from '../../../common/traces/recipe';
import { openBytes } from '../../files/bytes';
import { fieldNumber } from '../../files/csv';
import { cleanUnit } from '../../files/text';
import { repetition } from '../channels';
import { type FileStart, fileStart, type RecordingFormat } from '../format';
import { withOverrides } from '../overrides';
import { rateOf } from '../rate';
import { type Recording, requireInside } from '../recording';
import { readNumberTable, shapeOf } from './table';
import { nameAndUnit, timeColumn } from './time-column';

const ATF = /^ATF[\t ,;]\d/;

/** Axon Text Files, and tables of numbers from any program: columns are channels, or sweeps if they repeat. */
export const textFormat: RecordingFormat = {
  description: 'text (ATF, csv, columns of numbers)',
  recognises: (file) => ATF.test(file.text) || isTable(file),
  open: openText,
};

/** Whether the first lines of a text end in a few lines of numbers. */
function isTable({ text }: FileStart): boolean {
  const plain = text.startsWith('\xff\xfe')
    ? text.slice(2).replace(/\0/g, '')
    : text.replace(/^\xef\xbb\xbf/, '');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: binary files have them
  if (/[\x00-\x08\x0e-\x1f]/.test(plain)) return false;
  const lines = plain.split(/\r\n|\n|\r/).slice(0, -1);
  const last = lines.slice(-3).map((line) => shapeOf(line));
  if (last.length < 3 || last.some((shape) => shape === undefined)) return false;
  // A single rising column is a list of times, not a signal.
  const values = lines.slice(-50).map((line) => fieldNumber(line.trim()));
  return last[0]?.fields !== 1 || values.some((value, i) => i > 0 && value <= values[i - 1]);
}

function openText(path: string, options: OpenOptions): Recording {
  const table = readNumberTable(path, linesAbove(path));
  const time = timeColumn(table);
  const columns = table.columns.filter((_, i) => i !== time?.index);
  if (columns.length === 0) throw new UserError(`${path} has a column of times but no signal.`);
  const headings = columns.map((_, i) => {
    const at = time === undefined || i < time.index ? i : i + 1;
    return nameAndUnit(table.headings[at] ?? '');
  });
  const names = signalNames(table.preamble, columns.length) ?? headings.map(({ name }) => stem(name));
  const period = repetition(names.map((name, i) => ({ name, unit: headings[i].unit })));
  const channels = headings.slice(0, period).map(({ name, unit }, i) => ({
    name: (period === columns.length ? name : names[i]) || `column ${i + 1}`,
    unit: cleanUnit(unit),
  }));
  const samples = columns[0].length;
  const sweeps = Array.from({ length: columns.length / period }, (_, sweep) => ({
    samples,
    start_s: time === undefined ? 0 : time.start_s + sweep * samples * time.interval_s,
  }));
  return withOverrides(
    {
      path: resolve(path),
      format: table.preamble.some((line) => ATF.test(line)) ? 'ATF' : 'text',
      version: '',
      series: '',
      allSeries: [''],
      rateHz: time && rateOf(time.interval_s, 1e-6),
      channels,
      sweeps,
      tags: [],
      protocol: '',
      start: undefined,
      facts: [['Columns', String(table.columns.length)]],
      warnings: [],
      read(channel, sweep, from, to) {
        requireInside({ channels, sweeps }, channel, sweep, from, to);
        return columns[sweep * period + channel].slice(from, to);
      },
      close: () => {},
    },
    options,
  );
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
  return name.replace(/[\s_#-]*\d+$/, '');
}
