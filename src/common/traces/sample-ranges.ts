/** Samples `from` ≤ i < `to`. */
export interface SampleRange {
  from: number;
  to: number;
}

/** The gaps between stretches, which may overlap and lie in any order, within samples 0 … `samples`. */
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

/** Index of the first of the stretches, which are in order and apart, that ends after a sample. */
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

/** Whether a sample lies in one of the stretches, which are in order and apart. */
export function liesIn(stretches: readonly SampleRange[], sample: number): boolean {
  const next = stretches[firstBeyond(stretches, sample)];
  return next !== undefined && next.from <= sample;
}

/** Stretches in any order as stretches in order and apart; empty ones go. */
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

/** Whether samples `from` ≤ i < `to` touch one of the stretches, which are in order and apart. */
export function touches(stretches: readonly SampleRange[], from: number, to: number): boolean {
  const next = stretches[firstBeyond(stretches, from)];
  return next !== undefined && next.from < to;
}

/** @param stretches apart */
export function samplesIn(stretches: readonly SampleRange[]): number {
  return stretches.reduce((sum, { from, to }) => sum + to - from, 0);
}
