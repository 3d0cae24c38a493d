import { roundStep } from './chart';

export interface Histogram {
  /** Lower edge of the first bin. */
  start: number;
  width: number;
  counts: number[];
  /** Values that exist. */
  n: number;
}

/**
 * Histogram with bins of a round width, close to Freedman and Diaconis' rule (2 × interquartile range / n^⅓) or half of
 * that, at most `most` bins. NaN is ignored; null without values.
 */
export function histogramOf(values: Float64Array, most: number): Histogram | null {
  const sorted = values.filter(Number.isFinite).sort();
  const n = sorted.length;
  if (n === 0) return null;
  const [min, max] = [sorted[0], sorted[n - 1]];
  if (min === max) return { start: min - 0.5, width: 1, counts: [n], n };
  const range = sorted[Math.floor(0.75 * (n - 1))] - sorted[Math.floor(0.25 * (n - 1))];
  // Rounding goes up, to 2.5 times as wide at most: from half the rule it ends near the rule.
  const width = roundStep(Math.max((2 * range) / Math.cbrt(n) / 2, (max - min) / most));
  const start = Math.floor(min / width) * width;
  const counts = new Array<number>(Math.floor((max - start) / width) + 1).fill(0);
  for (const value of sorted) counts[Math.min(counts.length - 1, Math.floor((value - start) / width))]++;
  return { start, width, counts, n };
}
