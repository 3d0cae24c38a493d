import type { Parameters } from '../../common/parameters/parameters';
import type { Task } from '../../common/task';
import { merged, type SampleRange } from '../../common/traces/sample-ranges';
import type { RecordedTrace } from '../recordings/trace';
import type { Trace } from '../signal/trace';
import { cleanTrace } from './clean-trace';
import { excludedRanges, requireRest } from './exclusion';
import { findGaps, type Gaps } from './gaps';
import { nameOf } from './source';

/** Samples of a trace without a signal, each list sorted and non-overlapping. */
export interface Masked extends Gaps {
  /** Excluded by the parameter `exclude`. */
  excluded: SampleRange[];
}

/**
 * Prepares a trace for detection: straight lines across missing and excluded samples, then filters.
 *
 * @throws UserError when nothing is left, or a filter does not fit
 * @throws CancelledError
 */
export async function prepareTrace(
  trace: RecordedTrace | Trace,
  p: Parameters,
  task: Task,
): Promise<{ clean: Trace; masked: Masked }> {
  const masked = maskedIn(trace, await findGaps(nameOf(trace), trace, p.win_size, task), p);
  return { clean: cleanTrace(trace, withoutValues(masked), p), masked };
}

/** @throws UserError when `exclude` covers the whole trace */
export function maskedIn(trace: RecordedTrace | Trace, gaps: Gaps, p: Pick<Parameters, 'exclude'>): Masked {
  const excluded = excludedRanges(trace, p);
  requireRest(trace, excluded);
  return { ...gaps, excluded };
}

/** Samples that are bridged, sorted and non-overlapping. */
export function withoutValues({ missing, excluded }: Pick<Masked, 'missing' | 'excluded'>): SampleRange[] {
  return merged([...missing, ...excluded]);
}

/** Samples that can be neither events nor event-free, sorted and non-overlapping. */
export function withoutSignal({ missing, flat, excluded }: Masked): SampleRange[] {
  return merged([...missing, ...flat, ...excluded]);
}
