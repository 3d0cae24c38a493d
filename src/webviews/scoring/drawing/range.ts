/** Lowest and highest value that is to be seen. */
export type Range = readonly [low: number, high: number];

export function rangeOf(samples: Float32Array): Range {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const sample of samples) {
    if (sample < low) low = sample;
    if (sample > high) high = sample;
  }
  if (!(low <= high)) return [-1, 1];
  return low === high ? [low - 1, high + 1] : [low, high];
}

/** Room above and below, as a share of the range. */
export function widened([low, high]: Range, share: number): Range {
  const room = (high - low) * share;
  return [low - room, high + room];
}

/** A range most of these windows fit in, around their baselines: one scale for all of them. */
export function commonRange(windows: readonly Float32Array[]): Range {
  const ranges = windows.map(rangeOf);
  const lows = ranges.map(([low]) => low).sort((a, b) => a - b);
  const highs = ranges.map(([, high]) => high).sort((a, b) => a - b);
  const at = (sorted: number[], share: number) => sorted[Math.floor((sorted.length - 1) * share)] ?? 0;
  const [low, high] = [at(lows, 0.02), at(highs, 0.98)];
  return low < high ? [low, high] : [-1, 1];
}
