import type { Smoothing } from '../../../common/api/engine/previews';
import type { Parameters } from '../../../common/parameters/parameters';
import { duration } from '../../../common/text/duration';
import { significant } from '../../../common/text/numbers';

export interface Strength {
  /** Relation to the chosen smoothing. */
  label: 'Less' | 'Current' | 'More';
  smoothing: Smoothing;
  /** Parameters that choose it. */
  patch: Partial<Smoothing>;
}

/** Minimum factor: the low-pass must stay below the Nyquist frequency. */
const LEAST_FACTOR = 2.1;

/** The chosen smoothing, and half and twice of it: Hann window, or low-pass without one. */
export function strengthsAround(p: Parameters): [less: Strength, yours: Strength, more: Strength] {
  const { convolve_win, filter_factor, gradient_convolve_win } = p;
  const strength = (label: Strength['label'], patch: Partial<Smoothing>): Strength => ({
    label,
    patch,
    smoothing: { convolve_win, filter_factor, gradient_convolve_win, ...patch },
  });
  if (convolve_win === 0)
    return [
      strength('Less', { filter_factor: Math.max(LEAST_FACTOR, filter_factor / 2) }),
      strength('Current', {}),
      strength('More', { filter_factor: filter_factor * 2 }),
    ];
  return [
    strength('Less', { convolve_win: Math.max(1, Math.round(convolve_win / 2)) }),
    strength('Current', {}),
    strength('More', { convolve_win: convolve_win * 2 }),
  ];
}

/** "convolve_win 20 (1.00 ms)", "low-pass 667 Hz". */
export function strengthText({ convolve_win, filter_factor }: Smoothing, rate_hz: number): string {
  return convolve_win > 0
    ? `${convolve_win} samples, ${duration(convolve_win / rate_hz)}`
    : `low-pass at ${significant(rate_hz / (1.5 * filter_factor))} Hz`;
}
