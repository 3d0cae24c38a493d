import type { Score } from '../../common/training/training-set';
import type { ScoredSet } from './scored-set';

/** Number of windows per score. */
export type Tally = Readonly<Record<Score, number>>;

/** Fraction of windows of score 2 above which a file without unscored windows probably uses 2 for "not scored yet". */
const MANY_TWOS = 0.2;

/** The note that asks what score 2 means in a file. */
export const UNDECIDED_NOTE = 'undecided';

/** Tallies of the scores already counted. Scores are immutable, and several parts of a page show the same counts. */
const counted = new WeakMap<Int8Array, Tally>();

export function tallyOf(scores: Int8Array): Tally {
  let tally = counted.get(scores);
  if (!tally) {
    const [unscored, zeros, ones, twos] = countsOf(scores);
    tally = { [-1]: unscored, 0: zeros, 1: ones, 2: twos };
    counted.set(scores, tally);
  }
  return tally;
}

/** Number of windows of score -1, 0, 1 and 2. A typed array: a tally's negative key makes counting 100 times slower. */
function countsOf(scores: Int8Array): Int32Array {
  const counts = new Int32Array(4);
  for (let i = 0; i < scores.length; i++) counts[scores[i] + 1]++;
  return counts;
}

/**
 * Windows of score 2 that may not be scored yet: the file, of another program, has no unscored windows, and the user
 * has not answered.
 */
export function undecidedIn(set: ScoredSet): readonly number[] {
  if (!hasUndecided(set)) return [];
  const twos: number[] = [];
  for (let i = 0; i < set.scores.length; i++) if (set.scores[i] === 2) twos.push(i);
  return twos;
}

/** Tally with undecided windows as unscored: progress does not count them until the user answers. */
export function progressTally(set: ScoredSet): Tally {
  const tally = tallyOf(set.scores);
  return hasUndecided(set) ? { ...tally, [-1]: tally[2], 2: 0 } : tally;
}

function hasUndecided({ set, scores, view }: ScoredSet): boolean {
  if (!set.asksTwos || view.seen.includes(UNDECIDED_NOTE)) return false;
  const tally = tallyOf(scores);
  return tally[-1] === 0 && tally[2] > 0 && tally[2] >= MANY_TWOS * scores.length;
}
