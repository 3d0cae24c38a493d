import type { Suggestion } from '../../common/api/engine/suggestion';
import type { Parameters } from '../../common/parameters/parameters';
import { between, type SampleRange, samplesIn } from '../../common/traces/sample-ranges';
import { excludedRanges } from '../detection/exclusion';
import type { RecordedTrace } from '../recordings/trace';
import { hannSmooth } from '../signal/hann';
import { findPeaks } from '../signal/peaks';
import { argMax, median } from '../signal/statistics';
import type { Trace } from '../signal/trace';

/** Stretches that are looked at, spread over the trace, and their length in seconds. */
const STRETCHES = 12;
const STRETCH_S = 2.5;
/** Windows are this many decay times long: baseline, rise and decay, as those of the paper are. */
const DECAYS_IN_WINDOW = 7;
/** An event lasts no longer than this. */
const LONGEST_S = 0.12;

/** Samples of a trace that were looked at, and where they rise steeply. */
export interface LookedAt {
  /** Sample of the trace they begin at. */
  from: number;
  values: Float64Array;
  /** Samples of `values`, by direction. */
  rises: Record<1 | -1, Int32Array>;
}

/**
 * Guesses direction and window of the events in a trace. Synaptic events rise steeply and decay slowly, so the
 * direction with more steep slopes is theirs; the average of what follows the steepest tells their decay.
 * Reads at most half a minute of samples, and none that are excluded.
 *
 * @returns undefined where no clear events stand out
 */
export function suggestParameters(
  trace: RecordedTrace | Trace,
  parameters: Pick<Parameters, 'exclude'>,
): Suggestion | undefined {
  return suggestFrom(lookAt(trace, parameters), trace.rateHz);
}

/** What {@link suggestParameters} makes of stretches that have been looked at already. */
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
 * Reads stretches that are spread evenly over a trace, half a minute at most; missing samples count as 0. Of what is
 * excluded neither rises nor noise count.
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

/** Parts of stretches, which are in order and apart, when samples are counted in these alone. */
function partsAt(stretches: readonly SampleRange[], from: number, to: number): SampleRange[] {
  let before = 0;
  return stretches.flatMap((stretch) => {
    const shift = stretch.from - before;
    before += stretch.to - stretch.from;
    const part = { from: Math.max(stretch.from, from + shift), to: Math.min(stretch.to, to + shift) };
    return part.from < part.to ? [part] : [];
  });
}

/** The median course after the rises, from its peak on, its baseline subtracted, upwards; of at least three. */
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

/** Seconds until a course has fallen to 1/e of its first value; undefined where it never does. */
function decayOf(course: Float64Array, rateHz: number): number | undefined {
  const level = course[0] / Math.E;
  const fallen = course.findIndex((v) => v <= level);
  return course[0] > 0 && fallen > 0 ? fallen / rateHz : undefined;
}

/** Two digits are as much as a window deserves. */
export function roundWindow(samples: number): number {
  const unit = Math.max(10, 10 ** (Math.floor(Math.log10(samples)) - 1));
  return Math.max(10, Math.round(samples / unit) * unit);
}

/** A rise is this many standard deviations of the smoothed slope, and no test pulse of its kind 100 of them. */
const CLEAR = 6;

/** Samples of steep rises upwards (1) and downwards (−1), by peaks of the smoothed slope over its own noise. */
export function risesOf(values: Float64Array, rateHz: number): Record<1 | -1, Int32Array> {
  const slope = slopeOf(values, rateHz);
  // The median deviation is the noise's, however large the events are.
  const noise = 1.4826 * median(slope.map(Math.abs));
  const peaks = (signed: Float64Array) => {
    if (!(noise > 0)) return new Int32Array();
    const found = findPeaks(signed, { height: CLEAR * noise, prominence: CLEAR * noise });
    return found.peaks.filter((_, i) => found.heights[i] < 100 * noise);
  };
  return { 1: peaks(slope), [-1]: peaks(slope.map((v) => -v)) } as Record<1 | -1, Int32Array>;
}

/** By how much smoothed samples rise within a millisecond around each; 0 at the ends. */
export function slopeOf(values: Float64Array, rateHz: number): Float64Array {
  const span = Math.max(2, Math.round(0.0005 * rateHz));
  const smooth = hannSmooth(values, 2 * span + 1);
  const slope = new Float64Array(values.length);
  for (let i = 2 * span; i < values.length - 2 * span; i++) slope[i] = smooth[i + span] - smooth[i - span];
  return slope;
}
