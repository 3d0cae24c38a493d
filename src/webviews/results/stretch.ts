import type { SampleRange } from '../../common/traces/sample-ranges';

/** Minimum number of samples across the width. */
const LEAST = 20;

/** Initial width around an event, in windows. */
const WINDOWS = 8;

/** The segment around an event; a present segment that contains it well inside is kept. */
export function around(
  location: number,
  stretch: SampleRange | null,
  window: number,
  samples: number | null,
): SampleRange {
  const span = stretch ? stretch.to - stretch.from : WINDOWS * window;
  const margin = 0.12 * span;
  if (stretch && location > stretch.from + margin && location < stretch.to - margin) return stretch;
  return within({ from: Math.round(location - span / 2), to: Math.round(location + span / 2) }, samples);
}

/** Zooms a segment; `factor` below 1 zooms in, the sample `centre` stays in place. */
export function zoomed(
  stretch: SampleRange,
  factor: number,
  centre: number,
  samples: number | null,
): SampleRange {
  const span = Math.max(LEAST, (stretch.to - stretch.from) * factor);
  const share = (centre - stretch.from) / (stretch.to - stretch.from);
  const from = Math.round(centre - share * span);
  return within({ from, to: Math.round(from + span) }, samples);
}

export function moved(stretch: SampleRange, by: number, samples: number | null): SampleRange {
  return within({ from: Math.round(stretch.from + by), to: Math.round(stretch.to + by) }, samples);
}

/** Moves and narrows a segment to fit the recording. */
function within({ from, to }: SampleRange, samples: number | null): SampleRange {
  const most = samples ?? Number.POSITIVE_INFINITY;
  const span = Math.min(to - from, most);
  const start = Math.max(0, Math.min(from, most - span));
  return { from: start, to: start + span };
}
