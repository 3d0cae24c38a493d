import type { fillExtraction } from '../../common/parameters/fill';
import type { Task } from '../../common/task';
import { streamedPeaks } from '../detection/streamed-peaks';
import { breathe } from '../scheduling/breathe';
import { blockTrace } from '../signal/block-trace';
import { gradient } from '../signal/gradient';
import { hannSmoothedTrace } from '../signal/local-filters';
import { addMoments, noMoments } from '../signal/statistics';
import type { Trace } from '../signal/trace';
import type { FoundWindows } from './choose-windows';

const BLOCK = 1 << 18;

/** Fraction of a window before the steepest rise. */
export const LEAD = 1 / 6;

/**
 * Finds candidates by the gradient: the trace is smoothed by the same Hann window twice and its gradient once more; its
 * peaks must exceed a multiple of its standard deviation in height and prominence. The windows start a sixth of a
 * window before the steepest rise.
 *
 * Source: miniML 1.1.0, generate_training_data_gradient, which truncates these thresholds to integers.
 */
export async function findByGradient(
  trace: Trace,
  p: ReturnType<typeof fillExtraction>,
  task: Task,
): Promise<FoundWindows> {
  const direction = p.event_direction === 'negative' ? -1 : 1;
  const steepness = steepnessTrace(trace, direction, p.template_smoothing);
  const { signal, deviation } = await withQuietEnds(steepness, p.win_size, task);
  const [high, mid, low] = [p.threshold_high, p.threshold_mid, p.threshold_low].map((t) => t * deviation);
  const { peaks } = await streamedPeaks(signal, low, task);
  const lead = Math.trunc(p.win_size * LEAD);
  const above = (threshold: number) =>
    peaks
      .filter(({ edge, height, prominence }) => !edge && height >= threshold && prominence >= threshold)
      .map(({ position }) => position);
  return {
    clear: starts(above(high), p.win_size, lead),
    doubtful: starts(above(mid), p.win_size, lead),
    certainty: null,
    suspects: above(low),
    thresholds: { high, mid, low, unit: `${trace.unit}/s` },
    template: null,
  };
}

function starts(locations: readonly number[], window: number, lead: number): number[] {
  return locations.filter((location) => location > Math.trunc(window / 2)).map((location) => location - lead);
}

/** The smoothed gradient in unit / s, with events rising; zeros beyond the ends, as in the reference. */
function steepnessTrace(trace: Trace, direction: 1 | -1, window: number): Trace {
  const smooth = hannSmoothedTrace(hannSmoothedTrace(trace, window), window);
  const { samples, rateHz, unit } = trace;
  const steep = blockTrace({ samples, rateHz, unit: `${unit}/s` }, BLOCK, (from, to) => {
    const start = Math.max(0, from - 1);
    const upwards = smooth.read(start, Math.min(samples, to + 1)).map((v) => direction * v);
    return gradient(upwards, 1 / rateHz).slice(from - start, to - start);
  });
  return hannSmoothedTrace(steep, window);
}

/**
 * The signal with its first window and last two windows, where zeros beyond the ends caused steps, replaced by its
 * mean; and the standard deviation of the result.
 */
async function withQuietEnds(steepness: Trace, window: number, task: Task) {
  const { samples } = steepness;
  const head = Math.min(window, samples);
  const tail = Math.max(head, samples - 2 * window);
  const inner = noMoments();
  const all = noMoments();
  for (let from = 0; from < samples; from += BLOCK) {
    const to = Math.min(samples, from + BLOCK);
    const values = steepness.read(from, to);
    addMoments(all, values);
    addMoments(inner, values.subarray(clamp(head - from, to - from), clamp(tail - from, to - from)));
    task.report({ phase: 'taking the gradient', done: to, total: samples, unit: 'samples' });
    await breathe(task);
  }
  const quiet = all.mean;
  const rest = samples - inner.count;
  const shift = inner.mean - quiet;
  const deviation = Math.sqrt((inner.squares + (shift * shift * inner.count * rest) / samples) / samples);
  const signal: Trace = {
    ...steepness,
    read(from, to) {
      const values = steepness.read(from, to);
      values.fill(quiet, 0, clamp(head - from, to - from));
      values.fill(quiet, clamp(tail - from, to - from));
      return values;
    },
  };
  return { signal, deviation };
}

function clamp(index: number, length: number): number {
  return Math.max(0, Math.min(length, index));
}
