import type { Mistake } from '../../common/api/engine/training';
import { probability } from '../../common/text/numbers';

/** Mistakes shown; they come most confident first. */
export const mostMistakes = 60;

/** What is wrong with the model's answer. */
export function mistakeText({ file, row, score, probability: p }: Mistake): string {
  return `${file.split(/[\\/]/).at(-1)}, window ${row + 1}: scored ${score}, p ${probability(p)}`;
}
