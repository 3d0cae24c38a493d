import path from 'node:path';
import type { ResultsComparison } from '../../common/api/engine/results';
import { UserError } from '../../common/errors';
import type { DetectedEvent } from '../../common/events/detection';
import { median } from '../signal/statistics';
import { type Match, matchTimes } from './match-times';
import type { ResultsFile } from './results-file';

/**
 * Events this near to each other are taken for the same. Results give the steepest rise, other programs the
 * onset or the peak, a millisecond or two apart; different events are rarely so near.
 */
export const DEFAULT_TOLERANCE_S = 0.005;

/** What two lists of events have in common. Where B is the truth, precision and recall are those of A. */
export interface Comparison {
  tolerance_s: number;
  /** Index in A, index in B, and by how much B is later. */
  matched: (Match & { difference_s: number })[];
  /** Indices of the events that have no partner. */
  only_a: number[];
  only_b: number[];
  /** Share of A that is in B; NaN where A is empty. */
  precision: number;
  /** Share of B that is in A; NaN where B is empty. */
  recall: number;
  /** Harmonic mean of precision and recall, 2 · matched / (|A| + |B|); NaN where both are empty. */
  f1: number;
  /** Of matched events; NaN without. */
  median_difference_s: number;
}

/**
 * Compares two lists of event times, one partner for each event: see {@link matchTimes}.
 *
 * @param a times in seconds, ascending
 * @param b times in seconds, ascending
 * @throws UserError when the tolerance is none, or far too large for so many events
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

/** @throws UserError when they are of different recordings, or say no times */
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
    tolerance_s,
    gained: found.only_a.map((i) => a.events[i].location),
    lost: found.only_b.map((i) => b.events[i]),
    moved: found.matched
      .filter(({ difference_s }) => difference_s !== 0)
      .map((match) => ({
        location: a.events[match.a].location,
        other: b.events[match.b].location,
        difference_s: match.difference_s,
      })),
    matched: found.matched.length,
  };
}

/** By what they hold, where both files say it, else by name; channel and sweep where both say them. */
function sameRecording(
  a: ResultsFile['detection']['source'],
  b: ResultsFile['detection']['source'],
): boolean {
  if (a.sha256 === '' || b.sha256 === '') return path.parse(a.path).name === path.parse(b.path).name;
  return a.sha256 === b.sha256 && a.channel === b.channel && a.sweep === b.sweep && a.series === b.series;
}
