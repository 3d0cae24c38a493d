/** The visible stretch of a trace in samples, fractions allowed; it always lies within the trace. */
export interface Viewport {
  from: number;
  to: number;
}

/** How far a key zooms (as a factor of what is in sight), moves and leafs (as a share of it). */
export const keySteps = { zoom: 0.6, pan: 0.2, page: 0.9 } as const;

/** Nothing is gained from fewer samples than this across the whole width. */
const LEAST_SPAN = 8;

export function wholeTrace(samples: number): Viewport {
  return { from: 0, to: samples };
}

/** Moves and narrows a stretch until it lies in a trace of that many samples. */
export function clamped({ from, to }: Viewport, samples: number): Viewport {
  const span = Math.min(samples, Math.max(Math.min(LEAST_SPAN, samples), to - from));
  const start = Math.min(Math.max(0, from), samples - span);
  return { from: start, to: start + span };
}

/** `factor` below 1 zooms in; the sample `around` stays where it is on the screen. */
export function zoomed(view: Viewport, factor: number, around: number, samples: number): Viewport {
  const span = Math.min(samples, Math.max(Math.min(LEAST_SPAN, samples), (view.to - view.from) * factor));
  const share = (around - view.from) / (view.to - view.from);
  const from = around - share * span;
  return clamped({ from, to: from + span }, samples);
}

/** `share` of the visible stretch to the right, negative to the left. */
export function panned(view: Viewport, share: number, samples: number): Viewport {
  const by = (view.to - view.from) * share;
  return clamped({ from: view.from + by, to: view.to + by }, samples);
}

/** The same width around another sample. */
export function centred(view: Viewport, sample: number, samples: number): Viewport {
  const half = (view.to - view.from) / 2;
  return clamped({ from: sample - half, to: sample + half }, samples);
}

/** Unchanged where the sample is well inside the view, else moved to have it in the middle. */
export function revealed(view: Viewport, sample: number, samples: number): Viewport {
  const margin = (view.to - view.from) * 0.1;
  const inside = sample >= view.from + margin && sample <= view.to - margin;
  return inside ? view : centred(view, sample, samples);
}
