/** Samples `from` ≤ i < `to` of the recording. */
export interface Stretch {
  from: number;
  to: number;
}

/** Nothing is gained from fewer samples across the whole width. */
const LEAST = 20;

/** Windows around an event at first. */
const WINDOWS = 8;

/** The stretch around an event; one that shows it well inside stays. */
export function around(
  location: number,
  stretch: Stretch | null,
  window: number,
  samples: number | null,
): Stretch {
  const span = stretch ? stretch.to - stretch.from : WINDOWS * window;
  const margin = 0.12 * span;
  if (stretch && location > stretch.from + margin && location < stretch.to - margin) return stretch;
  return within({ from: Math.round(location - span / 2), to: Math.round(location + span / 2) }, samples);
}

/** `factor` below 1 shows less; the sample `centre` stays where it is. */
export function zoomed(stretch: Stretch, factor: number, centre: number, samples: number | null): Stretch {
  const span = Math.max(LEAST, (stretch.to - stretch.from) * factor);
  const share = (centre - stretch.from) / (stretch.to - stretch.from);
  const from = Math.round(centre - share * span);
  return within({ from, to: Math.round(from + span) }, samples);
}

export function moved(stretch: Stretch, by: number, samples: number | null): Stretch {
  return within({ from: Math.round(stretch.from + by), to: Math.round(stretch.to + by) }, samples);
}

/** Moved and narrowed until it lies in the recording. */
function within({ from, to }: Stretch, samples: number | null): Stretch {
  const most = samples ?? Number.POSITIVE_INFINITY;
  const span = Math.min(to - from, most);
  const start = Math.max(0, Math.min(from, most - span));
  return { from: start, to: start + span };
}
