/**
 * Second-order sections of a digital filter: b0 + b1·z⁻¹ + b2·z⁻² over 1 + a1·z⁻¹ + a2·z⁻². A first-order
 * section has b2 = a2 = 0.
 */
export interface Section {
  b0: number;
  b1: number;
  b2: number;
  a1: number;
  a2: number;
}

/**
 * Butterworth filter by the bilinear transform with a prewarped cut-off: the filter of
 * scipy.signal.butter(output = "sos"). Each section is of unit gain in its pass band.
 *
 * @param cutoff the −3 dB point as a fraction of the Nyquist frequency, between 0 and 1
 * @throws RangeError for a cut-off or an order outside
 */
export function butterworth(order: number, cutoff: number, kind: 'low' | 'high'): Section[] {
  if (!(cutoff > 0 && cutoff < 1)) throw new RangeError(`cut-off ${cutoff} of the Nyquist frequency`);
  if (!Number.isInteger(order) || order < 1) throw new RangeError(`order ${order}`);
  const warped = Math.tan((Math.PI * cutoff) / 2);
  const sections: Section[] = [];
  if (order % 2 === 1) sections.push(firstOrder(warped, kind));
  // Poles of the prototype are evenly spaced on the left half of the unit circle; the outermost pairs ring most and
  // come last, so that rounding of the sections before is damped least.
  for (let pair = Math.floor(order / 2) - 1; pair >= 0; pair--)
    sections.push(secondOrder(warped, 2 * Math.sin((Math.PI * (2 * pair + 1)) / (2 * order)), kind));
  return sections;
}

function firstOrder(w: number, kind: 'low' | 'high'): Section {
  const a1 = (w - 1) / (w + 1);
  return kind === 'low'
    ? { b0: w / (1 + w), b1: w / (1 + w), b2: 0, a1, a2: 0 }
    : { b0: 1 / (1 + w), b1: -1 / (1 + w), b2: 0, a1, a2: 0 };
}

/** @param damping coefficient of s in s² + damping·s + 1 */
function secondOrder(w: number, damping: number, kind: 'low' | 'high'): Section {
  const scale = 1 / (1 + damping * w + w * w);
  const a1 = 2 * (w * w - 1) * scale;
  const a2 = (1 - damping * w + w * w) * scale;
  const gain = (kind === 'low' ? w * w : 1) * scale;
  return { b0: gain, b1: kind === 'low' ? 2 * gain : -2 * gain, b2: gain, a1, a2 };
}

/** Largest modulus of the poles: the impulse response decays by this factor per sample. */
export function poleRadius(sections: readonly Section[]): number {
  return Math.max(...sections.map(({ a1, a2 }) => (a1 * a1 < 4 * a2 ? Math.sqrt(a2) : realPole(a1, a2))));
}

function realPole(a1: number, a2: number): number {
  return (Math.abs(a1) + Math.sqrt(a1 * a1 - 4 * a2)) / 2;
}

/** The two delayed values of each section (transposed direct form II), section after section. */
export type FilterState = Float64Array;

/** The state of a filter at rest. */
export function restingState(sections: readonly Section[]): FilterState {
  return new Float64Array(2 * sections.length);
}

/** The state of a filter after a constant input of 1 for ever, as scipy.signal.sosfilt_zi. */
export function steadyState(sections: readonly Section[]): FilterState {
  const state = restingState(sections);
  let level = 1;
  for (const [i, { b0, b1, b2, a1, a2 }] of sections.entries()) {
    const out = (level * (b0 + b1 + b2)) / (1 + a1 + a2);
    state[2 * i] = out - b0 * level;
    state[2 * i + 1] = b2 * level - a2 * out;
    level = out;
  }
  return state;
}

/** Filters forward, as scipy.signal.sosfilt. Starts from `state` and updates it. */
export function sosFilter(
  sections: readonly Section[],
  x: Float64Array,
  state: FilterState = restingState(sections),
): Float64Array {
  const y = x.slice();
  for (const [s, { b0, b1, b2, a1, a2 }] of sections.entries()) {
    let z0 = state[2 * s];
    let z1 = state[2 * s + 1];
    for (let i = 0; i < y.length; i++) {
      const value = y[i];
      const out = b0 * value + z0;
      z0 = b1 * value - a1 * out + z1;
      z1 = b2 * value - a2 * out;
      y[i] = out;
    }
    state[2 * s] = z0;
    state[2 * s + 1] = z1;
  }
  return y;
}

/** Number of samples by which {@link zeroPhaseFilter} extends a signal at both ends, if it is long enough. */
function oddPadding(sections: readonly Section[]): number {
  const firstOrders = sections.filter(({ b2, a2 }) => b2 === 0 && a2 === 0).length;
  return 3 * (2 * sections.length + 1 - firstOrders);
}

/**
 * Filters forward and backward, without delay, as scipy.signal.sosfiltfilt: the signal is extended at both ends by its
 * reflection through the end points, and each pass starts in the steady state of its first value. Short signals are
 * extended by less.
 */
export function zeroPhaseFilter(sections: readonly Section[], x: Float64Array): Float64Array {
  const n = x.length;
  if (n === 0) return new Float64Array();
  const padding = Math.min(oddPadding(sections), n - 1);
  const padded = new Float64Array(n + 2 * padding);
  padded.set(x, padding);
  for (let i = 1; i <= padding; i++) {
    padded[padding - i] = 2 * x[0] - x[i];
    padded[padding + n - 1 + i] = 2 * x[n - 1] - x[n - 1 - i];
  }
  const steady = steadyState(sections);
  const once = sosFilter(
    sections,
    padded,
    steady.map((z) => z * padded[0]),
  ).reverse();
  const twice = sosFilter(
    sections,
    once,
    steady.map((z) => z * once[0]),
  ).reverse();
  return twice.slice(padding, padding + n);
}
