import { UserError } from '../../common/errors';

/** Two events taken for the same: index in the one list, index in the other. */
export interface Match {
  a: number;
  b: number;
}

/** Pairs within the tolerance that are weighed against each other at most: a byte each. */
const MOST_PAIRS = 250_000_000;

const SKIP_A = 1;
const SKIP_B = 2;
const MATCH = 3;

/**
 * Pairs times of two lists that are no further apart than the tolerance, each with one partner at most: as
 * many pairs as possible, and of all ways to have so many the one with the least sum of distances.
 *
 * On a line, crossing pairs can be swapped without making the sum larger, so partners can be taken in order:
 * the best pairing of the first i and the first j times follows from leaving out one of the two last times or
 * pairing them. Only times within the tolerance of each other need a cell of that table; between them it is
 * constant. Time and memory grow with the number of such pairs.
 *
 * @param a seconds, ascending
 * @param b seconds, ascending
 * @returns pairs in order
 * @throws UserError when the tolerance is none, or so large that nearly everything lies within it
 */
export function matchTimes(a: Float64Array, b: Float64Array, tolerance_s: number): Match[] {
  if (!(tolerance_s >= 0 && tolerance_s < Number.POSITIVE_INFINITY))
    throw new UserError(`The tolerance must be a time in seconds, 0 or more, not ${tolerance_s}.`);
  // Times that were written with a few digits should not fail at the edge for their last bit.
  const reach = tolerance_s * (1 + 1e-9) + 1e-12;
  // a[i] can be paired with b[low[i]] … b[high[i] − 1]; its row of the table starts at rows[i].
  const low = new Uint32Array(a.length);
  const high = new Uint32Array(a.length);
  const rows = new Float64Array(a.length + 1);
  for (let i = 0, from = 0, to = 0; i < a.length; i++) {
    while (from < b.length && b[from] < a[i] - reach) from++;
    while (to < b.length && b[to] <= a[i] + reach) to++;
    low[i] = from;
    high[i] = Math.max(from, to);
    rows[i + 1] = rows[i] + high[i] - from;
  }
  if (rows[a.length] > MOST_PAIRS)
    throw new UserError(
      `A tolerance of ${tolerance_s} s is too large for ${a.length} and ${b.length} events. Choose a smaller one.`,
    );
  const choices = fillTable(a, b, low, high, rows);
  return pairsOf(a.length, b.length, low, high, rows, choices);
}

function fillTable(
  a: Float64Array,
  b: Float64Array,
  low: Uint32Array,
  high: Uint32Array,
  rows: Float64Array,
): Uint8Array {
  const choices = new Uint8Array(rows[a.length]);
  // Pairs and their sum for the times of `a` so far and the first j of `b`; constant from `filled` on.
  const pairs = new Uint32Array(b.length + 1);
  const sums = new Float64Array(b.length + 1);
  let filled = 0;
  for (let i = 0; i < a.length; i++) {
    for (; filled < high[i]; filled++) {
      pairs[filled + 1] = pairs[filled];
      sums[filled + 1] = sums[filled];
    }
    // The cell to the left in the row above, before this row overwrote it.
    let pairsBefore = pairs[low[i]];
    let sumBefore = sums[low[i]];
    for (let j = low[i] + 1; j <= high[i]; j++) {
      const pairsAbove = pairs[j];
      const sumAbove = sums[j];
      let choice = SKIP_A;
      let most = pairsAbove;
      let least = sumAbove;
      if (pairs[j - 1] > most || (pairs[j - 1] === most && sums[j - 1] < least)) {
        choice = SKIP_B;
        most = pairs[j - 1];
        least = sums[j - 1];
      }
      const sum = sumBefore + Math.abs(a[i] - b[j - 1]);
      if (pairsBefore + 1 > most || (pairsBefore + 1 === most && sum < least)) {
        choice = MATCH;
        most = pairsBefore + 1;
        least = sum;
      }
      pairs[j] = most;
      sums[j] = least;
      choices[rows[i] + j - 1 - low[i]] = choice;
      pairsBefore = pairsAbove;
      sumBefore = sumAbove;
    }
  }
  return choices;
}

/** Follows the choices from the end of both lists to their start. */
function pairsOf(
  countA: number,
  countB: number,
  low: Uint32Array,
  high: Uint32Array,
  rows: Float64Array,
  choices: Uint8Array,
): Match[] {
  const pairs: Match[] = [];
  let j = countB;
  for (let i = countA - 1; i >= 0; i--) {
    j = Math.min(j, high[i]);
    while (j > low[i] && choices[rows[i] + j - 1 - low[i]] === SKIP_B) j--;
    if (j > low[i] && choices[rows[i] + j - 1 - low[i]] === MATCH) {
      pairs.push({ a: i, b: j - 1 });
      j--;
    }
  }
  return pairs.reverse();
}
