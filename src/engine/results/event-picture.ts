import type { EventPicture } from '../../common/api/engine/results';
import { UserError } from '../../common/errors';
import { describesDecay } from '../../common/events/decay-fit';
import type { DetectedEvent, Detection } from '../../common/events/detection';
import { directionOfEvent, eventSign } from '../../common/events/direction';
import { measuringTrace } from '../detection/smoothing';
import { fitDecay } from '../measuring/average';
import { riseCrossings } from '../measuring/measure-snippet';
import { spansOf } from '../measuring/spans';
import { traceOf } from '../signal/trace';
import { snippetAt } from './edits';
import { ofDirection } from './of-direction';
import type { ResultsFile } from './results-file';

/** @throws UserError when the results have no such event, or no segment of its trace */
export function eventPicture(results: ResultsFile, location: number): EventPicture {
  const { deleted, complete } = results;
  const event = [...results.detection.events, ...deleted.events].find((e) => e.location === location);
  const { detection } = event ? ofDirection(results, directionOfEvent(event)) : results;
  const values = event && snippetAt(results, location);
  if (!event || !values?.length) throw new UserError(`The file has no trace segment at ${location}.`);
  const { points_before, rate_hz } = detection;
  if (!complete || !Number.isFinite(rate_hz))
    return { values, smoothed: null, points_before, rise: null, fit: null };
  const smoothed = smooth(values, detection);
  const upwards = smoothed.map((value) => eventSign(detection.parameters) * value);
  // Near the ends the smoothing window reaches beyond the segment, unlike in the trace.
  const unsure = Math.min(detection.parameters.convolve_win, points_before >> 2);
  smoothed.fill(Number.NaN, 0, unsure).fill(Number.NaN, smoothed.length - unsure);
  const start = location - points_before;
  return {
    values,
    smoothed,
    points_before,
    rise: riseIn(upwards, event, start, rate_hz),
    fit: decayOf(values, event, detection),
  };
}

/** Beyond the ends of the trace there is nothing to smooth: the rest is smoothed by itself. */
function smooth(values: Float64Array, { parameters, rate_hz, unit }: Detection): Float64Array {
  const from = values.findIndex((value) => !Number.isNaN(value));
  const after = values.findLastIndex((value) => !Number.isNaN(value)) + 1;
  const out = new Float64Array(values.length).fill(Number.NaN);
  if (from < 0) return out;
  const trace = measuringTrace(traceOf(values.slice(from, after), rate_hz, unit), parameters);
  out.set(trace.read(0, trace.samples), from);
  return out;
}

function riseIn(
  upwards: Float64Array,
  { baseline_from, peak, amplitude }: DetectedEvent,
  start: number,
  rate_hz: number,
): EventPicture['rise'] {
  const from = Math.max(0, baseline_from - start);
  const rise = upwards.subarray(from, Math.max(from, peak - start));
  const crossed = rise.length < 2 ? null : riseCrossings(rise, rate_hz, 0, Math.abs(amplitude));
  return crossed && { from: from + crossed.low_s * rate_hz, to: from + crossed.high_s * rate_hz };
}

/** Ends where the next event starts: its rise is not part of this decay. */
function decayOf(values: Float64Array, event: DetectedEvent, detection: Detection): EventPicture['fit'] {
  const { parameters, rate_hz, points_before, events } = detection;
  const next = events.find(({ location }) => location > event.location);
  const start = event.location - points_before;
  const end = next ? Math.min(values.length, next.location - start) : values.length;
  const last = values.subarray(0, end).findLastIndex((value) => !Number.isNaN(value)) + 1;
  const peak = event.peak - start;
  const sign = eventSign(detection.parameters);
  // From the peak on: samples before it may contain another, higher event.
  const upwards = Float64Array.from(values.subarray(peak, last), (value) => sign * value);
  const spans = { ...spansOf(parameters, rate_hz), window: Math.min(parameters.win_size, upwards.length) };
  const fit = upwards.length < 10 ? null : fitDecay(upwards, 1, spans);
  if (!fit) return null;
  if (fit.tau_s * rate_hz > values.length || !describesDecay(fit, sign * event.amplitude))
    return 'meaningless';
  return { ...fit, amplitude: sign * fit.amplitude, offset: sign * fit.offset, from: peak + fit.from };
}
