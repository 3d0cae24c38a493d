/// <reference path="./jstat.d.ts" />
import { jStat } from 'jstat';

/** Two-sided p value of Student's t. */
export function twoSidedT(t: number, df: number): number {
  return Math.min(1, 2 * jStat.studentt.cdf(-Math.abs(t), df));
}

/** The t for which a fraction `level` of Student's distribution is within ±t. */
export function tQuantile(level: number, df: number): number {
  return jStat.studentt.inv((1 + level) / 2, df);
}

/** Two-sided p value of a standard normal z. */
export function twoSidedNormal(z: number): number {
  return Math.min(1, 2 * jStat.normal.cdf(-Math.abs(z), 0, 1));
}

/** Probability of a larger F. */
export function upperF(f: number, df1: number, df2: number): number {
  // The lower tail of the reciprocal is precise if the upper one is tiny.
  return f <= 0 ? 1 : jStat.centralF.cdf(1 / f, df2, df1);
}

/** Probability of a larger χ². */
export function upperChiSquare(x: number, df: number): number {
  return 1 - jStat.chisquare.cdf(x, df);
}
