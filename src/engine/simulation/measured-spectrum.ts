import { UserError } from '../../common/errors';
import type { Task } from '../../common/task';
import { breathe } from '../scheduling/breathe';
import { hannWindow } from '../signal/hann';
import { realTransform } from '../signal/real-fft';
import { mean, median } from '../signal/statistics';
import type { Trace } from '../signal/trace';
import { NOISE_BLOCK, type NoiseSpectrum } from './noise-spectrum';
import { restlessness } from './quiet-parts';

/** Blocks that are looked at, at most, spread over the recording. */
const BLOCKS = 400;

/**
 * The spectrum of a recording's noise: Welch's method over the quieter half of its blocks, the median instead of
 * the mean at each frequency, so that the events in it count little.
 *
 * Source: Welch, IEEE Trans Audio Electroacoust 15:70 (1967); a median of exponentially distributed values is
 * ln 2 of their mean.
 *
 * @throws UserError when the recording is too short, or too little of it was recorded
 */
export async function measuredSpectrum(name: string, trace: Trace, task: Task): Promise<NoiseSpectrum> {
  const available = Math.floor(trace.samples / NOISE_BLOCK);
  if (available < 4)
    throw new UserError(
      `${name} is too short to measure its noise: it has ${trace.samples} samples, and ${4 * NOISE_BLOCK} are needed.`,
    );
  const { stretch, range } = await restlessness(trace, task);
  const step = Math.max(1, Math.floor(available / BLOCKS));
  const starts = Array.from({ length: Math.floor(available / step) }, (_, i) => i * step * NOISE_BLOCK);
  const unrest = (start: number) => {
    const part = range.subarray(Math.floor(start / stretch), Math.ceil((start + NOISE_BLOCK) / stretch));
    return part.reduce((most, r) => Math.max(most, r), 0);
  };
  const recorded = starts.filter((start) => Number.isFinite(unrest(start)));
  if (recorded.length < 4)
    throw new UserError(
      `${name} has too few stretches without missing or constant values to measure its noise: choose another recording.`,
    );
  const quiet = recorded.toSorted((a, b) => unrest(a) - unrest(b)).slice(0, Math.ceil(recorded.length / 2));

  const window = hannWindow(NOISE_BLOCK);
  const power = window.reduce((sum, w) => sum + w * w, 0) * NOISE_BLOCK;
  const periodograms: Float64Array[] = [];
  for (const start of quiet) {
    const values = trace.read(start, start + NOISE_BLOCK);
    const level = mean(values);
    const { re, im } = realTransform(values.map((v, i) => (v - level) * window[i]));
    periodograms.push(re.map((r, k) => (2 * (r * r + im[k] * im[k])) / power));
    await breathe(task);
  }
  return Float64Array.from({ length: NOISE_BLOCK / 2 + 1 }, (_, k) =>
    k === 0 ? 0 : median(periodograms.map((p) => p[k])) / Math.LN2,
  );
}
