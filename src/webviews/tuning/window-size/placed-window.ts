import type { PlacedWindow } from '../../../common/api/engine/window-sizes';

/** The share of a window that lies before the rise of its event, as in the windows that models are trained on. */
const BEFORE = 0.2;

const LEAST = 10;
const MOST = 1_000_000;

/** Three digits are as much as a window size deserves; never more than the trace has, or than the parameter allows. */
export function roundSize(samples: number, inTrace: number): number {
  const most = Math.min(MOST, inTrace);
  return Math.min(most, Math.max(Math.min(LEAST, most), Math.round(Number(samples.toPrecision(3)))));
}

/** A step in the last of a size's three digits. */
export function stepOf(win_size: number): number {
  return 10 ** Math.max(0, Math.floor(Math.log10(win_size)) - 2);
}

/** The window over a range that was dragged over. */
export function windowOver(from: number, to: number, inTrace: number): PlacedWindow {
  return within({ from, win_size: roundSize(to - from, inTrace) }, inTrace);
}

/** The window of a size for an event that rises at a sample. */
export function windowAround(rise: number, win_size: number, inTrace: number): PlacedWindow {
  return within({ from: rise - BEFORE * win_size, win_size }, inTrace);
}

/** The same window at another size, the rise of its event where it was. */
export function resized(window: PlacedWindow, win_size: number, inTrace: number): PlacedWindow {
  return windowAround(window.from + BEFORE * window.win_size, win_size, inTrace);
}

/** One edge moved to a sample, the other where it was. */
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
