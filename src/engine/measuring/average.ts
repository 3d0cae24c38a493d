import type { AverageEvent } from '../../common/events/detection';
import { chargeEnd, trapezoids } from './charge';
import { fitDecay } from './decay-fit';
import { type BaselineMethod, measureSnippet } from './measure-snippet';
import type { Spans } from './spans';

/**
 * The mean of the isolated events and its measures, taken as those of an event are, but from the unsmoothed
 * average; null without events.
 *
 * Two slips of miniML 1.1.0 are not repeated: its rise time is multiplied by the sampling interval twice, and
 * its charge ends four times the half decay's position after the peak instead of four half-decay times.
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
  const length = spans.before + spans.after;
  const values = new Float64Array(length);
  for (const row of rows) for (let i = 0; i < length; i++) values[i] += snippets[row * length + i];
  for (let i = 0; i < length; i++) values[i] /= rows.length;

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
