import { tQuantile, twoSidedNormal, twoSidedT, upperChiSquare, upperF } from './distributions';

export interface WelchTest {
  /** Mean of `b` minus mean of `a`. */
  difference: number;
  se: number;
  t: number;
  df: number;
  p: number;
  /** 95 % confidence interval of the difference. */
  low: number;
  high: number;
}

/** Welch, Biometrika 34:28 (1947). @returns undefined with fewer than two values on a side, or without any spread */
export function welch(a: readonly number[], b: readonly number[]): WelchTest | undefined {
  if (a.length < 2 || b.length < 2) return undefined;
  const [va, vb] = [variance(a) / a.length, variance(b) / b.length];
  const se = Math.sqrt(va + vb);
  if (!(se > 0)) return undefined;
  const df = (va + vb) ** 2 / (va ** 2 / (a.length - 1) + vb ** 2 / (b.length - 1));
  return studentTest(mean(b) - mean(a), se, df);
}

/** Student's paired test, `b` minus `a`. @returns undefined with fewer than two pairs, or without any spread */
export function pairedTest(a: readonly number[], b: readonly number[]): WelchTest | undefined {
  const differences = b.map((value, i) => value - a[i]);
  if (differences.length < 2) return undefined;
  const se = Math.sqrt(variance(differences) / differences.length);
  return se > 0 ? studentTest(mean(differences), se, differences.length - 1) : undefined;
}

function studentTest(difference: number, se: number, df: number): WelchTest {
  const t = difference / se;
  const half = tQuantile(0.95, df) * se;
  return { difference, se, t, df, p: twoSidedT(t, df), low: difference - half, high: difference + half };
}

export interface MannWhitney {
  /** Pairs in which the value of `b` is larger; a tie counts one half. */
  u: number;
  /** Exact if no values are tied and both sides have fewer than 50, as in R; else by the normal approximation. */
  p: number;
  exact: boolean;
  p_normal: number;
}

/**
 * Mann and Whitney, Ann. Math. Stat. 18:50 (1947). The normal approximation is corrected for continuity and ties.
 *
 * @returns undefined with an empty side
 */
export function mannWhitney(a: readonly number[], b: readonly number[]): MannWhitney | undefined {
  const [m, n] = [a.length, b.length];
  if (m === 0 || n === 0) return undefined;
  const { ranks, ties } = ranksOf([...b, ...a]);
  const u = ranks.slice(0, n).reduce((sum, rank) => sum + rank, 0) - (n * (n + 1)) / 2;
  const tied = ties.reduce((sum, t) => sum + t ** 3 - t, 0);
  const sd = Math.sqrt(((m * n) / 12) * (m + n + 1 - tied / ((m + n) * (m + n - 1))));
  const away = u - (m * n) / 2;
  const p_normal = sd > 0 ? twoSidedNormal((away - Math.sign(away) * 0.5) / sd) : 1;
  const exact = tied === 0 && m < 50 && n < 50;
  return { u, p: exact ? exactP(u, m, n) : p_normal, exact, p_normal };
}

/** Two-sided, from the number of arrangements of m + n ranks with each U. */
function exactP(u: number, m: number, n: number): number {
  const counts = arrangements(m, n);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const tail = Math.min(u, m * n - u);
  const below = counts.slice(0, tail + 1).reduce((sum, count) => sum + count, 0);
  return Math.min(1, (2 * below) / total);
}

/** Number of choices of m of m + n ranks for each U from 0 to m·n: the coefficients of the Gaussian binomial. */
function arrangements(m: number, n: number): Float64Array {
  const counts = new Float64Array(m * n + 1);
  counts[0] = 1;
  for (let i = 1; i <= m; i++) {
    for (let u = m * n; u >= n + i; u--) counts[u] -= counts[u - n - i];
    for (let u = i; u <= m * n; u++) counts[u] += counts[u - i];
  }
  return counts;
}

export interface FTest {
  f: number;
  df1: number;
  df2: number;
  p: number;
}

/** Welch, Biometrika 38:330 (1951): equal means of several groups with unequal variances. */
export function welchAnova(groups: readonly (readonly number[])[]): FTest | undefined {
  if (groups.some((values) => values.length < 2 || !(variance(values) > 0))) return undefined;
  const k = groups.length;
  const weights = groups.map((values) => values.length / variance(values));
  const total = weights.reduce((sum, w) => sum + w, 0);
  const grand = groups.reduce((sum, values, i) => sum + weights[i] * mean(values), 0) / total;
  const between =
    groups.reduce((sum, values, i) => sum + weights[i] * (mean(values) - grand) ** 2, 0) / (k - 1);
  const lambda = groups.reduce(
    (sum, values, i) => sum + (1 - weights[i] / total) ** 2 / (values.length - 1),
    0,
  );
  const f = between / (1 + (2 * (k - 2) * lambda) / (k ** 2 - 1));
  const df2 = (k ** 2 - 1) / (3 * lambda);
  return { f, df1: k - 1, df2, p: upperF(f, k - 1, df2) };
}

export interface KruskalWallis {
  h: number;
  df: number;
  p: number;
}

/** Kruskal and Wallis, J. Am. Stat. Assoc. 47:583 (1952), corrected for ties. */
export function kruskalWallis(groups: readonly (readonly number[])[]): KruskalWallis | undefined {
  if (groups.some((values) => values.length === 0)) return undefined;
  const n = groups.reduce((sum, values) => sum + values.length, 0);
  const { ranks, ties } = ranksOf(groups.flat());
  let squares = 0;
  let from = 0;
  for (const { length } of groups) {
    const own = ranks.slice(from, from + length).reduce((sum, rank) => sum + rank, 0);
    squares += own ** 2 / length;
    from += length;
  }
  const correction = 1 - ties.reduce((sum, t) => sum + t ** 3 - t, 0) / (n ** 3 - n);
  if (!(correction > 0)) return undefined;
  const h = ((12 / (n * (n + 1))) * squares - 3 * (n + 1)) / correction;
  return { h, df: groups.length - 1, p: upperChiSquare(h, groups.length - 1) };
}

/** Holm, Scand. J. Stat. 6:65 (1979): p values of several comparisons, corrected; in the same order. */
export function holm(ps: readonly number[]): number[] {
  const order = ps.map((_, i) => i).sort((i, j) => ps[i] - ps[j]);
  const corrected = new Array<number>(ps.length);
  let least = 0;
  order.forEach((i, rank) => {
    least = Math.max(least, Math.min(1, (ps.length - rank) * ps[i]));
    corrected[i] = least;
  });
  return corrected;
}

export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
}

/** Sample variance, with n − 1. */
export function variance(values: readonly number[]): number {
  const centre = mean(values);
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1);
}

export function median(values: ArrayLike<number>): number {
  const sorted = Float64Array.from(values).sort();
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

/** Ranks from 1, ties sharing their mean; and the number of values in each tie. */
function ranksOf(values: readonly number[]): { ranks: number[]; ties: number[] } {
  const order = values.map((_, i) => i).sort((i, j) => values[i] - values[j]);
  const ranks = new Array<number>(values.length);
  const ties: number[] = [];
  for (let from = 0; from < order.length; ) {
    let to = from + 1;
    while (to < order.length && values[order[to]] === values[order[from]]) to++;
    for (let i = from; i < to; i++) ranks[order[i]] = (from + to + 1) / 2;
    if (to - from > 1) ties.push(to - from);
    from = to;
  }
  return { ranks, ties };
}
