import type { AverageEvent } from './detection';

/**
 * Whether an exponential says something of a decay: it begins on the peak's side and not far from its height, falls,
 * and ends nearer to the baseline than to the peak. Files keep every fit that settled; views draw and name those that
 * mean something.
 *
 * @param height of the peak over the baseline, with its sign as recorded, like the fit's amplitude and offset
 */
export function describesDecay(
  { amplitude, tau_s, offset }: Omit<NonNullable<AverageEvent['fit']>, 'from'>,
  height: number,
): boolean {
  const begin = (amplitude + offset) / height;
  const end = offset / height;
  return tau_s > 0 && amplitude / height > 0 && begin > 0.3 && begin < 2 && Math.abs(end) < 0.5;
}
