/**
 * Starts of windows that follow each other without overlap in the stretches between suspects, a window's
 * distance from both. Nothing is taken before the first suspect and after the last, where events may be cut.
 *
 * @param suspects samples, in order
 */
export function noiseWindows(suspects: readonly number[], window: number): number[] {
  const starts: number[] = [];
  let free = Number.NEGATIVE_INFINITY;
  for (let i = 0; i + 1 < suspects.length; i++) {
    const end = suspects[i + 1] - window;
    for (let at = Math.max(free, suspects[i] + window); at < end; at = free) {
      starts.push(at);
      free = at + window;
    }
  }
  return starts;
}
