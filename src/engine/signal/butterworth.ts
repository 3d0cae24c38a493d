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
  // Poles of the prototype lie evenly on the left half of the unit circle; the outermost pairs ring most and
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

/** Largest modulus of the poles: an impulse's echo fades by this factor each sample. */
export function poleRadius(sections: readonly Section[]): number {
  return Math.max(...sections.map(({ a1, a2 }) => (a1 * a1 < 4 * a2 ? Math.sqrt(a2) : realPole(a1, a2))));
}

function realPole(a1: number, a2: number): number {
  return (Math.abs(a1) + Math.sqrt(a1 * a1 - 4 * a2)) / 2;
}
