import { UserError } from '../../common/errors';
import type { DetectedEvent } from '../../common/events/detection';
import { roundHalfEven } from '../../common/numbers/round';
import type { Parameters } from '../../common/parameters/parameters';
import type { Task } from '../../common/task';
import type { Warning } from '../../common/warning';
import type { Spans } from '../measuring/spans';
import { breathe } from '../scheduling/breathe';
import type { Trace } from '../signal/trace';

/** Layout of windows over a trace, before and after resampling to the model's rate. */
export interface Windows {
  /** Samples, window and step of the trace as recorded. */
  samples: number;
  window: number;
  stride: number;
  /** Samples of the resampled trace per recorded sample. */
  factor: number;
  /** The same three in the resampled trace. */
  resampled: { samples: number; window: number; step: number };
  count: number;
}

/**
 * @param name of the recording, for errors
 * @throws UserError when window, stride, model and trace do not go together
 */
export function layWindows(
  name: string,
  samples: number,
  p: { win_size: number; stride: number; resample_to_600: boolean },
  inputLength: number,
): Windows {
  const { win_size: window, stride } = p;
  if (samples < window)
    throw new UserError(
      `${name} has ${samples} samples, fewer than one window (win_size ${window}). Choose a smaller win_size or a longer recording.`,
    );
  if (!p.resample_to_600 && window !== inputLength)
    throw new UserError(
      `win_size ${window} is not the model's input length of ${inputLength} samples. Set win_size to ${inputLength}, or set resample_to_600 to true.`,
    );
  const factor = p.resample_to_600 ? inputLength / window : 1;
  const resampled = {
    samples: roundHalfEven(samples * factor),
    window: roundHalfEven(window * factor),
    step: roundHalfEven(stride * factor),
  };
  if (resampled.step < 1)
    throw new UserError(
      `stride ${stride} is less than one sample of the resampled trace. Choose at least ${Math.ceil(1 / factor)}.`,
    );
  if (resampled.step > resampled.window)
    throw new UserError(
      `stride ${stride} is longer than win_size ${window}. Choose at most ${Math.ceil(window / 20)}.`,
    );
  const count = Math.floor((resampled.samples - resampled.window) / resampled.step) + 1;
  return { samples, window, stride, factor, resampled, count };
}

/** Warnings about a choice of windows and threshold. */
export function windowWarnings(
  { window, stride }: Windows,
  { model_threshold }: Pick<Parameters, 'model_threshold'>,
): Warning[] {
  const warnings: Warning[] = [];
  if (stride > window / 20)
    warnings.push({
      code: 'stride-too-wide',
      message: `stride is ${stride}, more than 5 % of win_size (${window}): events may be missed.`,
    });
  if (model_threshold < 0.1 || model_threshold > 0.95)
    warnings.push({
      code: 'threshold',
      message: `model_threshold is ${model_threshold}: ${model_threshold < 0.1 ? 'noise may count as events' : 'most events may be missed'}.`,
    });
  return warnings;
}

/**
 * Step 7: segments of the trace around the events minus their baselines, one row of `before + after` samples per event;
 * NaN beyond the ends of the trace.
 */
export async function cutSnippets(
  trace: Trace,
  events: readonly Pick<DetectedEvent, 'location' | 'baseline'>[],
  { before, after }: Spans,
  task: Task,
): Promise<Float64Array> {
  const length = before + after;
  const rows = new Float64Array(events.length * length).fill(Number.NaN);
  for (const [row, { location, baseline }] of events.entries()) {
    const from = Math.max(0, location - before);
    const values = trace.read(from, Math.min(trace.samples, location + after));
    const start = row * length + from - (location - before);
    for (let i = 0; i < values.length; i++) rows[start + i] = values[i] - baseline;
    await breathe(task);
  }
  return rows;
}
