import { blockTrace } from './block-trace';
import { inverseRealTransform, realTransform } from './real-fft';
import { mean } from './statistics';
import type { Trace } from './trace';

/** Up to this length the spectrum of the whole trace is filtered. */
const WHOLE = 1 << 23;

/** Block size for longer traces, including a margin of a quarter on both sides. */
const BLOCK = 1 << 22;

/**
 * The trace without line noise and its harmonics.
 *
 * Up to 2²³ samples, its spectrum is filtered as a whole; longer ones in blocks of 2²² samples, tapered over margins of
 * a quarter. At 50 kHz that is 84 s, short enough for drift of the mains; bands narrower than 0.1 Hz are blurred.
 *
 * @param block block size, for tests; then blocks are used whatever the length
 */
export function lineFreeTrace(trace: Trace, lineHz: number, widthHz: number, block?: number): Trace {
  if (!block && trace.samples <= WHOLE)
    return blockTrace(trace, trace.samples, () =>
      removeLineNoise(trace.read(0, trace.samples), trace.rateHz, lineHz, widthHz),
    );
  const length = block ?? BLOCK;
  const margin = length / 4;
  return blockTrace(trace, length / 2, (from, to) => {
    // Near the ends of the trace the block is shifted inwards, so that it is always full.
    const start = Math.max(0, Math.min(from - margin, trace.samples - length));
    const x = trace.read(start, Math.min(trace.samples, start + length));
    const level = mean(x);
    for (let i = 0; i < x.length; i++) x[i] -= level;
    const taper = (i: number): number => (1 - Math.cos((Math.PI * (i + 0.5)) / margin)) / 2;
    for (let i = 0; start > 0 && i < Math.min(margin, from - start); i++) x[i] *= taper(i);
    for (let i = 0; start + x.length < trace.samples && i < margin; i++) x[x.length - 1 - i] *= taper(i);
    const clean = removeLineNoise(x, trace.rateHz, lineHz, widthHz).subarray(from - start, to - start);
    for (let i = 0; i < clean.length; i++) clean[i] += level;
    return clean;
  });
}

/** The fundamental and its first four harmonics. */
const LINE_MULTIPLES = 5;

/**
 * `x` without line noise: the bins of its spectrum within half of `width` around the line frequency and its first four
 * harmonics are set to zero; harmonics above the Nyquist frequency are skipped.
 *
 * @param lineHz frequency of the line
 * @param widthHz width of each band
 */
export function removeLineNoise(
  x: Float64Array,
  rateHz: number,
  lineHz: number,
  widthHz: number,
): Float64Array {
  const spectrum = realTransform(x);
  const binHz = rateHz / x.length;
  for (let multiple = 1; multiple <= LINE_MULTIPLES; multiple++) {
    const centre = multiple * lineHz;
    const from = Math.floor((centre - widthHz / 2) / binHz) + 1;
    const to = Math.floor((centre + widthHz / 2) / binHz) + 1;
    spectrum.re.fill(0, Math.max(0, from), Math.max(0, to));
    spectrum.im.fill(0, Math.max(0, from), Math.max(0, to));
  }
  return inverseRealTransform(spectrum, x.length);
}
