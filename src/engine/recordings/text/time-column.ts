import { nameAndUnit as nameAndSuffix } from '../hdf5/statements';
import type { NumberTable } from './table';

/** The columns with the time of each row, and what they tell. */
export interface TimeColumn {
  /** Columns of times or of sample numbers. */
  indexes: readonly number[];
  /** Undefined for sample numbers and for times that do not rise evenly. */
  interval_s: number | undefined;
  /** Whether they are times, but rise unevenly: there are pauses, or they are rounded too far. */
  isUneven: boolean;
  start_s: number;
  /** Number of rows, where that of the table is an estimate and the times are exact. */
  rows: number | undefined;
}

const SECONDS: Readonly<Record<string, number>> = {
  s: 1,
  sec: 1,
  secs: 1,
  second: 1,
  seconds: 1,
  ms: 1e-3,
  msec: 1e-3,
  millisecond: 1e-3,
  milliseconds: 1e-3,
  us: 1e-6,
  µs: 1e-6,
  ns: 1e-9,
  min: 60,
};

const TIME_NAME = /^(t|time|times|timestamps?|x|zeit|temps)([ _.#]*\d+)?$/i;
/** Tables up to this size are checked row by row. */
const CHECKED_ROWS = 65_536;
const GLANCED_ROWS = 1024;

/**
 * Finds the columns that rise in even steps, as only times do. Their unit is the one in the heading, else seconds if they
 * are called time; an even column of another name counts as times in seconds, or as sample numbers if it counts by one,
 * only if it is the first. Further columns of times with the same step, one per sweep, are times too. A column that is
 * called time and rises unevenly tells no rate, but is no signal either.
 *
 * @returns undefined if there is no such column
 */
export function timeColumn(table: NumberTable): TimeColumn | undefined {
  const all = Array.from({ length: table.columns }, (_, index) => index);
  const even = all.map((index) => timesIn(table, index)).filter((times) => times !== undefined);
  const named = even.filter(({ said }) => said);
  const numbers = even.filter(isNumbering).map(({ index }) => index);
  if (named.length === 0) {
    const uneven = all.filter((index) => risesUnevenly(table, index));
    if (uneven.length > 0) {
      const indexes = [...numbers, ...uneven];
      return { indexes, interval_s: undefined, isUneven: true, start_s: 0, rows: undefined };
    }
  }
  const first = named[0] ?? even[0];
  if (first === undefined) return undefined;
  const alike = named.filter(({ step }) => Math.abs(step / first.step - 1) < SAME_STEP);
  const { step, seconds, start, rows } = first;
  const counts = isNumbering(first);
  return {
    indexes: [...new Set([...numbers, first.index, ...alike.map(({ index }) => index)])],
    interval_s: counts ? undefined : step * (seconds ?? 1),
    isUneven: false,
    start_s: counts ? 0 : start * (seconds ?? 1),
    rows,
  };
}

/** Whether a column numbers the samples. */
function isNumbering({ seconds, step, start }: Times): boolean {
  return seconds === undefined && step === 1 && (start === 0 || start === 1);
}

/** Whether a column is called time and never falls. Long ones are read at their head and at places all over them. */
function risesUnevenly(table: NumberTable, index: number): boolean {
  if (!saysTime(headingOf(table, index))) return false;
  const { rows, last } = table;
  const head = table.read(index, 0, Math.min(GLANCED_ROWS, rows));
  const probes =
    last === undefined
      ? Array.from({ length: PROBES }, (_, k) => Math.round(((rows - 1) * (k + 1)) / PROBES))
          .filter((row) => row >= head.length)
          .map((row) => table.read(index, row, row + 1)[0])
      : [last[index]];
  const values = [...head, ...probes];
  return values.every((value, i) => i === 0 || value >= values[i - 1]) && values.at(-1)! > values[0];
}

/** Whether a heading says that its column is times. */
function saysTime({ name, unit }: { name: string; unit: string }): boolean {
  return unit === '' ? TIME_NAME.test(name) : Object.hasOwn(SECONDS, unit.toLowerCase());
}

const SAME_STEP = 1e-3;

interface Times {
  index: number;
  step: number;
  start: number;
  seconds: number | undefined;
  /** Whether its heading says that it is times. */
  said: boolean;
  rows: number | undefined;
}

function timesIn(table: NumberTable, index: number): Times | undefined {
  const heading = headingOf(table, index);
  const said = saysTime(heading);
  if (!said && (heading.unit !== '' || index > 0 || table.columns < 2)) return undefined;
  const even = evenIn(table, index);
  return even && { index, ...even, seconds: SECONDS[heading.unit.toLowerCase()], said };
}

function headingOf({ headings }: NumberTable, index: number): { name: string; unit: string } {
  return nameAndUnit(headings[index] ?? '');
}

function evenIn(
  table: NumberTable,
  index: number,
): { step: number; start: number; rows: number | undefined } | undefined {
  const { rows, last } = table;
  const read = (from: number, to: number) => table.read(index, from, to);
  if (last !== undefined) return glancedStep(read(0, GLANCED_ROWS), last[index]);
  const step = rows > CHECKED_ROWS ? intervalOfTimes(rows, read) : evenStep(read(0, rows));
  return step === undefined ? undefined : { step, start: read(0, 1)[0], rows: undefined };
}

/** Exact times give the number of rows. */
const EXACT = 1e-6;

function glancedStep(head: Float64Array, last: number) {
  const step = evenStep(head);
  if (step === undefined || !(last > head[head.length - 1])) return undefined;
  const steps = (last - head[0]) / step;
  const isExact =
    head.every((value, i) => Math.abs(value - head[0] - i * step) < EXACT * step) &&
    Math.abs(steps - Math.round(steps)) < 0.01 + steps * EXACT * 1e-3;
  return { step, start: head[0], rows: isExact ? Math.round(steps) + 1 : undefined };
}

const HEAD = 64;
const PROBES = 24;

/**
 * Interval of a long line of times, from its head and places all over it, so that a file of any size opens at once: a
 * pause shifts all later times.
 *
 * @param unit of the times, seconds if ''
 * @returns undefined if they are no times, or do not rise evenly
 */
export function intervalOfTimes(
  samples: number,
  read: (from: number, to: number) => Float64Array,
  unit = '',
): number | undefined {
  const seconds = unit === '' ? 1 : SECONDS[unit.toLowerCase()];
  const head = read(0, Math.min(HEAD, samples));
  if (seconds === undefined || evenStep(head) === undefined) return undefined;
  const [first] = head;
  const step = (read(samples - 1, samples)[0] - first) / (samples - 1);
  if (!(step > 0) || !Number.isFinite(step)) return undefined;
  const slack = Math.max(0.01 * step, roundingOf(head, step));
  const isEven = (i: number, value: number) => Math.abs(value - first - i * step) <= slack;
  if (!head.every((value, i) => isEven(i, value))) return undefined;
  for (let probe = 1; probe < PROBES; probe++) {
    const i = Math.round(((samples - 1) * probe) / PROBES);
    if (!isEven(i, read(i, i + 1)[0])) return undefined;
  }
  return step * seconds;
}

/** A unit as it follows a name without brackets: "Time/ms", "I, pA". */
const AFTER = /^(.+)[/,]\s*([fpnuµm]?A|[uµm]?V|[muµn]?s|sec|seconds)$/u;

/** "Trace #1 (pA)", "I_mon [pA]", "time_ms", "I / nA" → name and unit. */
export function nameAndUnit(heading: string): { name: string; unit: string } {
  const text = heading.trim();
  const [, name, unit] =
    /^(.*)[([]([^()[\]]*)[)\]]$/.exec(text) ?? AFTER.exec(text) ?? /^(t|time)[ _](s)$/i.exec(text) ?? [];
  return name === undefined ? nameAndSuffix(text) : { name: name.trim(), unit: unit.trim() };
}

/** The step of an evenly rising column; written times are rounded, by up to half a unit of their last digit. */
function evenStep(column: Float64Array): number | undefined {
  const n = column.length;
  if (n < 3) return undefined;
  const step = (column[n - 1] - column[0]) / (n - 1);
  if (!(step > 0) || !Number.isFinite(step)) return undefined;
  const slack = Math.max(0.01 * step, roundingOf(column, step));
  for (let i = 1; i < n; i++) if (Math.abs(column[i] - column[0] - i * step) > slack) return undefined;
  return step;
}

/** Half a unit of the last digit in the first steps, if it is less than half a step. */
function roundingOf(column: Float64Array, step: number): number {
  let decimals = 0;
  for (let i = 0; i < Math.min(50, column.length); i++) {
    const [, fraction = ''] = String(column[i]).split('.');
    if (!fraction.includes('e')) decimals = Math.max(decimals, fraction.length);
  }
  return Math.min(0.5 * step, 0.5001 * 10 ** -decimals);
}
