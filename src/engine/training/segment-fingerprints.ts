import type { SharedSegment, WindowRef } from '../../common/api/engine/training';

/** Marks kept of each window. */
export const FINGERPRINTS = 3;

/** Steps between samples that make one mark: many enough that noise does not repeat them. */
const STEPS = 8;
/** Digits a step must agree to: more than a float64 loses when windows are shifted by their own means. */
const DIGITS = 1e5;

/**
 * Marks of the stretch of recording that a window shows: for its steepest steps (no two of them within one
 * mark's reach), the steps around each relative to it, as one number. Two windows that overlap around such a
 * step share the mark, wherever in the window it lies and whatever was added to the window or multiplied; two
 * windows of different noise do not. NaN where a window has too few steps.
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
 * Pairs of windows on either side of a split that show the same stretch of a recording, one for each window that
 * validates: what is learnt from the one is known of the other, and the validation looks better than it is.
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

/** The ratios of the steps around one to it, rounded and mixed into 53 bits (FNV-1a in two halves). */
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
