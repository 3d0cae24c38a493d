import { chirpPlan, chirpTransform } from './chirp-transform';
import { smoothLengthFrom } from './fft';
import { realTransform } from './real-fft';
import { mean } from './statistics';
import type { Trace } from './trace';

export interface BlockSizes {
  /** Samples of the new trace a block. */
  points: number;
  /** The stretch a block looks at on either side, in samples of the lower of both rates. */
  margin: number;
}

/** Blocks of a trace that is made coarser by a large factor are long in raw samples; no longer than about this. */
const MOST_RAW = 1 << 22;

/**
 * Resamples a trace a block at a time. A block is read with a margin on both sides, tapered to zero over the
 * margins, transformed, cut off at the lower Nyquist frequency, and summed up again at the new sampling points,
 * which lie anywhere between the old ones: a chirp transform. Beyond its ends the trace begins anew, as it
 * does when it is transformed as a whole.
 */
export function blockResampler(trace: Trace, samples: number, sizes: BlockSizes) {
  const step = trace.samples / samples;
  const coarser = Math.max(1, step);
  const margin = Math.ceil(Math.min(sizes.margin * coarser, MOST_RAW / 4));
  const points = Math.max(1, Math.floor(Math.min(sizes.points, MOST_RAW / coarser)));
  const length = smoothLengthFrom(Math.ceil(points * step) + 1 + 2 * margin);
  // The cut-off lies between two bins: the one nearest to it keeps as much as lies below.
  const cutoff = length / (2 * coarser);
  const terms = Math.min(Math.floor(length / 2), Math.floor(cutoff + 0.5)) + 1;
  const edge = coarser > 1 ? cutoff + 0.5 - (terms - 1) : 1;
  const plan = chirpPlan(terms, points, BigInt(trace.samples), BigInt(samples) * BigInt(length));
  const taper = Float64Array.from(
    { length: margin },
    (_, i) => (1 - Math.cos((Math.PI * (i + 0.5)) / margin)) / 2,
  );

  const compute = (from: number, to: number): Float64Array => {
    const exact = BigInt(from) * BigInt(trace.samples);
    const start = Number(exact / BigInt(samples));
    const fraction = Number(exact % BigInt(samples)) / samples;
    const raw = readAround(trace, start - margin, length);
    const level = mean(raw);
    for (let i = 0; i < length; i++) raw[i] -= level;
    for (let i = 0; i < margin; i++) {
      raw[i] *= taper[i];
      raw[length - 1 - i] *= taper[i];
    }
    const { re, im } = realTransform(raw);
    for (let k = 0; k < terms; k++) {
      // The whole turns of k · margin / length are taken off while they are integers.
      const turn = ((k * margin) % length) / length + (k * fraction) / length;
      const cos = Math.cos(2 * Math.PI * turn);
      const sin = Math.sin(2 * Math.PI * turn);
      const once = k === 0 || 2 * k === length ? 1 / length : 2 / length;
      const r = (re[k] * cos - im[k] * sin) * once;
      im[k] = (re[k] * sin + im[k] * cos) * once;
      re[k] = r;
    }
    re[terms - 1] *= edge;
    im[terms - 1] *= edge;
    const out = chirpTransform(plan, re, im).subarray(0, to - from);
    for (let j = 0; j < out.length; j++) out[j] += level;
    return out;
  };
  return { points, compute };
}

/** `count` samples from `from` on, the trace repeating itself beyond its ends. */
function readAround(trace: Trace, from: number, count: number): Float64Array {
  const out = new Float64Array(count);
  const n = trace.samples;
  for (let done = 0; done < count; ) {
    const at = (((from + done) % n) + n) % n;
    const piece = Math.min(count - done, n - at);
    out.set(trace.read(at, at + piece), done);
    done += piece;
  }
  return out;
}
