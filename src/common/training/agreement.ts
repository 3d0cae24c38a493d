import { UNSCORED } from './training-set';

/** Agreement of two raters of the same windows. */
export interface Agreement {
  /** Number of windows scored by both. */
  compared: number;
  agreed: number;
  /** Contingency table: first rater's score (row) by the second's (column), 3 × 3, row-major. */
  table: number[];
  /** Cohen's kappa, Educ. Psychol. Meas. 20:37 (1960); NaN if both gave one and the same score throughout. */
  kappa: number;
  /** Gwet's AC1, Br. J. Math. Stat. Psychol. 61:29 (2008): does not collapse when one score is rare. */
  ac1: number;
  /** Windows scored differently, ascending. */
  disagreements: Int32Array;
}

/**
 * Compares two raters over the windows both have scored. The scale has the scores 0 and 1, and also 2 if either rater
 * used it.
 *
 * @param first, second a score for each window, of the same windows
 */
export function agreementOf(first: Int8Array, second: Int8Array): Agreement {
  const table = new Array<number>(9).fill(0);
  const disagreements: number[] = [];
  for (let i = 0; i < first.length; i++) {
    const [a, b] = [first[i], second[i]];
    if (a === UNSCORED || b === UNSCORED) continue;
    table[a * 3 + b]++;
    if (a !== b) disagreements.push(i);
  }
  const compared = table.reduce((sum, n) => sum + n, 0);
  const agreed = compared - disagreements.length;
  const share = (score: number) => ({
    first: [0, 1, 2].reduce((sum, other) => sum + table[score * 3 + other], 0) / compared,
    second: [0, 1, 2].reduce((sum, other) => sum + table[other * 3 + score], 0) / compared,
  });
  const shares = [0, 1, 2].map(share);
  const scale = shares[2].first + shares[2].second > 0 ? 3 : 2;
  const observed = agreed / compared;
  const byChance = shares.reduce((sum, s) => sum + s.first * s.second, 0);
  const byGwet =
    shares
      .map((s) => (s.first + s.second) / 2)
      .slice(0, scale)
      .reduce((sum, p) => sum + p * (1 - p), 0) /
    (scale - 1);
  return {
    compared,
    agreed,
    table,
    kappa: (observed - byChance) / (1 - byChance),
    ac1: (observed - byGwet) / (1 - byGwet),
    disagreements: Int32Array.from(disagreements),
  };
}
