import { median } from '../signal/statistics';
import { type Match, matchTimes } from './match-times';

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
