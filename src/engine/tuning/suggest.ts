import type { Suggestion } from '../../common/api/engine/window-sizes';
import type { Parameters } from '../../common/parameters/parameters';
import { between, type SampleRange, samplesIn } from '../../common/traces/sample-ranges';
import { excludedRanges } from '../detection/exclusion';
import type { RecordedTrace } from '../recordings/trace';
import { hannSmooth } from '../signal/hann';
import { findPeaks } from '../signal/peaks';
import { argMax, median } from '../signal/statistics';
import type { Trace } from '../signal/trace';

/** Number of inspected segments, spread over the trace, and their length in seconds. */
const STRETCHES = 12;
const STRETCH_S = 2.5;
/** Window length in decay times: baseline, rise and decay, as in the paper. */
const DECAYS_IN_WINDOW = 7;
/** Minimum {@link Suggestion.clarity} of a direction that is clear. */
export const CLEAR_DIRECTION = 0.3;
/** Maximum duration of an event. */
const LONGEST_S = 0.12;

/** Inspected samples of a trace, and their steep rises. */
export interface LookedAt {
  /** Position of the first sample in the trace. */
  from: number;
  values: Float64Array;
  /** Positions in `values`, by direction. */
  rises: Record<1 | -1, Int32Array>;
}

/**
 * Estimates direction and window of the events in a trace. Synaptic events rise steeply and decay slowly, so the
 * direction with more steep slopes is theirs; the average after the steepest rises gives their decay. Reads at most
 * half a minute of samples, without excluded ones.
 *
 * @returns undefined if there are no clear events
 */
export function suggestParameters(
  trace: RecordedTrace | Trace,
  parameters: Pick<Parameters, 'exclude'>,
): Suggestion | undefined {
  return suggestFrom(lookAt(trace, parameters), trace.rateHz);
}

/** As {@link suggestParameters}, from inspected segments. */
export function suggestFrom(stretches: readonly LookedAt[], rateHz: number): Suggestion | undefined {
  const count = (sign: 1 | -1) => stretches.reduce((n, { rises }) => n + rises[sign].length, 0);
  const [up, down] = [count(1), count(-1)];
  if (up === down) return undefined;
  const sign = up > down ? 1 : -1;
  const average = averageAfter(stretches, sign, rateHz);
  const decay_s = average && decayOf(average, rateHz);
  if (decay_s === undefined) return undefined;
  return {
    direction: sign > 0 ? 'positive' : 'negative',
    clarity: Math.abs(up - down) / (up + down),
    events: Math.max(up, down),
    decay_s,
    win_size: roundWindow(DECAYS_IN_WINDOW * decay_s * rateHz),
  };
}

/**
 * Reads segments evenly spread over a trace, at most half a minute; missing samples are 0. Rises and noise in excluded
 * intervals are ignored.
 */
export function lookAt(trace: RecordedTrace | Trace, parameters: Pick<Parameters, 'exclude'>): LookedAt[] {
  const seen = between(excludedRanges(trace, parameters), trace.samples);
  const samples = samplesIn(seen);
  const length = Math.min(samples, Math.round(STRETCH_S * trace.rateHz));
  const number = Math.min(STRETCHES, Math.floor(samples / Math.max(1, length)));
  return Array.from({ length: number }, (_, i) => {
    const from = Math.floor(((samples - length) * i) / Math.max(1, number - 1));
    return partsAt(seen, from, from + length);
  })
    .flat()
    .map(({ from, to }) => {
      const values = trace.read(from, to).map((v) => (Number.isFinite(v) ? v : 0));
      return { from, values, rises: risesOf(values, trace.rateHz) };
    });
}

/** Converts ranges, sorted and non-overlapping, to positions within inspected samples. */
function partsAt(stretches: readonly SampleRange[], from: number, to: number): SampleRange[] {
  let before = 0;
  return stretches.flatMap((stretch) => {
    const shift = stretch.from - before;
    before += stretch.to - stretch.from;
    const part = { from: Math.max(stretch.from, from + shift), to: Math.min(stretch.to, to + shift) };
    return part.from < part.to ? [part] : [];
  });
}

/** Median course after the rises, from its peak on, minus its baseline, upwards; of at least three. */
function averageAfter(
  stretches: readonly LookedAt[],
  sign: 1 | -1,
  rateHz: number,
): Float64Array | undefined {
  const before = Math.round(0.003 * rateHz);
  const after = Math.round(LONGEST_S * rateHz);
  const courses: Float64Array[] = [];
  for (const { values, rises } of stretches)
    for (const rise of rises[sign]) {
      if (rise < before || rise + after > values.length) continue;
      const baseline = median(values.subarray(rise - before, rise - Math.round(before / 4)));
      courses.push(values.subarray(rise, rise + after).map((v) => sign * (v - baseline)));
    }
  if (courses.length < 3) return undefined;
  const course = Float64Array.from({ length: after }, (_, i) => median(courses.map((c) => c[i])));
  const smooth = hannSmooth(course, Math.max(3, Math.round(0.0005 * rateHz)));
  return smooth.subarray(argMax(smooth.subarray(0, Math.round(after / 2))));
}

/** Time until a course has fallen to 1/e of its first value; undefined if it never does. */
function decayOf(course: Float64Array, rateHz: number): number | undefined {
  const level = course[0] / Math.E;
  const fallen = course.findIndex((v) => v <= level);
  return course[0] > 0 && fallen > 0 ? fallen / rateHz : undefined;
}

/** Rounds a window to two digits. */
export function roundWindow(samples: number): number {
  const unit = Math.max(10, 10 ** (Math.floor(Math.log10(samples)) - 1));
  return Math.max(10, Math.round(samples / unit) * unit);
}

/** Minimum rise in standard deviations of the smoothed slope; test pulses exceed the maximum of 100. */
const CLEAR = 6;

/** Positions of steep rises upwards (1) and downwards (−1): peaks of the smoothed slope relative to its noise. */
export function risesOf(values: Float64Array, rateHz: number): Record<1 | -1, Int32Array> {
  const slope = slopeOf(values, rateHz);
  // The median deviation is that of the noise, however large the events are.
  const noise = 1.4826 * median(slope.map(Math.abs));
  const peaks = (signed: Float64Array) => {
    if (!(noise > 0)) return new Int32Array();
    const found = findPeaks(signed, { height: CLEAR * noise, prominence: CLEAR * noise });
    return found.peaks.filter((_, i) => found.heights[i] < 100 * noise);
  };
  return { 1: peaks(slope), [-1]: peaks(slope.map((v) => -v)) } as Record<1 | -1, Int32Array>;
}

/** Increase of smoothed samples within a millisecond around each; 0 at the ends. */
export function slopeOf(values: Float64Array, rateHz: number): Float64Array {
  const span = Math.max(2, Math.round(0.0005 * rateHz));
  const smooth = hannSmooth(values, 2 * span + 1);
  const slope = new Float64Array(values.length);
  for (let i = 2 * span; i < values.length - 2 * span; i++) slope[i] = smooth[i + span] - smooth[i - span];
  return slope;
}
