import type { AverageEvent } from '../../common/events/detection';
import { convolveSame } from '../signal/convolve';
import { fitExponential } from '../signal/least-squares';
import { extent } from '../signal/statistics';
import type { Spans } from './spans';

/** Averages of fewer events are smoothed before their peak is looked for. */
const FEW_EVENTS = 4;

/** Part of an average's extent that its samples may differ by from rounding alone. */
const ROUNDING = 1e-9;

/**
 * An exponential fitted to the decay of the average event, from a hundredth of a window after its peak to its
 * end; null where the peak lies too near to the end, or the fit does not settle. Amplitude and offset upwards.
 * Source: miniML 1.1.0, `_get_average_event_decay`.
 *
 * @param average turned upwards
 * @param count events it is the mean of
 */
export function fitDecay(
  average: Float64Array,
  count: number,
  { window, rateHz }: Spans,
): AverageEvent['fit'] {
  const smooth = count < FEW_EVENTS ? convolveSame(average, new Float64Array(5).fill(1 / 5)) : average;
  const from = highest(smooth) + Math.trunc(0.01 * window);
  if (from > average.length - Math.trunc(0.2 * window)) return null;
  const decay = average.subarray(from);
  const fit = fitExponential(
    Float64Array.from(decay, (_, i) => i / rateHz),
    decay,
    { amplitude: Math.max(0, extent(average)[1] + 1), tau: average.length / 50 / rateHz, offset: 0 },
  );
  return fit && { amplitude: fit.amplitude, tau_s: fit.tau, offset: fit.offset, from };
}

/** The first of the samples that are highest but for rounding: averages of integers have many equal ones. */
function highest(x: Float64Array): number {
  const [minimum, maximum] = extent(x);
  return x.findIndex((v) => v >= maximum - ROUNDING * (maximum - minimum));
}
