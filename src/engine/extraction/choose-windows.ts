import type { ExtractionCounts } from '../../common/api/engine/extraction';
import type { Random } from '../signal/random';

/** Starts of the windows of each kind chosen for the training set, in order. */
export interface ChosenWindows {
  clear: number[];
  doubtful: number[];
  noise: number[];
}

export interface Choice {
  window: number;
  /** Maximum number of windows of each kind. */
  most: number;
  /** Whether a window of valid samples starts at a sample. */
  usable(start: number): boolean;
  random: Random;
}

/**
 * Chooses the windows of one recording: clear events; doubtful ones that are not within a thirtieth of a window of a
 * clear one; as many noise windows as clear ones. If there are more than `most` of a kind, a random sample is taken; of
 * the doubtful ones the most uncertain, if known.
 */
export function chooseWindows(found: FoundWindows, { window, most, usable, random }: Choice): ChosenWindows {
  const clear = found.clear.filter(usable);
  const buffer = Math.trunc(window / 30);
  const fresh = found.doubtful.flatMap((start, i) =>
    usable(start) && !isNear(clear, start, buffer) ? [i] : [],
  );
  const { certainty } = found;
  const undecided = certainty
    ? fresh.toSorted((a, b) => certainty[a] - certainty[b]).slice(0, most)
    : sample(fresh, most, random);
  const chosen = sample(clear, most, random);
  return {
    clear: chosen,
    doubtful: undecided.map((i) => found.doubtful[i]).sort((a, b) => a - b),
    noise: sample(noiseWindows(found.suspects, window).filter(usable), chosen.length, random),
  };
}

/** Whether one of the sorted starts s fulfils s − buffer ≤ start < s + buffer. */
function isNear(starts: readonly number[], start: number, buffer: number): boolean {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (starts[middle] + buffer > start) high = middle;
    else low = middle + 1;
  }
  return low < starts.length && starts[low] - buffer <= start;
}

/** Random sample of `count` elements, in their order; all if there are no more. */
function sample(elements: readonly number[], count: number, random: Random): number[] {
  if (elements.length <= count) return [...elements];
  return Array.from(random.choice(elements.length, count).sort(), (i) => elements[i]);
}

/** Result of a search in one trace, before windows are chosen from it. Sample numbers of the trace, in order. */
export interface FoundWindows extends Pick<ExtractionCounts, 'thresholds' | 'template'> {
  /** Starts of windows with a clear event. */
  clear: number[];
  /** Starts of windows to be scored by hand, including duplicates of clear ones. */
  doubtful: number[];
  /** Certainty of each doubtful window, the lowest for the most uncertain; null if the method has none. */
  certainty: number[] | null;
  /** All possible events; noise windows keep a window's distance from them. */
  suspects: number[];
}

/**
 * Starts of consecutive, non-overlapping windows between suspects, a window's distance from both. None before the first
 * suspect and after the last, where events may be cut off.
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
