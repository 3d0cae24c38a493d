/** Longer signals are averaged in groups first: the time grows with the square of their length. */
const MOST_POINTS = 2500;

/**
 * Change-point detection (PELT with a kernel cost): ends of the segments of a signal, the last of them its length. The
 * partition minimises the sum of kernel costs plus a penalty per segment, by dynamic programming with pruning. The
 * kernel is Gaussian; its scale is the median squared distance of the samples.
 *
 * Sources: Arlot, Celisse, Harchaoui, JMLR 20:162 (2019); Killick, Fearnhead, Eckley, JASA 107:1590 (2012). Agrees with
 * ruptures' KernelCPD(kernel="rbf").predict(pen), up to {@link MOST_POINTS} samples.
 *
 * @param shortest minimum length of a segment
 */
export function changePoints(signal: Float64Array, shortest: number, penalty: number): number[] {
  const group = Math.ceil(signal.length / MOST_POINTS);
  const x = group > 1 ? groupMeans(signal, group) : signal;
  const least = Math.ceil(shortest / group);
  if (x.length < 2 * least) return [signal.length];
  const starts = lastStarts(x, least, penalty);
  const ends: number[] = [];
  for (let end = x.length; end > 0; end = starts[end]) ends.unshift(Math.min(signal.length, end * group));
  return ends;
}

/** For each t, the start of the last segment in the best partition of the first t samples. */
function lastStarts(x: Float64Array, least: number, penalty: number): Int32Array {
  const scale = medianSquaredDistance(x) || 1;
  const kernel = (a: number, b: number) =>
    Math.exp(-Math.min(100, Math.max(0.01, ((x[a] - x[b]) * (x[a] - x[b])) / scale)));
  const self = kernel(0, 0);
  const starts = new Int32Array(x.length + 1);
  /** Cost of the best partition of the first t samples. */
  const best = new Float64Array(x.length + 1);
  /** Sum of the kernel over all pairs of samples s … t − 1. */
  const pairs = new Float64Array(x.length);
  const cost = (s: number, t: number) => best[s] + (t - s) * self - pairs[s] / (t - s);

  let earliest = 0;
  for (let t = 1; t <= x.length; t++) {
    let row = 0;
    for (let s = t - 1; s >= earliest; s--) {
      row += kernel(s, t - 1);
      pairs[s] += 2 * row - self;
    }
    best[t] = cost(earliest, t) + penalty;
    starts[t] = earliest;
    for (let s = Math.max(earliest + 1, least); s <= t - least; s++) {
      const total = cost(s, t) + penalty;
      if (total >= best[t]) continue;
      best[t] = total;
      starts[t] = s;
    }
    // Pruning: starts that cost more than the best partition can no longer be optimal.
    while (t >= 2 * least && earliest <= t - least && cost(earliest, t) >= best[t])
      earliest = Math.max(earliest + 1, least);
  }
  return starts;
}

/** Median over all pairs, found by bisection of the distance: linear in memory. */
function medianSquaredDistance(x: Float64Array): number {
  const sorted = x.toSorted();
  const count = (x.length * (x.length - 1)) / 2;
  const low = nthDistance(sorted, Math.ceil(count / 2));
  const high = count % 2 === 1 ? low : nthDistance(sorted, count / 2 + 1);
  return (low * low + high * high) / 2;
}

/** The n-th smallest (from 1) of the distances between the pairs of an ordered signal. */
function nthDistance(sorted: Float64Array, n: number): number {
  let low = 0;
  let high = sorted[sorted.length - 1] - sorted[0];
  if (pairsWithin(sorted, low) >= n) return low;
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return high;
    if (pairsWithin(sorted, middle) >= n) high = middle;
    else low = middle;
  }
}

function pairsWithin(sorted: Float64Array, distance: number): number {
  let count = 0;
  for (let left = 0, right = 0; right < sorted.length; right++) {
    while (sorted[right] - sorted[left] > distance) left++;
    count += right - left;
  }
  return count;
}

function groupMeans(x: Float64Array, size: number): Float64Array {
  return Float64Array.from({ length: Math.ceil(x.length / size) }, (_, i) => {
    const group = x.subarray(i * size, (i + 1) * size);
    return group.reduce((sum, v) => sum + v, 0) / group.length;
  });
}
