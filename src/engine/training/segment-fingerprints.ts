import type { SharedSegment, WindowRef } from '../../common/api/engine/training';

/** Number of fingerprints per window. */
export const FINGERPRINTS = 3;

/** Number of steps between samples in a fingerprint: enough that noise does not repeat them. */
const STEPS = 8;
/**
 * Precision to which steps are compared: coarser than the rounding error when windows are shifted by their own means.
 */
const DIGITS = 1e5;

/**
 * Fingerprints of a window's segment of its recording: for its steepest steps (at a minimum distance from each other),
 * a hash of the surrounding steps relative to it. Two windows that overlap around such a step share the fingerprint,
 * whatever its position in the window and whatever the window's offset and scale; two windows of different noise do
 * not. NaN if a window has too few steps.
 */
export function fingerprints(window: Float64Array): Float64Array {
  const marks = new Float64Array(FINGERPRINTS).fill(Number.NaN);
  const steps = Float64Array.from({ length: window.length - 1 }, (_, i) => window[i + 1] - window[i]);
  const taken: number[] = [];
  for (let k = 0; k < FINGERPRINTS; k++) {
    let steepest = -1;
    for (let i = STEPS / 2; i < steps.length - STEPS / 2; i++) {
      const higher = steepest < 0 || Math.abs(steps[i]) > Math.abs(steps[steepest]);
      if (higher && taken.every((other) => Math.abs(other - i) > STEPS)) steepest = i;
    }
    if (steepest < 0 || steps[steepest] === 0) break;
    taken.push(steepest);
    marks[k] = markAround(steps, steepest);
  }
  return marks;
}

/**
 * Pairs of a validation and a training window that overlap in a recording (data leakage), one per validation window:
 * they make the validation too optimistic.
 *
 * @param marks windows × {@link FINGERPRINTS}
 */
export function sharedSegments(
  marks: Float64Array,
  refs: readonly WindowRef[],
  training: ArrayLike<number>,
  validation: ArrayLike<number>,
): SharedSegment[] {
  const owner = new Map<number, number>();
  forEachMark(marks, training, (mark, window) => owner.set(mark, window));
  const found = new Map<number, number>();
  forEachMark(marks, validation, (mark, window) => {
    const other = owner.get(mark);
    if (other !== undefined && !found.has(window)) found.set(window, other);
  });
  return Array.from(found, ([window, other]) => ({ training: refs[other], validation: refs[window] }));
}

function forEachMark(
  marks: Float64Array,
  windows: ArrayLike<number>,
  visit: (mark: number, window: number) => void,
): void {
  for (let i = 0; i < windows.length; i++)
    for (let k = 0; k < FINGERPRINTS; k++) {
      const mark = marks[windows[i] * FINGERPRINTS + k];
      if (!Number.isNaN(mark)) visit(mark, windows[i]);
    }
}

/** Hash of the ratios of the surrounding steps to one step, rounded, in 53 bits (FNV-1a in two halves). */
function markAround(steps: Float64Array, centre: number): number {
  let low = 0x811c9dc5;
  let high = 0x01000193;
  for (let i = centre - STEPS / 2; i <= centre + STEPS / 2; i++) {
    const ratio = Math.round((steps[i] / steps[centre]) * DIGITS) | 0;
    low = Math.imul(low ^ ratio, 0x01000193);
    high = Math.imul(high ^ (ratio >>> 15) ^ low, 0x85ebca6b);
  }
  return (high >>> 11) * 2 ** 32 + (low >>> 0);
}
