import type { Parameters } from '../../common/parameters/parameters';
import { type Baseline, classicBaseline, segmentBaseline } from './baseline';
import type { Snippet, Spans } from './spans';

export type BaselineMethod = Parameters['baseline_method'];

/** Position of the previous event, in samples before this one's location. */
export interface EarlierEvent {
  sinceLocation: number;
  sincePeak: number;
}

/** Measures of one event pointing upwards; indices refer to its snippet. */
export interface SnippetMeasures {
  peak: number;
  peakValue: number;
  baseline: Baseline;
  onset: number;
  risetime_s: number;
  halfDecay: HalfDecay;
  /** In samples. */
  halfWidth: number;
}

/** @param earlier undefined for the first event */
export function measureSnippet(
  snippet: Snippet,
  earlier: EarlierEvent | undefined,
  spans: Spans,
  method: BaselineMethod,
): SnippetMeasures {
  const { data } = snippet;
  const peak = findPeak(snippet, spans);
  const top = peakValue(data, peak, spans.peakHalf);
  const baseline =
    method === 'classic'
      ? classicBaseline(snippet, peak, earlier?.sincePeak, spans)
      : segmentBaseline(snippet, earlier?.sinceLocation, spans);
  const halfDecay = findHalfDecay(snippet, peak, baseline.value, spans);
  return {
    peak,
    peakValue: top,
    baseline,
    onset: findOnset(data, peak, baseline),
    risetime_s: riseTime(
      data.subarray(baseline.from, peak),
      spans.rateHz,
      baseline.value,
      top - baseline.value,
    ),
    halfDecay,
    halfWidth: halfWidth(data, peak, baseline.value, halfDecay.position),
  };
}

/** Range of the peak search after the location, without a following event. */
export function peakSearch({ before, after }: Spans): number {
  return Math.trunc((before + after) / 5);
}

/**
 * Index of the peak: the highest sample from the steepest rise on, within a fifth of the snippet, or half-way to the
 * next event if that is within a window.
 */
export function findPeak({ data, location, toNext }: Snippet, spans: Spans): number {
  const search = toNext < spans.window ? Math.trunc(toNext / 2) : peakSearch(spans);
  const end = Math.min(data.length, location + search);
  let peak = location;
  for (let i = location + 1; i < end; i++) if (data[i] > data[peak]) peak = i;
  return peak;
}

/**
 * The mean of `half` samples before the peak and as many from it on, which is less noisy than the highest sample; that
 * sample itself for 0.
 */
export function peakValue(data: Float64Array, peak: number, half: number): number {
  if (half === 0) return data[peak];
  const from = Math.max(0, peak - half);
  const to = Math.min(data.length, peak + half);
  let sum = 0;
  for (let i = from; i < to; i++) sum += data[i];
  return sum / (to - from);
}

/** Maximum height above the baseline, in its standard deviations, of a baseline sample. */
const NEAR_BASELINE_SD = 0.25;

/**
 * Index of the first sample of the rise: the one after the last baseline sample before the peak; half-way to the peak
 * if there is none. Source: miniML 1.1.0, `get_event_onset`.
 */
export function findOnset(data: Float64Array, peak: number, baseline: Baseline): number {
  const level = baseline.value + NEAR_BASELINE_SD * baseline.sd;
  let last = peak - 1;
  while (last >= 0 && !(data[last] < level)) last--;
  const found = last >= 0 && last < peak - 1;
  return found ? last + 1 : peak - Math.trunc(peak / 2);
}

/** Crossings are searched on a grid of this rate, whatever the recording's sampling rate. */
const GRID_HZ = 200_000;
const GRID_S = 1 / GRID_HZ;

/** Crossings of 10 and 90 % of the amplitude, in seconds from the first sample of the rise. */
export interface RiseCrossings {
  low_s: number;
  high_s: number;
}

/**
 * The last crossings of the two levels before the peak, in the trace interpolated linearly to 200 kHz; null if they
 * coincide.
 *
 * @param rise samples from the start of the baseline to the one before the peak, at least two
 * @param amplitude peak over baseline
 */
