import type { Detection } from '../../common/events/detection';
import { type Task, throwIfCancelled } from '../../common/task';
import { fitEventDecay } from '../measuring/event-decay';
import { breathe } from '../scheduling/breathe';

/** Columns of the fits of decays, in units of files; NaN where a fit means nothing. */
export const DECAY_FIT_COLUMNS = {
  decay_constant: { unit: 's', compared: true },
  decay_fit_r2: { unit: '', compared: false },
  decay_fast: { unit: 's', compared: true },
  decay_slow: { unit: 's', compared: true },
  decay_fast_fraction: { unit: '', compared: true },
} as const;

export type DecayFitColumn = keyof typeof DECAY_FIT_COLUMNS;
export type DecayFits = Readonly<Record<DecayFitColumn, Float64Array>>;

/**
 * Fits the decay of every event in its stored segment of the trace, which is not smoothed, from the peak to the next
 * event.
 *
 * @throws CancelledError
 */
export async function fitDecays(
  { events, snippets, points_before, points_after, rate_hz }: Detection,
  task: Task,
): Promise<DecayFits> {
  const width = points_before + points_after;
  const names = Object.keys(DECAY_FIT_COLUMNS) as DecayFitColumn[];
  const columns = Object.fromEntries(
    names.map((name) => [name, new Float64Array(events.length).fill(Number.NaN)]),
  ) as DecayFits;
  for (const [i, { location, peak, amplitude }] of events.entries()) {
    throwIfCancelled(task);
    await breathe(task);
    const from = points_before + peak - location;
    const toNext = (events[i + 1]?.location ?? Number.POSITIVE_INFINITY) - location;
    const to = Math.min(width, points_before + toNext);
    if (!(from >= 0 && from < to)) continue;
    const segment = snippets.subarray(i * width + from, i * width + to);
    const end = segment.findIndex(Number.isNaN);
    const decay = (end < 0 ? segment : segment.subarray(0, end)).map((value) => value * Math.sign(amplitude));
    const fit = fitEventDecay(decay, Math.abs(amplitude), rate_hz);
    if (!fit) continue;
    columns.decay_constant[i] = fit.tau_s;
    columns.decay_fit_r2[i] = fit.r2;
    if (!fit.two) continue;
    columns.decay_fast[i] = fit.two.fast_s;
    columns.decay_slow[i] = fit.two.slow_s;
    columns.decay_fast_fraction[i] = fit.two.fast_fraction;
  }
  return columns;
}
