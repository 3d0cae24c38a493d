import type { PlacedWindow } from '../../../common/api/engine/window-sizes';

/** Fraction of a window before the rise of its event, as in training windows. */
const BEFORE = 0.2;

const LEAST = 10;
const MOST = 1_000_000;

/** Rounds a size to three digits, within the trace and the parameter's range. */
export function roundSize(samples: number, inTrace: number): number {
  const most = Math.min(MOST, inTrace);
  return Math.min(most, Math.max(Math.min(LEAST, most), Math.round(Number(samples.toPrecision(3)))));
}

/** Step of a size: one unit of its third digit. */
export function stepOf(win_size: number): number {
  return 10 ** Math.max(0, Math.floor(Math.log10(win_size)) - 2);
}

/** The window for a dragged range. */
export function windowOver(from: number, to: number, inTrace: number): PlacedWindow {
  return within({ from, win_size: roundSize(to - from, inTrace) }, inTrace);
}

/** The window of a size for an event with this rise. */
export function windowAround(rise: number, win_size: number, inTrace: number): PlacedWindow {
  return within({ from: rise - BEFORE * win_size, win_size }, inTrace);
}

/** Resizes a window with the rise of its event in place. */
export function resized(window: PlacedWindow, win_size: number, inTrace: number): PlacedWindow {
  return windowAround(window.from + BEFORE * window.win_size, win_size, inTrace);
}

/** Moves one edge to a sample, with the other in place. */
export function withEdge(
  { from, win_size }: PlacedWindow,
  edge: 'start' | 'end',
  sample: number,
  inTrace: number,
): PlacedWindow {
  if (edge === 'end') return within({ from, win_size: roundSize(sample - from, inTrace) }, inTrace);
  const end = from + win_size;
  const size = roundSize(end - sample, inTrace);
  return within({ from: end - size, win_size: size }, inTrace);
}

function within({ from, win_size }: PlacedWindow, inTrace: number): PlacedWindow {
  return { from: Math.round(Math.min(Math.max(0, from), inTrace - win_size)), win_size };
}
