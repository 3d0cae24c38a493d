import { roundWindow } from './suggest';

/** From one candidate to the next. */
const RATIO = 1.3;
/** On either side of the middle. */
const STEPS = 4;
/** Nobody can tell sizes apart that are nearer than this. */
const SAME = 1.06;

/**
 * Window sizes worth trying: nine around a middle, each 1.3 times the one before, and the given ones.
 *
 * @param middle the size to search around, in samples
 * @param given sizes that shall be among them, as they are
 * @param most no candidate is larger, for want of samples
 * @returns ascending
 */
export function candidateSizes(middle: number, given: readonly number[], most: number): number[] {
  const kept = given.filter((size) => size <= most);
  for (let step = -STEPS; step <= STEPS; step++) {
    const size = roundWindow(middle * RATIO ** step);
    const isNew = kept.every((other) => Math.max(other / size, size / other) > SAME);
    if (isNew && size <= most) kept.push(size);
  }
  return [...new Set(kept)].sort((a, b) => a - b);
}