export function riseCrossings(
  rise: Float64Array,
  rateHz: number,
  baseline: number,
  amplitude: number,
): RiseCrossings | null {
  const interval = 1 / rateHz;
  const points = gridPoints(rise, rateHz);
  const height = amplitude === 0 ? rise[rise.length - 1] - baseline : amplitude;
  const low = afterLastBelow(rise, interval, points, baseline + (height * 10) / 100);
  const high = afterLastBelow(rise, interval, points, baseline + (height * 90) / 100);
  const apart = high > low && high < points - 1;
  return apart ? { low_s: low * GRID_S, high_s: high * GRID_S } : null;
}

/**
 * 10–90 % rise time in seconds, between {@link riseCrossings}; NaN for fewer than two samples. If they coincide it is
 * 80 % of the whole rise. Source: miniML 1.1.0, `get_event_risetime`.
 */
export function riseTime(rise: Float64Array, rateHz: number, baseline: number, amplitude: number): number {
  if (rise.length < 2) return Number.NaN;
  const crossed = riseCrossings(rise, rateHz, baseline, amplitude);
  if (!crossed) return (gridPoints(rise, rateHz) - 1) * 0.8 * GRID_S;
  return (Math.round(crossed.high_s / GRID_S) - Math.round(crossed.low_s / GRID_S)) * GRID_S;
}

function gridPoints(rise: Float64Array, rateHz: number): number {
  return Math.ceil(((rise.length - 1) * (1 / rateHz) + GRID_S) / GRID_S);
}

/**
 * The grid point after the last one at which the interpolated rise is below a level; `points` if the very last is, or
 * none. Evaluates only the few grid points around a crossing.
 */
function afterLastBelow(rise: Float64Array, interval: number, points: number, level: number): number {
  if (rise[rise.length - 1] < level) return points;
  for (let i = rise.length - 2; i >= 0; i--) {
    if (!(rise[i] < level) && !(rise[i + 1] < level)) continue;
    const [start, end] = [i * interval, (i + 1) * interval];
    const slope = (rise[i + 1] - rise[i]) / (end - start);
    const crossed = rise[i] < level && slope > 0 ? start + (level - rise[i]) / slope : end;
    const first = Math.min(points - 1, Math.ceil(Math.min(crossed, end) / GRID_S));
    for (let p = first; p >= 0 && p * GRID_S >= start; p--) {
      const at = p * GRID_S;
      // The third point is accepted whatever its value: this close to the crossing, rounding decides.
      if (p === first - 2 || (at < end && slope * (at - start) + rise[i] < level)) return p + 1;
    }
  }
  return points;
}

export interface HalfDecay {
  /** Index of the first sample after the peak below half of its height over the baseline; NaN without. */
  position: number;
  /** The next event begins before the decay to this level. */
  hidden: boolean;
}

/** The level half-way between the baseline and the sample at the peak. */
export function halfLevel(data: Float64Array, peak: number, baseline: number): number {
  return baseline + (data[peak] - baseline) / 2;
}

/**
 * Finds the half decay of an event. If the next event is close, only samples before its steepest rise are used. Source:
 * miniML 1.1.0, `get_event_halfdecay_time`; an event that never decays has no half decay here, where miniML says 0.
 */
export function findHalfDecay(
  { data, location, toNext }: Snippet,
  peak: number,
  baseline: number,
  { before }: Spans,
): HalfDecay {
  const near = toNext < before;
  const end = near ? Math.min(data.length, location + toNext) : data.length;
  const level = halfLevel(data, peak, baseline);
  for (let i = peak; i < end; i++) if (data[i] < level) return { position: i, hidden: false };
  return { position: Number.NaN, hidden: near };
}

/**
 * Half-width in samples: from the last crossing of half the amplitude before the peak to the first one after it,
 * interpolated between samples; NaN if one of them does not exist.
 *
 * miniML 1.1.0 takes the last crossing of the whole snippet as the second one, which may be another event's.
 *
 * @param halfDecay index of the first sample after the peak below half the amplitude, NaN without
 */
export function halfWidth(data: Float64Array, peak: number, baseline: number, halfDecay: number): number {
  const level = halfLevel(data, peak, baseline);
  let below = peak - 1;
  while (below >= 0 && !(data[below] < level)) below--;
  if (below < 0 || Number.isNaN(halfDecay) || halfDecay <= peak) return Number.NaN;
  return crossing(data, halfDecay - 1, level) - crossing(data, below, level);
}

/** Position at which the line from sample i to the next one passes a level. */
function crossing(data: Float64Array, i: number, level: number): number {
  return i + (level - data[i]) / (data[i + 1] - data[i]);
}
