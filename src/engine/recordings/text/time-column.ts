import type { NumberTable } from './table';

/** The column with the time of each row. */
export interface TimeColumn {
  index: number;
  interval_s: number;
  start_s: number;
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
  min: 60,
};

const TIME_NAME = /^(t|time|times|timestamps?|x|zeit|temps)$/i;

/**
 * Finds the first column that rises in even steps, as only times do. Its unit is the one in its heading, else seconds
 * if it is called time; an even column of another name counts as times in seconds only if it is the first.
 *
 * @returns undefined if there is no such column
 */
export function timeColumn({ headings, columns }: NumberTable): TimeColumn | undefined {
  for (const [index, column] of columns.entries()) {
    const { name, unit } = nameAndUnit(headings[index] ?? '');
    const step = evenStep(column);
    if (step === undefined) continue;
    const seconds = SECONDS[unit.toLowerCase()];
    const called = TIME_NAME.test(name);
    if (seconds === undefined && unit !== '') continue;
    if (!called && seconds === undefined && (index > 0 || columns.length < 2)) continue;
    return { index, interval_s: step * (seconds ?? 1), start_s: column[0] * (seconds ?? 1) };
  }
  return undefined;
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

/** "Trace #1 (pA)", "I_mon [pA]" → name and unit. */
export function nameAndUnit(heading: string): { name: string; unit: string } {
  const [, name, unit] = /^(.*?)\s*[([]([^()[\]]*)[)\]]\s*$/.exec(heading) ?? [];
  return name === undefined ? { name: heading.trim(), unit: '' } : { name: name.trim(), unit: unit.trim() };
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
