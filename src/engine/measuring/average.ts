import type { AverageEvent } from '../../common/events/detection';
import { convolveSame } from '../signal/convolve';
import { fitExponential } from '../signal/least-squares';
import { extent } from '../signal/statistics';
import { chargeEnd, trapezoids } from './charge';
import { type BaselineMethod, measureSnippet } from './measure-snippet';
import type { Spans } from './spans';

/**
 * The mean of the isolated events and its measures, determined like those of an event, but from the unsmoothed average;
 * null without events.
 *
 * Two errors of miniML 1.1.0 are not repeated: its rise time is multiplied by the sampling interval twice, and its
 * charge ends four times the half decay's position after the peak instead of four half-decay times.
 *
 * @param snippets rows of `before + after` samples, baselines subtracted, with their sign as recorded
 * @param rows which of them to average
 */
export function averageEvent(
  snippets: Float64Array,
  rows: readonly number[],
  direction: 1 | -1,
  spans: Spans,
  method: BaselineMethod,
): AverageEvent | null {
  if (rows.length === 0) return null;
  const values = meanOfRows(snippets, rows, spans.before + spans.after);
  const upwards = values.map((v) => direction * v);
  const snippet = { data: upwards, location: spans.before, start: 0, toNext: Number.POSITIVE_INFINITY };
  const event = measureSnippet(snippet, undefined, { ...spans, peakHalf: 0 }, method);
  const { peak, baseline, halfDecay } = event;
  const end = chargeEnd(peak, halfDecay.position);
  const charge = Number.isNaN(end) ? end : trapezoids(upwards.subarray(event.onset, end), baseline.value, 1);
  const fit = fitDecay(upwards, rows.length, spans);
  return {
    values,
    count: rows.length,
    amplitude: direction * (event.peakValue - baseline.value),
    risetime_s: event.risetime_s,
    halfdecay_s: (halfDecay.position - peak) / spans.rateHz,
    halfwidth_s: event.halfWidth / spans.rateHz,
    charge: (direction * charge) / spans.rateHz,
    decay_tau_s: fit ? fit.tau_s : Number.NaN,
    fit: fit && { ...fit, amplitude: direction * fit.amplitude, offset: direction * fit.offset },
  };
}

/** Mean of some rows of `length` samples each; NaN without rows. */
export function meanOfRows(snippets: Float64Array, rows: readonly number[], length: number): Float64Array {
  const values = new Float64Array(length);
  for (const row of rows) for (let i = 0; i < length; i++) values[i] += snippets[row * length + i];
  for (let i = 0; i < length; i++) values[i] /= rows.length;
  return values;
}

/** Averages of fewer events are smoothed before the search of their peak. */
const FEW_EVENTS = 4;

/** Rounding error of an average's samples relative to its extent. */
const ROUNDING = 1e-9;

/**
 * An exponential fitted to the decay of the average event, from a hundredth of a window after its peak to its end; null
 * if the peak is too close to the end, or the fit does not converge. Amplitude and offset upwards. Source: miniML
 * 1.1.0, `_get_average_event_decay`.
 *
 * @param average inverted if necessary so that it points upwards
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

/** The first of the highest samples, equal within rounding: averages of integers have many equal ones. */
function highest(x: Float64Array): number {
  const [minimum, maximum] = extent(x);
  return x.findIndex((v) => v >= maximum - ROUNDING * (maximum - minimum));
}

/**
 * Isolated events: the previous one more than half a window away, the next one more than one and a half. If none is
 * isolated, all count, so that there is an average. Source: miniML 1.1.0, `_get_singular_event_indices`.
 *
 * @param locations in order
 * @param whole whether the segment around a location has no missing or excluded samples; other events are not averaged
 */
export function isolatedEvents(
  locations: readonly number[],
  window: number,
  whole: (location: number) => boolean = () => true,
): boolean[] {
  const alone = locations.map(
    (location, i) =>
      whole(location) &&
      (i === 0 || location - locations[i - 1] > window * 0.5) &&
      (i === locations.length - 1 || locations[i + 1] - location > window * 1.5),
  );
  return alone.includes(true) ? alone : locations.map(whole);
}
