import { median } from '../../signal/statistics';
import {
  PICTURE_CHANNELS,
  SAMPLES_AFTER,
  SAMPLES_BEFORE,
  SCREEN_BLOCK,
  SCREEN_BLOCKS,
} from './screen-weights';

/** Input of the screening network for successive windows, one per block of samples. */
export interface ScreenInput {
  windows: number;
  /** The samples of all windows with their surroundings, standardised. */
  samples: Float32Array;
  /** Mean, minimum and maximum of each block: blocks × 3. */
  picture: Float32Array;
  /** Minimum of each window, and the reciprocal of its range. */
  low: Float32Array;
  gain: Float32Array;
}

/** Number of samples, surroundings included, from which `windows` windows are screened. */
export function samplesScreened(windows: number): number {
  return (windows + SCREEN_BLOCKS - 1) * SCREEN_BLOCK + SAMPLES_BEFORE + SAMPLES_AFTER;
}

/** Ranges below this, in standard deviations of the noise, are those of constant windows. */
const SMALLEST_RANGE = 1e-6;

/**
 * Prepares windows for the screening network. Samples are standardised, (x − median) / (1.4826 · median absolute
 * deviation), for the precision of float32 only: the network is invariant to both.
 *
 * @param values {@link samplesScreened} samples, the first {@link SAMPLES_BEFORE} before the first window
 */
export function screenInput(values: Float64Array, windows: number): ScreenInput {
  const { level, scale } = levelAndScale(values);
  // Loops over typed arrays: Float32Array.from with a function takes ten times as long.
  const samples = new Float32Array(values.length);
  for (let i = 0; i < values.length; i++) samples[i] = (values[i] - level) * scale;
  const blocks = windows + SCREEN_BLOCKS - 1;
  const picture = new Float32Array(blocks * PICTURE_CHANNELS);
  const minima = new Float32Array(blocks);
  const maxima = new Float32Array(blocks);
  for (let block = 0; block < blocks; block++) {
    const from = SAMPLES_BEFORE + block * SCREEN_BLOCK;
    let [sum, minimum, maximum] = [0, samples[from], samples[from]];
    for (let i = from; i < from + SCREEN_BLOCK; i++) {
      const value = samples[i];
      sum += value;
      if (value < minimum) minimum = value;
      if (value > maximum) maximum = value;
    }
    picture[block * PICTURE_CHANNELS] = sum / SCREEN_BLOCK;
    picture[block * PICTURE_CHANNELS + 1] = minimum;
    picture[block * PICTURE_CHANNELS + 2] = maximum;
    minima[block] = minimum;
    maxima[block] = maximum;
  }
  const low = slidingExtreme(minima, -1);
  const high = slidingExtreme(maxima, 1);
  const gain = new Float32Array(windows);
  for (let i = 0; i < windows; i++) gain[i] = 1 / Math.max(SMALLEST_RANGE, high[i] - low[i]);
  return { windows, samples, picture, low, gain };
}

/** Samples of the trace that level and scale are estimated from: one in so many. */
const ONE_IN = 29;

function levelAndScale(values: Float64Array): { level: number; scale: number } {
  const some = new Float64Array(Math.ceil(values.length / ONE_IN));
  for (let i = 0; i < some.length; i++) some[i] = values[i * ONE_IN];
  const level = median(some);
  let largest = 0;
  for (let i = 0; i < some.length; i++) {
    some[i] = Math.abs(some[i] - level);
    if (some[i] > largest) largest = some[i];
  }
  // Where more than half of the samples are equal, the largest deviation is the scale.
  const spread = 1.4826 * median(some) || largest;
  return { level, scale: spread > 0 && Number.isFinite(spread) ? 1 / spread : 1 };
}

/** Maximum (`sign` 1) or minimum (−1) of each {@link SCREEN_BLOCKS} successive blocks (monotonic queue). */
function slidingExtreme(values: Float32Array, sign: 1 | -1): Float32Array {
  const out = new Float32Array(values.length - SCREEN_BLOCKS + 1);
  const queue = new Int32Array(values.length);
  let [first, end] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    while (end > first && sign * values[queue[end - 1]] <= sign * values[i]) end--;
    queue[end++] = i;
    if (queue[first] <= i - SCREEN_BLOCKS) first++;
    if (i >= SCREEN_BLOCKS - 1) out[i - SCREEN_BLOCKS + 1] = values[queue[first]];
  }
  return out;
}
