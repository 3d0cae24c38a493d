/** The visible segment of a trace in samples, possibly fractional; always within the trace. */
export interface Viewport {
  from: number;
  to: number;
}

/** Steps of keys: zoom as a factor of the visible width, pan and page as fractions of it. */
export const keySteps = { zoom: 0.6, pan: 0.2, page: 0.9 } as const;

/** Minimum number of samples across the width. */
const LEAST_SPAN = 8;

export function wholeTrace(samples: number): Viewport {
  return { from: 0, to: samples };
}

/** Moves and narrows a segment to fit a trace of that many samples. */
export function clamped({ from, to }: Viewport, samples: number): Viewport {
  const span = Math.min(samples, Math.max(Math.min(LEAST_SPAN, samples), to - from));
  const start = Math.min(Math.max(0, from), samples - span);
  return { from: start, to: start + span };
}

/** `factor` below 1 zooms in; the sample `around` stays in place on the screen. */
export function zoomed(view: Viewport, factor: number, around: number, samples: number): Viewport {
  const span = Math.min(samples, Math.max(Math.min(LEAST_SPAN, samples), (view.to - view.from) * factor));
  const share = (around - view.from) / (view.to - view.from);
  const from = around - share * span;
  return clamped({ from, to: from + span }, samples);
}

/** Moves by a fraction `share` of the visible width to the right, negative to the left. */
export function panned(view: Viewport, share: number, samples: number): Viewport {
  const by = (view.to - view.from) * share;
  return clamped({ from: view.from + by, to: view.to + by }, samples);
}

/** The same width around another sample. */
export function centred(view: Viewport, sample: number, samples: number): Viewport {
  const half = (view.to - view.from) / 2;
  return clamped({ from: sample - half, to: sample + half }, samples);
}

/** Unchanged if the sample is well inside the view, else centred on it. */
export function revealed(view: Viewport, sample: number, samples: number): Viewport {
  const margin = (view.to - view.from) * 0.1;
  const inside = sample >= view.from + margin && sample <= view.to - margin;
  return inside ? view : centred(view, sample, samples);
}
