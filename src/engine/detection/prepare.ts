import type { Parameters } from '../../common/parameters/parameters';
import type { Task } from '../../common/task';
import { merged, type SampleRange } from '../../common/traces/sample-ranges';
import type { RecordedTrace } from '../recordings/trace';
import type { Trace } from '../signal/trace';
import { cleanTrace } from './clean-trace';
import { excludedRanges, requireRest } from './exclusion';
import { findGaps, type Gaps } from './gaps';
import { nameOf } from './source';

/** What of a trace is no signal, each in order and apart. */
export interface Masked extends Gaps {
  /** Left out by the parameter `exclude`. */
  excluded: SampleRange[];
}

/**
 * A trace as it is looked at: straight lines across what has no values and what is left out, then filtered.
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

/** @throws UserError when `exclude` leaves nothing */
export function maskedIn(trace: RecordedTrace | Trace, gaps: Gaps, p: Pick<Parameters, 'exclude'>): Masked {
  const excluded = excludedRanges(trace, p);
  requireRest(trace, excluded);
  return { ...gaps, excluded };
}

/** Where a trace is bridged, in order and apart. */
export function withoutValues({ missing, excluded }: Pick<Masked, 'missing' | 'excluded'>): SampleRange[] {
  return merged([...missing, ...excluded]);
}

/** Where nothing can be an event, and nothing is event-free either, in order and apart. */
export function withoutSignal({ missing, flat, excluded }: Masked): SampleRange[] {
  return merged([...missing, ...flat, ...excluded]);
}
