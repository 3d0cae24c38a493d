import { stat } from 'node:fs/promises';
import { UserError } from '../../common/errors';
import { readApart } from '../files/apart/read-apart';
import { openBytes } from '../files/bytes';
import { fieldNumber } from '../files/csv';
import { withHdf5 } from '../files/hdf5/hdf5';
import { holdsHdf5 } from '../files/hdf5/signature';
import { readTable } from '../files/read-table';
import { readTruth } from '../simulation/truth';
import { readResults } from './read-h5';

/** Times of events from any kind of file. */
export interface EventTimes {
  /** Seconds from the start of the recording, ascending. */
  times_s: Float64Array;
  /** Probability of each event, if the file has any. */
  scores: Float64Array | undefined;
  /** "results", "table", "times". */
  origin: 'results' | 'table' | 'times';
}

/** Maximum size of a list of event times; a recording named like a text file is larger. */
const MOST_BYTES = 64 * 1024 ** 2;

/**
 * Reads event times from results (h5), a simulated recording, a table with a column of times (our csv or any other, and
 * xlsx), miniML's `*_individual.csv`, or a text file with one time in seconds per line. Event lists of Clampfit, Easy
 * Electrophysiology and SimplyFire are such tables, Eventer's times such a text; Mini Analysis writes tables without a
 * heading.
 *
 * @param rateHz turns samples into times, for files without times and without sampling rate
 * @throws UserError when the file has no event times, or samples of unknown rate
 */
export async function readEventTimes(file: string, rateHz?: number): Promise<EventTimes> {
  if (isHdf5(file)) return (await timesOfSimulation(file)) ?? timesOfResults(file, rateHz);
  if ((await stat(file)).size > MOST_BYTES) throw new UserError(`${file} is too large for a list of times.`);
  const all = await readTable(file, MOST_BYTES);
  const transposed = individualRow(all, 'location');
  if (transposed)
    return inOrder('table', timesOfSamples(file, transposed, rateHz), individualRow(all, 'score'));
  const rows = withoutPreamble(all);
  const miniAnalysis = timesOfMiniAnalysis(rows);
  if (miniAnalysis) return inOrder('table', miniAnalysis);
  const header = rows[0]?.some((field) => field !== '' && Number.isNaN(fieldNumber(field)))
    ? rows[0]
    : undefined;
  return header ? timesOfTable(file, header, rows.slice(1), rateHz) : timesOfLines(file, rows);
}

function isHdf5(file: string): boolean {
  const source = openBytes(file);
  try {
    return holdsHdf5(source);
  } finally {
    source.close();
  }
}

const readSimulated = readApart('simulation', (file) => withHdf5(file, (open) => readTruth(file, open)));

/** The true events of a simulated recording. */
async function timesOfSimulation(file: string): Promise<EventTimes | undefined> {
  const truth = await readSimulated(file);
  return (
    truth &&
    inOrder(
      'table',
      truth.map(({ steepest_s }) => steepest_s),
    )
  );
}

async function timesOfResults(file: string, rateHz: number | undefined): Promise<EventTimes> {
  const { events, rate_hz } = (await readResults(file)).detection;
  const rate = Number.isFinite(rate_hz) ? rate_hz : rateHz;
  return inOrder(
    'results',
    timesOfSamples(
      file,
      events.map((event) => event.location),
      rate,
    ),
    events.map((event) => event.score),
  );
}

function timesOfSamples(file: string, samples: readonly number[], rateHz: number | undefined): number[] {
  if (rateHz === undefined)
    throw new UserError(
      `${file} gives events as samples but has no sampling rate. Give it with the parameter sampling.`,
    );
  return samples.map((sample) => sample / rateHz);
}

/** The values of a row of miniML's `*_individual.csv`, whose columns are events. */
function individualRow(rows: readonly string[][], name: string): number[] | undefined {
  if (rows[0]?.[0] !== '' || !/^event_0?$/.test(rows[0][1] ?? 'event_0')) return undefined;
  return rows
    .find((row) => row[0] === name)
    ?.slice(1)
    .map(fieldNumber);
}

const LONGEST_NAME = 40;

const NAME = '(((event|onset|peak|start)[ _]?){0,2}(times?|t|onset|start)|time of (peak|onset))';
const SECONDS = new RegExp(`^(${NAME}([ _](in[ _])?|)[([]?(s|secs?|seconds)?[)\\]]?|s|secs?|seconds)$`, 'i');
const MILLISECONDS = new RegExp(`^(${NAME}([ _](in[ _])?|)[([]?)?(ms|msecs?|milliseconds)[)\\]]?$`, 'i');
const SAMPLES = /^location( \(sample\))?$/i;

