import path from 'node:path';
import type { LostEvent, ResultsComparison } from '../../common/api/engine/results';
import { UserError } from '../../common/errors';
import type { DetectedEvent } from '../../common/events/detection';
import { median } from '../signal/statistics';
import { type Match, matchTimes } from './match-times';
import type { ResultsFile } from './results-file';

/**
 * Default tolerance of matching events. Results have the steepest rise, other programs the onset or the peak, a
 * millisecond or two apart; different events are rarely so close.
 */
export const DEFAULT_TOLERANCE_S = 0.005;

/** Common events of two lists. If B is the ground truth, precision and recall are those of A. */
export interface Comparison {
  tolerance_s: number;
  /** Index in A, index in B, and delay of B. */
  matched: (Match & { difference_s: number })[];
  /** Indices of the unmatched events. */
  only_a: number[];
  only_b: number[];
  /** Fraction of A that is in B; NaN if A is empty. */
  precision: number;
  /** Fraction of B that is in A; NaN if B is empty. */
  recall: number;
  /** Harmonic mean of precision and recall, 2 · matched / (|A| + |B|); NaN if both are empty. */
  f1: number;
  /** Of matched events; NaN without. */
  median_difference_s: number;
}

/**
 * Compares two lists of event times, with at most one match per event: see {@link matchTimes}.
 *
 * @param a times in seconds, ascending
 * @param b times in seconds, ascending
 * @throws UserError when the tolerance is invalid, or far too large for so many events
 */
export function compare(a: Float64Array, b: Float64Array, tolerance_s: number): Comparison {
  const matched = matchTimes(a, b, tolerance_s).map((match) => ({
    ...match,
    difference_s: b[match.b] - a[match.a],
  }));
  return {
    tolerance_s,
    matched,
    only_a: without(
      a.length,
      matched.map((match) => match.a),
    ),
    only_b: without(
      b.length,
      matched.map((match) => match.b),
    ),
    precision: matched.length / a.length,
    recall: matched.length / b.length,
    f1: (2 * matched.length) / (a.length + b.length),
    median_difference_s: median(matched.map((match) => match.difference_s)),
  };
}

/** The numbers below `count` that are not in `taken`. */
function without(count: number, taken: readonly number[]): number[] {
  const left = new Set(Array.from({ length: count }, (_, i) => i));
  for (const i of taken) left.delete(i);
  return [...left];
}

/** @throws UserError when they are of different recordings, or have no times */
export function compareResults(
  own: { path: string; results: ResultsFile },
  other: { path: string; results: ResultsFile },
  tolerance_s: number,
): ResultsComparison {
  const [a, b] = [own.results.detection, other.results.detection];
  if (!sameRecording(a.source, b.source))
    throw new UserError(
      `${other.path} has results of ${path.basename(b.source.path) || 'an unnamed recording'}, ${own.path} of ${path.basename(a.source.path) || 'another'}. Only results of the same recording can be compared.`,
    );
  const rate_hz = Number.isFinite(a.rate_hz) ? a.rate_hz : b.rate_hz;
  if (!Number.isFinite(rate_hz))
    throw new UserError(
      `Neither ${own.path} nor ${other.path} has a sampling rate. They cannot be compared.`,
    );
  const times = (events: readonly DetectedEvent[]) =>
    Float64Array.from(events, ({ location }) => location / rate_hz);
  const found = compare(times(a.events), times(b.events), tolerance_s);
  return {
    ...differences(a.events, b.events, found),
    moved: found.matched
      .filter(({ difference_s }) => difference_s !== 0)
      .map((match) => ({
        location: a.events[match.a].location,
        other: b.events[match.b].location,
        difference_s: match.difference_s,
      })),
  };
}

/**
 * Compares results with times of events that another program or a person has found.
 *
 * @param times_s seconds from the start of the recording, ascending
 * @throws UserError when the results have no sampling rate
 */
export function compareWithTimes(
  { path: file, results }: { path: string; results: ResultsFile },
  times_s: Float64Array,
  tolerance_s: number,
): ResultsComparison {
  const { events, rate_hz } = results.detection;
  if (!Number.isFinite(rate_hz))
    throw new UserError(`${file} has no sampling rate. It cannot be compared with times.`);
  const own = Float64Array.from(events, ({ location }) => location / rate_hz);
  const others = Array.from(times_s, (time_s) => ({
    location: Math.round(time_s * rate_hz),
    time_s,
    amplitude: Number.NaN,
  }));
  return { ...differences(events, others, compare(own, times_s, tolerance_s)), moved: [] };
}

function differences(
  events: readonly DetectedEvent[],
  others: readonly LostEvent[],
  { tolerance_s, only_a, only_b, matched }: Comparison,
): Omit<ResultsComparison, 'moved'> {
  return {
    tolerance_s,
    gained: only_a.map((i) => events[i].location),
    lost: only_b
      .map((i) => others[i])
      .map(({ location, time_s, amplitude }) => ({ location, time_s, amplitude })),
    matched: matched.length,
  };
}

/** Compared by hash if both files have one, else by name; channel and sweep if both have them. */
function sameRecording(
  a: ResultsFile['detection']['source'],
  b: ResultsFile['detection']['source'],
): boolean {
  if (a.sha256 === '' || b.sha256 === '') return path.parse(a.path).name === path.parse(b.path).name;
  return a.sha256 === b.sha256 && a.channel === b.channel && a.sweep === b.sweep && a.series === b.series;
}
