import { describesDecay } from '../../common/events/decay-fit';

/** Decay of one event: an exponential, and two where these describe it better. */
export interface EventDecay {
  /** Time constant of one exponential. */
  tau_s: number;
  /** Fraction of the decay's variance that this exponential explains. */
  r2: number;
  /** Two exponentials, if AICc prefers them; the fraction is the fast one's part of the amplitude. */
  two: { fast_s: number; slow_s: number; fast_fraction: number } | null;
}

/** A fit must explain at least this fraction, and AICc must prefer two exponentials by this much. */
const LEAST_R2 = 0.5;
const CLEARLY_BETTER = 6;
const FEWEST_SAMPLES = 12;
/** Steps of the grid for one time constant and for two. */
const GRID = [14, 8];
const ROUNDS = 9;

/**
 * Fits the decay of an event: amplitude · exp(−t / τ) + offset by least squares. For given time constants the rest is
 * linear, so only they are searched, on a grid in log τ that narrows around its best point.
 *
 * AICc: Hurvich and Tsai, Biometrika 76:297 (1989).
 *
 * @param decay samples from the peak on, upwards, minus the baseline
 * @param height of the peak over the baseline
 * @returns null where the fit means nothing: too few samples, not a decay from the peak towards the baseline, slower
 * than the samples show, or hardly better than a constant
 */
export function fitEventDecay(decay: Float64Array, height: number, rateHz: number): EventDecay | null {
  const n = decay.length;
  if (n < FEWEST_SAMPLES || !(height > 0)) return null;
  const squares = decay.reduce((sum, value) => sum + value * value, 0);
  const range: [number, number] = [Math.log(1.5), Math.log(3 * n)];
  const one = narrowed(([tau]) => linearFit(decay, [Math.exp(tau)], squares).cost, [range]);
  const tau = Math.exp(one[0]);
  const { cost, amplitudes, offset } = linearFit(decay, [tau], squares);
  const mean = decay.reduce((sum, value) => sum + value, 0) / n;
  const r2 = 1 - cost / decay.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const means =
    describesDecay({ amplitude: amplitudes[0], tau_s: tau / rateHz, offset }, height) &&
    tau < n &&
    r2 >= LEAST_R2;
  if (!means) return null;
  const [fast, slow] = narrowed(
    ([a, b]) => (b > a + Math.LN2 ? linearFit(decay, [Math.exp(a), Math.exp(b)], squares).cost : Infinity),
    [range, range],
  ).map(Math.exp);
  const second = linearFit(decay, [fast, slow], squares);
  const better =
    second.amplitudes.every((amplitude) => amplitude > 0) &&
    slow < n &&
    aicc(second.cost, n, 6) < aicc(cost, n, 4) - CLEARLY_BETTER;
  const [first, rest] = second.amplitudes;
  return {
    tau_s: tau / rateHz,
    r2,
    two: better
      ? { fast_s: fast / rateHz, slow_s: slow / rateHz, fast_fraction: first / (first + rest) }
      : null,
  };
}

/** @param k parameters, the noise among them */
function aicc(cost: number, n: number, k: number): number {
  return n * Math.log(cost / n) + 2 * k + (2 * k * (k + 1)) / (n - k - 1);
}

/** The best point of a grid that is laid ever more closely around the best point before. */
function narrowed(
  cost: (at: readonly number[]) => number,
  ranges: readonly (readonly [from: number, to: number])[],
): number[] {
  let [current, best, least] = [ranges, ranges.map(([from]) => from), Number.POSITIVE_INFINITY];
  const steps = GRID[ranges.length - 1];
  for (let round = 0; round < ROUNDS; round++) {
    const places = current.map(([from, to]) =>
      Array.from({ length: steps + 1 }, (_, i) => from + (i / steps) * (to - from)),
    );
    const points = places.reduce<number[][]>(
      (all, axis) => all.flatMap((point) => axis.map((value) => [...point, value])),
      [[]],
    );
    for (const point of points) {
      const value = cost(point);
      if (value < least) [best, least] = [point, value];
    }
    current = current.map(([from, to], i) => {
      const half = (to - from) / 5;
      const [low, high] = [Math.max(ranges[i][0], best[i] - half), Math.min(ranges[i][1], best[i] + half)];
      return [low, high] as const;
    });
  }
  return best;
}

/**
 * Least squares of Σ amplitude · exp(−t / τ) + offset for given τ, in samples, by the normal equations. Their sums over
 * exponentials alone are geometric series.
 *
 * @param squares Σ y²
 */
function linearFit(y: Float64Array, taus: readonly number[], squares: number) {
  // The offset is an exponential that does not decay.
  const ratios = [...taus.map((tau) => Math.exp(-1 / tau)), 1];
  const right = ratios.map((ratio) => weightedSum(y, ratio));
  const rows = ratios.map((a, i) =>
    Float64Array.from([...ratios.map((b) => geometricSum(a * b, y.length)), right[i]]),
  );
  const solved = solve(rows);
  const explained = solved.reduce((sum, value, i) => sum + value * right[i], 0);
  const cost = Number.isFinite(explained)
    ? Math.max(squares - explained, 1e-12 * squares)
    : Number.POSITIVE_INFINITY;
  return { cost, amplitudes: solved.slice(0, -1), offset: solved[taus.length] };
}

/** Σ y[i] · ratio^i, by Horner's scheme. */
function weightedSum(y: Float64Array, ratio: number): number {
  let sum = 0;
  for (let i = y.length - 1; i >= 0; i--) sum = sum * ratio + y[i];
  return sum;
}

function geometricSum(ratio: number, n: number): number {
  return ratio === 1 ? n : (1 - ratio ** n) / (1 - ratio);
}

/** Gaussian elimination with pivots; the last column is the right side. */
function solve(rows: Float64Array[]): number[] {
  const n = rows.length;
  for (let i = 0; i < n; i++) {
    const pivot = rows.reduce(
      (best, row, k) => (k >= i && Math.abs(row[i]) > Math.abs(rows[best][i]) ? k : best),
      i,
    );
    [rows[i], rows[pivot]] = [rows[pivot], rows[i]];
    for (let k = i + 1; k < n; k++) {
      const factor = rows[k][i] / rows[i][i];
      for (let c = i; c <= n; c++) rows[k][c] -= factor * rows[i][c];
    }
  }
  const x = new Array<number>(n).fill(0);
  for (let i = n - 1; i >= 0; i--) {
    let rest = rows[i][n];
    for (let c = i + 1; c < n; c++) rest -= rows[i][c] * x[c];
    x[i] = rest / rows[i][i];
  }
  return x;
}
