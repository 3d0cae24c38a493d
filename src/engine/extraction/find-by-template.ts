import type { Template } from '../../common/api/engine/extraction';
import type { fillExtraction } from '../../common/parameters/fill';
import type { Task } from '../../common/task';
import { breathe } from '../scheduling/breathe';
import { blockTrace } from '../signal/block-trace';
import { convolveSame } from '../signal/convolve';
import { hannSmoothedTrace } from '../signal/local-filters';
import { mean } from '../signal/statistics';
import type { Trace } from '../signal/trace';
import type { FoundWindows } from './choose-windows';

/**
 * Finds candidates by a sliding template: each starts where the criterion first passes a threshold, and its window
 * starts with the template. Source: miniML 1.1.0, extraction of training data; Clements and Bekkers (1997).
 */
export async function findByTemplate(
  trace: Trace,
  p: ReturnType<typeof fillExtraction>,
  task: Task,
): Promise<FoundWindows> {
  const template = makeTemplate(p.win_size, p.template_rise / 1000, p.template_decay / 1000, trace.rateHz);
  const smooth = hannSmoothedTrace(trace, p.template_smoothing);
  const criterion = criterionTrace(smooth, template.values);
  const [high, mid, low] = [p.threshold_high, p.threshold_mid, p.threshold_low];
  const direction = p.event_direction === 'negative' ? -1 : 1;
  const crossings = await levelCrossings(criterion, direction, [high, mid, low], task);
  const before = Math.floor(template.values.length / 2);
  const [clear, doubtful, suspects] = crossings.map((samples) =>
    samples.map((sample) => sample - before).filter((start) => start > 0),
  );
  return {
    clear,
    doubtful,
    certainty: null,
    suspects,
    thresholds: { high: direction * high, mid: direction * mid, low: direction * low, unit: '' },
    template,
  };
}

/**
 * (1 − e^(−t / rise)) · e^(−t / decay) after an eighth of a window of baseline, over a third of a window.
 *
 * Source: Clements and Bekkers, Biophys J 73:220 (1997); its size as in miniML's extraction of training data.
 *
 * @param window samples in a training window
 */
export function makeTemplate(window: number, t_rise_s: number, t_decay_s: number, rateHz: number): Template {
  const baseline = window / 8;
  const duration = Math.trunc(window / 3);
  const values = Float64Array.from({ length: Math.ceil(baseline + duration) }, (_, i) => {
    const t = (i - baseline) / rateHz;
    return t < 0 ? 0 : (1 - Math.exp(-t / t_rise_s)) * Math.exp(-t / t_decay_s);
  });
  const peak = values.reduce((most, v) => Math.max(most, v), 0);
  return {
    values: values.map((v) => v / peak),
    baseline_s: baseline / rateHz,
    duration_s: duration / rateHz,
    t_rise_s,
    t_decay_s,
  };
}

const BLOCK = 1 << 17;

/**
 * Level crossings of a signal for several levels: the first sample of every segment beyond a level, from one pass in
 * blocks. A segment that starts within the first two samples has no crossing.
 *
 * @param direction 1 for above the levels, −1 for below their negatives
 * @returns one list per level
 * @throws CancelledError
 */
export async function levelCrossings(
  signal: Trace,
  direction: 1 | -1,
  levels: readonly number[],
  task: Task,
): Promise<number[][]> {
  const found: number[][] = levels.map(() => []);
  const last = levels.map(() => 0);
  for (let start = 0; start < signal.samples; start += BLOCK) {
    const values = signal.read(start, Math.min(signal.samples, start + BLOCK));
    levels.forEach((level, which) => {
      let previous = last[which];
      for (let i = 0; i < values.length; i++) {
        if (direction * values[i] <= level) continue;
        if (start + i - previous > 1) found[which].push(start + i);
        previous = start + i;
      }
      last[which] = previous;
    });
    task.report({
      phase: 'matching the template',
      done: start + values.length,
      total: signal.samples,
      unit: 'samples',
    });
    await breathe(task);
  }
  return found;
}

/** Bound of the rounding errors in a sum of squares; smaller sums mean no fit error and no signal. */
const ROUNDING = 1e-12;

/**
 * Detection criterion of Clements and Bekkers: the best scale of the template divided by the standard error of the fit,
 * negative if the template must be inverted. Sample i belongs to the segment that starts floor(n / 2) before it; the
 * trace is padded with zeros. 0 where the trace is constant. Computed block by block when it is read; the
 * cross-correlation uses FFTs.
 *
 * Source: Clements and Bekkers, Biophys J 73:220 (1997), appendix I.
 */
export function criterionTrace(trace: Trace, template: Float64Array): Trace {
  const n = template.length;
  const before = Math.floor(n / 2);
  const reversed = template.toReversed();
  const sumE = template.reduce((sum, e) => sum + e, 0);
  const spreadE = template.reduce((sum, e) => sum + e * e, 0) - (sumE * sumE) / n;

  return blockTrace({ ...trace, unit: '' }, BLOCK, (from, to) => {
    const y = readPadded(trace, from - before, to - before + n - 1);
    // The mean is subtracted, which does not change the criterion: smaller numbers keep their digits in sums of
    // squares.
    const level = mean(y);
    for (let i = 0; i < y.length; i++) y[i] -= level;
    const products = convolveSame(y, reversed).subarray(before);
    const out = new Float64Array(to - from);
    let sum = 0;
    let squares = 0;
    for (let i = 0; i < n - 1; i++) {
      sum += y[i];
      squares += y[i] * y[i];
    }
    for (let i = 0; i < out.length; i++) {
      const entering = y[i + n - 1];
      sum += entering;
      squares += entering * entering;
      const spreadY = squares - (sum * sum) / n;
      const shared = products[i] - (sumE * sum) / n;
      const scale = shared / spreadE;
      const errors = Math.max(spreadY - scale * shared, ROUNDING * squares);
      out[i] = errors > 0 ? scale / Math.sqrt(errors / (n - 1)) : 0;
      sum -= y[i];
      squares -= y[i] * y[i];
    }
    return out;
  });
}

/** Samples `from` ≤ i < `to` of a trace, zero-padded. */
export function readPadded(trace: Trace, from: number, to: number): Float64Array {
  const start = Math.min(Math.max(from, 0), trace.samples);
  const end = Math.max(start, Math.min(to, trace.samples));
  const values = trace.read(start, end);
  if (start === from && end === to) return values;
  const padded = new Float64Array(to - from);
  padded.set(values, start - from);
  return padded;
}
