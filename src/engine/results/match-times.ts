import { UserError } from '../../common/errors';

/** A pair of matched events: index in the first list, index in the second. */
export interface Match {
  a: number;
  b: number;
}

/** Maximum number of pairs within the tolerance: one byte each. */
const MOST_PAIRS = 250_000_000;

const SKIP_A = 1;
const SKIP_B = 2;
const MATCH = 3;

/**
 * Maximum matching of two lists of times within a tolerance, one match per time; among these the one with the smallest
 * sum of distances. Dynamic programming: crossing pairs can be swapped without making the sum larger, so pairs can be
 * taken in order, and the best matching of the first i and the first j times follows from skipping one of the two last
 * times or pairing them. Only times within the tolerance of each other need a cell of the table; elsewhere it is
 * constant. Time and memory grow with the number of such pairs.
 *
 * @param a seconds, ascending
 * @param b seconds, ascending
 * @returns pairs in order
 * @throws UserError when the tolerance is invalid, or so large that nearly all pairs are within it
 */
export function matchTimes(a: Float64Array, b: Float64Array, tolerance_s: number): Match[] {
  if (!(tolerance_s >= 0 && tolerance_s < Number.POSITIVE_INFINITY))
    throw new UserError(`The tolerance must be a time in seconds, 0 or more, not ${tolerance_s}.`);
  // Rounded times must not fail at the tolerance because of their last bit.
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
  // Number of pairs and sum of distances for the times of `a` so far and the first j of `b`; constant from `filled` on.
  const pairs = new Uint32Array(b.length + 1);
  const sums = new Float64Array(b.length + 1);
  let filled = 0;
  for (let i = 0; i < a.length; i++) {
    for (; filled < high[i]; filled++) {
      pairs[filled + 1] = pairs[filled];
      sums[filled + 1] = sums[filled];
    }
    // The diagonal neighbour, before this row overwrote it.
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

/** Traces the choices back from the end of both lists. */
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
