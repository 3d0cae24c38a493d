import type { ExtractionCounts } from '../../common/api/engine/extraction';
import type { Random } from '../signal/random';

/** Starts of the windows of each kind that go into the training data, in order. */
export interface ChosenWindows {
  clear: number[];
  doubtful: number[];
  noise: number[];
}

export interface Choice {
  window: number;
  /** Most windows of each kind. */
  most: number;
  /** Whether a whole window of good samples begins at a sample. */
  usable(start: number): boolean;
  random: Random;
}

/**
 * Chooses the windows of one recording: clear events; doubtful ones that are not within a thirtieth of a window
 * of a clear one; as many noise windows as clear ones. More than `most` of a kind are thinned out at random, the
 * doubtful ones by how undecided they are where that is known.
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

/** Whether one of the starts s, which are in order, has s − buffer ≤ start < s + buffer. */
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

/** `count` of the elements at random, in their order; all where there are no more. */
function sample(elements: readonly number[], count: number, random: Random): number[] {
  if (elements.length <= count) return [...elements];
  return Array.from(random.choice(elements.length, count).sort(), (i) => elements[i]);
}

/** Result of a search in one trace, before windows are chosen from it. Samples of the trace, in order. */
export interface FoundWindows extends Pick<ExtractionCounts, 'thresholds' | 'template'> {
  /** Starts of windows with a clear event. */
  clear: number[];
  /** Starts of windows to be scored by hand, those that repeat a clear one among them. */
  doubtful: number[];
  /** How undecided each doubtful window is, the smallest number the most; null where the method cannot tell. */
  certainty: number[] | null;
  /** Everything that may be an event; noise windows keep a window's distance from it. */
  suspects: number[];
}

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