/** Lines of text that may stand above the heading of a table. */
const LONGEST_PREAMBLE = 40;

/** The rows from the heading with a column of times on, where a program has written other lines above it. */
function withoutPreamble(rows: string[][]): string[][] {
  const isHeading = (row: readonly string[]) =>
    row.length > 1 && row.some((name) => SECONDS.test(name) || MILLISECONDS.test(name) || SAMPLES.test(name));
  const at = rows.slice(0, LONGEST_PREAMBLE).findIndex(isHeading);
  const above = rows.slice(0, Math.max(0, at));
  // A table of numbers has no heading below its first numbers.
  return at > 0 && above.every((row) => row.some((field) => Number.isNaN(numberOf(field))))
    ? rows.slice(at)
    : rows;
}

/** Columns of Mini Analysis: number, time in ms, amplitude, rise, decay, area, baseline, noise, group, channel, … */
const MINI_ANALYSIS_COLUMNS = 10;

/** Times of an event list of Mini Analysis (Synaptosoft), which has no heading; undefined if it is none. */
function timesOfMiniAnalysis(rows: readonly string[][]): number[] | undefined {
  const isList =
    rows.length > 0 &&
    rows.every((row, i) => row.length >= MINI_ANALYSIS_COLUMNS && Number(row[0]) === Number(rows[0][0]) + i);
  const times = isList ? rows.map((row) => numberOf(row[1]) / 1000) : [];
  return isList && times.every(Number.isFinite) ? times : undefined;
}

/** A number, with commas between thousands as Mini Analysis writes them: "1,200.50". */
function numberOf(field: string): number {
  return GROUPED.test(field) ? Number(field.replaceAll(',', '')) : fieldNumber(field);
}

const GROUPED = /^[-+]?\d{1,3}(,\d{3})+\.\d+$/;

function timesOfTable(
  file: string,
  header: readonly string[],
  rows: readonly string[][],
  rateHz: number | undefined,
): EventTimes {
  const column = (pattern: RegExp) => {
    const index = header.findIndex((name) => pattern.test(name));
    return index < 0 ? undefined : rows.map((row, i) => requireNumber(file, row[index] ?? '', i + 2));
  };
  const scores = header.includes('score') ? column(/^score$/) : undefined;
  const seconds = column(SECONDS) ?? column(MILLISECONDS)?.map((time) => time / 1000);
  if (seconds) return inOrder('table', seconds, scores);
  const samples = column(SAMPLES);
  if (samples) return inOrder('table', timesOfSamples(file, samples, rateHz), scores);
  // A single column is taken as times, whatever its name; a single line that is not a number is ambiguous.
  if (header.length === 1 && rows.length === 0)
    throw new UserError(
      `${file} holds no time. Write one time in seconds per line, under the heading "time (s)" or without any.`,
    );
  const only = header.length === 1 ? column(/^/) : undefined;
  if (only) return inOrder('table', only, scores);
  const names = header.slice(0, 8).map((name) => name.slice(0, LONGEST_NAME));
  throw new UserError(
    `${file} has no column of event times. Name one "time (s)"; it has ${names.join(', ')}.`,
  );
}

/** Times without a heading, in the first column. Ambiguous numbers are refused. */
function timesOfLines(file: string, rows: readonly string[][]): EventTimes {
  if (rows.length === 1 && rows[0].length > 2)
    throw new UserError(
      `${file} has ${rows[0].length} numbers in one line. Write one time in seconds per line.`,
    );
  if (rows.length > 0 && rows.every((row) => row.length === 2 && row.every((field) => /^-?\d+$/.test(field))))
    throw new UserError(
      `${file}: "${rows[0].join(',')}" may be one number or two. Write a decimal point, and one time in seconds per line.`,
    );
  return inOrder(
    'times',
    rows.map((row, i) => requireNumber(file, row[0] ?? '', i + 1)),
  );
}

function requireNumber(file: string, field: string, row: number): number {
  const value = numberOf(field);
  if (Number.isFinite(value)) return value;
  throw new UserError(
    `${file}: ${JSON.stringify(field.slice(0, 40))} in row ${row} is not a time. Write one time in seconds per line.`,
  );
}

function inOrder(
  origin: EventTimes['origin'],
  times: readonly number[],
  scores?: readonly number[],
): EventTimes {
  const order = times.map((_, i) => i).sort((i, j) => times[i] - times[j]);
  return {
    times_s: Float64Array.from(order, (i) => times[i]),
    scores: scores && Float64Array.from(order, (i) => scores[i] ?? Number.NaN),
    origin,
  };
}
