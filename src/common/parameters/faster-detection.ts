import type { Advice } from './advice';
import type { Parameters } from './parameters';

/** With a stride beyond this fraction of the window, events can fall between two windows. */
export const WIDEST_STRIDE = 0.05;

/**
 * A change of parameters that shortens a long detection, and what it may cost; undefined where none is left. `win_size`
 * and `stride` in samples.
 */
export function fasterDetection({
  adaptive_stride,
  stride,
  win_size,
}: Pick<Parameters, 'adaptive_stride' | 'stride' | 'win_size'>): Advice | undefined {
  const advice = { code: 'slow', severity: 'warning' } as const;
  if (!adaptive_stride)
    return {
      ...advice,
      message: 'An adaptive stride is 2 to 3 times faster if events are rare; it can miss faint ones.',
      names: ['adaptive_stride'],
      change: { name: 'adaptive_stride', value: true, title: 'Set adaptive_stride to true' },
    };
  const largest = Math.floor(win_size * WIDEST_STRIDE);
  const present = stride ?? win_size / 30;
  if (largest < present * 1.2) return undefined;
  return {
    ...advice,
    message: `A stride of ${largest} samples is ${(largest / present).toFixed(1)} times faster; larger ones can miss events.`,
    names: ['stride'],
    change: { name: 'stride', value: largest, title: `Set stride to ${largest}` },
  };
}
