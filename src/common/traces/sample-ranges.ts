/** Samples `from` ≤ i < `to`. */
export interface SampleRange {
  from: number;
  to: number;
}

/** Returns the gaps between ranges, which may overlap and have any order, within samples 0 … `samples`. */
export function between(stretches: readonly SampleRange[], samples: number): SampleRange[] {
  const ordered = stretches.toSorted((a, b) => a.from - b.from);
  const gaps: SampleRange[] = [];
  let end = 0;
  for (const { from, to } of [...ordered, { from: samples, to: samples }]) {
    if (Math.min(from, samples) > end) gaps.push({ from: end, to: Math.min(from, samples) });
    end = Math.max(end, to);
  }
  return gaps;
}

/** Index of the first range that ends after a sample; the ranges are sorted and non-overlapping. */
export function firstBeyond(stretches: readonly SampleRange[], sample: number): number {
  let low = 0;
  let high = stretches.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (stretches[middle].to <= sample) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether a sample is in one of the ranges, which are sorted and non-overlapping. */
export function liesIn(stretches: readonly SampleRange[], sample: number): boolean {
  const next = stretches[firstBeyond(stretches, sample)];
  return next !== undefined && next.from <= sample;
}

/** Merges ranges of any order into sorted, non-overlapping ones without empty ones. */
export function merged(stretches: readonly SampleRange[]): SampleRange[] {
  const apart: SampleRange[] = [];
  for (const stretch of stretches.toSorted((a, b) => a.from - b.from)) {
    const last = apart.at(-1);
    if (stretch.from >= stretch.to) continue;
    if (last && stretch.from <= last.to) last.to = Math.max(last.to, stretch.to);
    else apart.push({ ...stretch });
  }
  return apart;
}

/** Whether samples `from` ≤ i < `to` touch one of the ranges, which are sorted and non-overlapping. */
export function touches(stretches: readonly SampleRange[], from: number, to: number): boolean {
  const next = stretches[firstBeyond(stretches, from)];
  return next !== undefined && next.from < to;
}

/** @param stretches non-overlapping */
export function samplesIn(stretches: readonly SampleRange[]): number {
  return stretches.reduce((sum, { from, to }) => sum + to - from, 0);
}
