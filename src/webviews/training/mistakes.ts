import type { Mistake } from '../../common/api/engine/training';
import { probability } from '../../common/text/numbers';

/** Maximum number of displayed mistakes; the most confident come first. */
export const MOST_MISTAKES = 60;

/** The window, its score and the model's probability. */
export function mistakeText({ file, row, score, probability: p }: Mistake): string {
  return `${file.split(/[\\/]/).at(-1)}, window ${row + 1}: scored ${score}, p ${probability(p)}`;
}
