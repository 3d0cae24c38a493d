import type { Suggestion } from '../../common/api/engine/window-sizes';
import type { Advice } from '../../common/parameters/advice';
import type { Parameters } from '../../common/parameters/parameters';
import { CLEAR_DIRECTION } from '../tuning/suggest';

/** Synaptic events need windows within these durations. */
const SHORTEST_MS = 2;
const LONGEST_MS = 500;
/** Windows outside these fractions of the suggested size cut events off, or hold several. */
const TOO_SHORT = 0.6;
const TOO_LONG = 4;

/** Advice on parameters that contradict the sampling rate or the events of a trace. */
export function traceAdvice(
  { win_size, event_direction }: Pick<Parameters, 'win_size' | 'event_direction'>,
  { rateHz, suggestion }: { rateHz: number; suggestion: Suggestion | undefined },
): Advice[] {
  // win_size is a time, and without a rate its number of samples is unknown.
  if (Number.isNaN(win_size)) return [];
  const found: Advice[] = [];
  const window_ms = (1000 * win_size) / rateHz;
  if (window_ms < SHORTEST_MS || window_ms > LONGEST_MS)
    found.push({
      code: 'window-odd',
      severity: 'warning',
      names: ['win_size', 'sampling', 'recording'],
      message: `A window of ${win_size} samples is ${window_ms.toPrecision(3)} ms at ${rateHz} Hz. Synaptic events need ${SHORTEST_MS} to ${LONGEST_MS} ms.`,
    });
  if (!suggestion || suggestion.clarity < CLEAR_DIRECTION) return found;
  const { direction } = suggestion;
  if (event_direction !== 'both' && direction !== event_direction)
    found.push({
      code: 'direction',
      severity: 'warning',
      names: ['event_direction', 'recording'],
      message: `The steep rises in this recording are ${direction}, but event_direction is ${event_direction}.`,
      change: { name: 'event_direction', value: direction, title: `Set event_direction to ${direction}` },
    });
  return [...found, ...windowAdvice(win_size, suggestion)];
}

function windowAdvice(win_size: number, suggestion: Suggestion): Advice[] {
  const decay = `${(1000 * suggestion.decay_s).toPrecision(2)} ms`;
  const change = {
    name: 'win_size',
    value: suggestion.win_size,
    title: `Set win_size to ${suggestion.win_size}`,
  } as const;
  const about = { severity: 'warning', names: ['win_size', 'recording'], change } as const;
  if (win_size < TOO_SHORT * suggestion.win_size)
    return [
      {
        ...about,
        code: 'window-too-short',
        message: `Events in this recording decay in about ${decay}, too slowly for a window of ${win_size} samples. One event needs about ${suggestion.win_size}.`,
      },
    ];
  if (win_size > TOO_LONG * suggestion.win_size)
    return [
      {
        ...about,
        code: 'window-too-long',
        message: `Events in this recording decay in about ${decay}: a window of ${win_size} samples can hold several. One event needs about ${suggestion.win_size}.`,
      },
    ];
  return [];
}
