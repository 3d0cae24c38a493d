import type { DetectedEvent } from '../../common/events/detection';
import type { Task } from '../../common/task';
import type { Spans } from '../measuring/spans';
import { breathe } from '../scheduling/breathe';
import type { Trace } from '../signal/trace';

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
