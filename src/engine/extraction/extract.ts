import { UserError } from '../../common/errors';
import { fillExtraction } from '../../common/parameters/fill';
import type { Parameters } from '../../common/parameters/parameters';
import type { Task } from '../../common/task';
import { touches } from '../../common/traces/sample-ranges';
import type { TrainingSource } from '../../common/training/training-set';
import type { Warning } from '../../common/warning';
import { gapWarnings } from '../detection/gaps';
import type { DetectionModel } from '../detection/prediction';
import { prepareTrace, withoutValues } from '../detection/prepare';
import { nameOf, sourceOf } from '../detection/source';
import type { RecordedTrace } from '../recordings/trace';
import { Random } from '../signal/random';
import type { Trace } from '../signal/trace';
import { type ChosenWindows, chooseWindows, type FoundWindows } from './choose-windows';
import { findByGradient } from './find-by-gradient';
import { findByModel } from './find-by-model';
import { findByTemplate } from './find-by-template';

/** Training windows chosen in one trace, by their first sample; the samples stay in the recording. */
export interface Extraction extends ChosenWindows {
  source: TrainingSource;
  /** The filtered trace that the windows are cut from. Valid while the recording is open. */
  trace: Trace;
  thresholds: FoundWindows['thresholds'];
  template: FoundWindows['template'];
  warnings: Warning[];
}

/**
 * Finds training windows in one trace: clear events, doubtful ones and noise, by the method in the parameters. The
 * result does not depend on the other recordings of the training set. No window contains an end of the trace, a seam of
 * two sweeps that do not follow each other, missing values or an excluded interval (`exclude`), and none lies within
 * half a window of the end.
 *
 * @param model for the method "model"
 * @throws UserError when trace and parameters do not go together
 * @throws CancelledError
 */
export async function extractWindows(
  trace: RecordedTrace | Trace,
  parameters: Parameters,
  task: Task,
  model?: DetectionModel,
): Promise<Extraction> {
  const p = fillExtraction(parameters, trace.rateHz);
  const window = p.win_size;
  if (trace.samples < 2 * window)
    throw new UserError(
      `${nameOf(trace)} has ${trace.samples} samples, fewer than two windows of ${window}. Choose a smaller win_size or a longer recording.`,
    );
  if (!(p.threshold_high >= p.threshold_mid && p.threshold_mid >= p.threshold_low))
    throw new UserError(
      `threshold_high (${p.threshold_high}), threshold_mid (${p.threshold_mid}) and threshold_low (${p.threshold_low}) must decrease in this order.`,
    );
  if (p.event_direction === 'both')
    throw new UserError(
      'event_direction is both, but training windows are extracted in one direction. Set it to negative or positive.',
    );
  const { clean, masked } = await prepareTrace(trace, p, task);
  const bridges = withoutValues(masked);
  const { channel_name: _, ...source } = await sourceOf(trace, task);
  const found = await find(trace, clean, p, task, model);
  const chosen = chooseWindows(found, {
    window,
    most: p.max_per_recording ?? Number.POSITIVE_INFINITY,
    usable: (start) =>
      start >= 0 &&
      start < trace.samples - Math.trunc(window * 1.5) &&
      !touches(bridges, start, start + window) &&
      !crossesSeam(trace, start, window),
    random: new Random(p.seed, Number.parseInt(source.sha256.slice(0, 8) || '0', 16), source.channel),
  });
  return {
    ...chosen,
    source: { ...source, rate_hz: trace.rateHz, unit: clean.unit },
    trace: clean,
    thresholds: found.thresholds,
    template: found.template,
    warnings: [...warningsOf(chosen), ...gapWarnings(masked, trace.rateHz)],
  };
}

function find(
  trace: RecordedTrace | Trace,
  clean: Trace,
  p: ReturnType<typeof fillExtraction>,
  task: Task,
  model: DetectionModel | undefined,
): Promise<FoundWindows> {
  switch (p.extraction_method) {
    case 'template':
      return findByTemplate(clean, p, task);
    case 'gradient':
      return findByGradient(clean, p, task);
    case 'model':
      if (!model)
        throw new UserError(
          'extraction_method is "model" but no model is given. Choose one with model_path.',
        );
      return findByModel(trace, model, p, task);
  }
}

function warningsOf({ clear, noise }: ChosenWindows): Warning[] {
  if (clear.length === 0)
    return [
      {
        code: 'no-clear-events',
        message: 'No clear event was found. Lower threshold_high, or check win_size and event_direction.',
      },
    ];
  if (noise.length < clear.length)
    return [
      {
        code: 'few-noise-windows',
        message: `Only ${noise.length} noise windows were found for ${clear.length} clear events: events are frequent here. Raise threshold_low, or add noise from a quieter recording.`,
      },
    ];
  return [];
}

/** Whether a window of a joined trace contains a seam of sweeps that were not recorded right after each other. */
export function crossesSeam(trace: RecordedTrace | Trace, start: number, window: number): boolean {
  if (!('recording' in trace)) return false;
  const first = trace.origin(start).sweep;
  const last = trace.origin(start + window - 1).sweep;
  const { sweeps } = trace.recording;
  for (let sweep = first; sweep < last; sweep++) {
    const end_s = sweeps[sweep].start_s + sweeps[sweep].samples / trace.rateHz;
    if (Math.abs(sweeps[sweep + 1].start_s - end_s) * trace.rateHz > 0.5) return true;
  }
  return false;
}
