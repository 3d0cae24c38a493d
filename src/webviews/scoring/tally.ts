import type { Score } from '../../common/training/training-set';
import type { ScoredSet } from './scored-set';

/** Number of windows per score. */
export type Tally = Readonly<Record<Score, number>>;

/** Fraction of windows of score 2 above which a file without unscored windows probably uses 2 for "not scored yet". */
const MANY_TWOS = 0.2;

/** The note that asks what score 2 means in a file. */
export const UNDECIDED_NOTE = 'undecided';

export function tallyOf(scores: Int8Array): Tally {
  const counts = { [-1]: 0, 0: 0, 1: 0, 2: 0 };
  for (const score of scores) counts[score as Score]++;
  return counts;
}

/**
 * Windows of score 2 that may not be scored yet: the file, of another program, has no unscored windows, and the user
 * has not answered.
 */
export function undecidedIn({ set, scores, view }: ScoredSet): readonly number[] {
  if (!set.asksTwos || view.seen.includes(UNDECIDED_NOTE)) return [];
  const twos: number[] = [];
  for (let i = 0; i < scores.length; i++) {
    if (scores[i] === -1) return [];
    if (scores[i] === 2) twos.push(i);
  }
  return twos.length >= MANY_TWOS * scores.length ? twos : [];
}

/** Scores with undecided windows as unscored: progress does not count them until the user answers. */
export function answeredAs(set: ScoredSet): Int8Array {
  return undecidedIn(set).length === 0 ? set.scores : set.scores.map((score) => (score === 2 ? -1 : score));
}
