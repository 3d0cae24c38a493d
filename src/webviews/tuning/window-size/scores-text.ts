import type { SizeScore, SizeScores } from '../../../common/api/engine/window-sizes';
import { duration } from '../../../common/text/duration';
import { count, fixed } from '../../../common/text/numbers';

/** "1,250 samples (25.0 ms): 38 of 40 clear events, mean probability 0.97; 52 events in 9.80 s." */
export function bestText(scores: SizeScores, rate_hz: number): string {
  const best = scores.sizes.find(({ win_size }) => win_size === scores.best);
  if (!best)
    return `No size finds any of the ${count(scores.clear, 'clear event')}. Check event_direction and the model.`;
  return `${sizeText(best, scores.clear, rate_hz)}; ${count(best.events, 'event')} in ${duration(scores.seconds)}.`;
}

/**
 * Result of another size for comparison: "Now, 600 samples (12.0 ms): 20 of 40 clear events, mean probability 0.61."
 */
export function presentText(scores: SizeScores, win_size: number, rate_hz: number): string {
  const present = scores.sizes.find((size) => size.win_size === win_size);
  if (!present || win_size === scores.best) return '';
  return `Now, ${sizeText(present, scores.clear, rate_hz)}; ${count(present.events, 'event')}.`;
}

function sizeText(size: SizeScore, clear: number, rate_hz: number): string {
  const { win_size, found, clear_score } = size;
  const length = `${fixed(win_size, 0)} samples (${duration(win_size / rate_hz)})`;
  return `${length}: ${fixed(found, 0)} of ${count(clear, 'clear event')}, mean probability ${fixed(clear_score, 2)}`;
}
