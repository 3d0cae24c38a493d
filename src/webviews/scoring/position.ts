/** A list of windows with the inverse lookup from window to position. */
export interface Ordered {
  readonly windows: Int32Array;
  /** Position of a window; −1 if it is not listed. */
  placeOf(window: number): number;
}

export function orderedWindows(windows: Int32Array, all: number): Ordered {
  const places = new Int32Array(all).fill(-1);
  windows.forEach((window, place) => {
    places[window] = place;
  });
  return { windows, placeOf: (window) => places[window] ?? -1 };
}

/** The window `by` places on, within the list; from a window that is not listed, the first after it. */
export function stepped({ windows, placeOf }: Ordered, from: number, by: number): number {
  const place = placeOf(from);
  if (place < 0) return windows.find((window) => window > from) ?? windows[0] ?? from;
  return windows[Math.min(windows.length - 1, Math.max(0, place + by))] ?? from;
}

/**
 * The next window (`by` 1) or the previous one (−1) that passes a test, wrapping around once; undefined if there is
 * none.
 */
export function nextWanted(
  { windows, placeOf }: Ordered,
  from: number,
  by: 1 | -1,
  wanted: (window: number) => boolean,
): number | undefined {
  const count = windows.length;
  const start = placeOf(from);
  for (let step = 1; step <= count; step++) {
    const window = windows[(((start + by * step) % count) + count) % count];
    if (wanted(window)) return window;
  }
  return undefined;
}
