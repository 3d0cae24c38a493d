/** The shape of one event, times in seconds. */
export interface Kinetics {
  rise_s: number;
  decay_s: number;
  onsetPower: number;
  slowShare: number;
  slowFactor: number;
}

/** Properties derived from the kinetics of an event. Times from its onset. */
export interface Landmarks {
  /** Value of {@link waveform} at its peak. */
  peakValue: number;
  peak_s: number;
  /** Time of the steepest rise. */
  steepest_s: number;
  /** From a tenth to nine tenths of the peak. */
  rise_10_90_s: number;
  /** From here on less than 10⁻⁵ of the peak remains. */
  end_s: number;
}

/** Value at a time from the onset, not scaled: rise and decay both begin at 1's side of 0 … 1. */
export function waveform(k: Kinetics, t: number): number {
  if (t <= 0) return 0;
  const decay =
    (1 - k.slowShare) * Math.exp(-t / k.decay_s) + k.slowShare * Math.exp(-t / (k.decay_s * k.slowFactor));
  return (1 - Math.exp(-t / k.rise_s)) ** k.onsetPower * decay;
}

export function landmarks(k: Kinetics): Landmarks {
  const slowest = k.slowShare > 0 ? k.decay_s * k.slowFactor : k.decay_s;
  // Upper bound of the peak: there the relative slope of the rise equals that of the slowest decay.
  const latest = k.rise_s * Math.log(1 + (k.onsetPower * slowest) / k.rise_s);
  const value = (t: number) => waveform(k, t);
  const peak_s = maximumOf(value, 0, latest);
  const peakValue = value(peak_s);
  const h = k.rise_s * 1e-4;
  const steepness = (t: number) => value(t + h) - value(t - h);
  const crossing = (share: number) => risingTo(value, share * peakValue, peak_s);
  return {
    peakValue,
    peak_s,
    steepest_s: k.onsetPower > 1 ? maximumOf(steepness, 0, peak_s) : 0,
    rise_10_90_s: crossing(0.9) - crossing(0.1),
    end_s: latest + slowest * Math.log(1e5),
  };
}

/** Maximum of a unimodal function in an interval, by golden-section search. */
function maximumOf(f: (t: number) => number, from: number, to: number): number {
  const ratio = (Math.sqrt(5) - 1) / 2;
  for (let step = 0; step < 60; step++) {
    const left = to - ratio * (to - from);
    const right = from + ratio * (to - from);
    if (f(left) < f(right)) from = left;
    else to = right;
  }
  return (from + to) / 2;
}

/** Time at which a function that rises from 0 up to `end` reaches a level, by bisection. */
function risingTo(f: (t: number) => number, level: number, end: number): number {
  let [from, to] = [0, end];
  for (let step = 0; step < 60; step++) {
    const middle = (from + to) / 2;
    if (f(middle) < level) from = middle;
    else to = middle;
  }
  return to;
}

/** A deflection added to a recording between two times, in seconds. */
export interface Deflection {
  from_s: number;
  to_s: number;
  /** In the unit, at a time from `from_s`. */
  value(t: number): number;
}

/** Adds deflections, sorted by time, to samples that start at `from`. */
export function deflectionDrawer(deflections: readonly Deflection[], rateHz: number) {
  const longest = deflections.reduce((most, { from_s, to_s }) => Math.max(most, to_s - from_s), 0);
  return (values: Float64Array, from: number): void => {
    const to = from + values.length;
    const first = firstAfter(deflections, from / rateHz - longest);
    for (let d = first; d < deflections.length && deflections[d].from_s * rateHz < to; d++) {
      const { from_s, to_s, value } = deflections[d];
      const end = Math.min(to, Math.ceil(to_s * rateHz));
      for (let i = Math.max(from, Math.ceil(from_s * rateHz)); i < end; i++)
        values[i - from] += value(i / rateHz - from_s);
    }
  };
}

/** Index of the first deflection at or after a time. */
function firstAfter(deflections: readonly Deflection[], time_s: number): number {
  let low = 0;
  let high = deflections.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (deflections[middle].from_s < time_s) low = middle + 1;
    else high = middle;
  }
  return low;
}
