import { localTrace } from '../signal/block-trace';
import { gradient } from '../signal/gradient';
import { hannSmooth } from '../signal/hann';
import type { Trace } from '../signal/trace';

/**
 * Step 5: the gradient of a smoothed trace in unit / s, turned so that events rise, and smoothed itself by a Hann
 * window; 0 in the first and last `window` samples. Computed when it is read; the numbers are those of the whole
 * trace.
 *
 * Source: miniML 1.1.0, `_make_smth_gradient`.
 */
export function smoothedGradient(trace: Trace, direction: 1 | -1, window: number): Trace {
  const { samples, rateHz, unit } = trace;
  return localTrace({ samples, rateHz, unit: `${unit}/s` }, window + 1, (from, to) => {
    const start = Math.max(0, from - window - 1);
    const upwards = trace.read(start, Math.min(samples, to + window + 1));
    for (let i = 0; i < upwards.length; i++) upwards[i] *= direction;
    const out = hannSmooth(gradient(upwards, 1 / rateHz), window).slice(from - start, to - start);
    out.fill(0, 0, Math.max(0, window - from));
    out.fill(0, Math.max(0, samples - window - from));
    return out;
  });
}
